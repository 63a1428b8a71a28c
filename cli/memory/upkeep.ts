/** `hq memory prune | restore | accept | repair | checkpoint`: what a person decides about the memory. */
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import type { KeptBack } from "../../mcp-memory/store/repair/kept-back.ts";
import type { RepairItem } from "../../mcp-memory/store/repair/repair.ts";
import type { Expired } from "../../mcp-memory/store/retention/prune.ts";
import { acceptRemovals } from "../../office/memory/accept-removals.ts";
import { checkpointMemory } from "../../office/memory/checkpoint-memory.ts";
import { listArchive } from "../../office/memory/list-archive.ts";
import { listKeptBack } from "../../office/memory/list-kept-back.ts";
import { pruneMemory } from "../../office/memory/prune-memory.ts";
import { repairMemory } from "../../office/memory/repair-memory.ts";
import { restoreEntities } from "../../office/memory/restore-entities.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";
import { registerArchive } from "./archive.ts";
import { memoryOf } from "./memory-of.ts";

const LINE_COLUMNS = 76;
/** More than a person reads; --json has all. */
const SHOWN = 20;

interface DryRun extends CommonOptions {
  dryRun?: boolean;
}

export function registerUpkeep(memory: Command, io: Io): void {
  addCommand(memory, "prune", "archive what has outlived the constitution's Retention table")
    .option("--dry-run", "only say what would go")
    .action((options: DryRun) => prune(io, options));
  addCommand(memory, "restore", "bring entities back from the archive")
    .argument("[names...]", "their exact names")
    .option("--list", "what the archive holds")
    .action((names: string[], options: CommonOptions & { list?: boolean }) =>
      restore(io, { ...options, names }),
    );
  registerArchive(memory, io);
  addCommand(
    memory,
    "accept",
    "carry out what was kept back: removals, and what a leap of the clock made due",
  )
    .option("--dry-run", "only list them")
    .option("--keep", "keep them for good instead")
    .action((options: DryRun & { keep?: boolean }) => accept(io, options));
  addCommand(memory, "repair", "what is damaged and waits for a person")
    .argument("[ids...]", "only these, by the id that --dry-run shows")
    .option("--dry-run", "only list it (the default)")
    .option("--apply", "carry it out")
    .action((ids: string[], options: DryRun & { apply?: boolean }) =>
      repair(io, { ...options, ids }),
    );
  addCommand(memory, "checkpoint", "write memory.jsonl now; a pre-commit hook may call it").action(
    (options: CommonOptions) => checkpoint(io, options),
  );
}

async function prune(io: Io, options: DryRun): Promise<void> {
  const gone = await pruneMemory(memoryOf(io, options), options.dryRun === true);
  if (options.json) {
    printJson(io, { ok: true, dryRun: options.dryRun ?? false, expired: gone });
    return;
  }
  const verb = options.dryRun ? "would go into" : "went into";
  print(io, [
    gone.length === 0
      ? "Nothing has outlived its rule."
      : `${gone.length} ${gone.length === 1 ? "entity" : "entities"} ${verb} the archive:`,
    ...shown(gone.map(({ name, until }) => `  ${name}, kept until ${until}`)),
    ...(gone.length > 0 && !options.dryRun ? ["Bring one back with: hq memory restore NAME"] : []),
  ]);
}

async function restore(
  io: Io,
  options: CommonOptions & { names: string[]; list?: boolean },
): Promise<void> {
  const { names } = options;
  if (names.length === 0 || options.list) {
    const archived = await listArchive(memoryOf(io, options));
    if (options.json) printJson(io, { ok: true, archived });
    else {
      print(io, [
        archived.length === 0 ? "The archive is empty." : `${archived.length} in the archive:`,
        ...shown(archived.map(({ name, at }) => `  ${name}, since ${at.slice(0, 10)}`)),
        ...(archived.length > 0 ? ["Bring one back with: hq memory restore NAME"] : []),
      ]);
    }
    return;
  }
  await restoreEntities(memoryOf(io, options), names);
  if (options.json) printJson(io, { ok: true, restored: names });
  else {
    print(io, [
      `Restored ${names.join(", ")}.`,
      "Retention takes it out again unless its rule or its date changes.",
    ]);
  }
}

async function accept(io: Io, options: DryRun & { keep?: boolean }): Promise<void> {
  if (options.dryRun || options.keep) {
    const keeps = options.keep === true && options.dryRun !== true;
    const { kept, due } = await listKeptBack(memoryOf(io, options), keeps);
    if (options.json) printJson(io, { ok: true, keptBack: kept, due });
    else if (keeps) print(io, [`Kept ${kept.length} things for good.`]);
    else print(io, waitingLines(kept, due));
    return;
  }
  const { removed, left, archived } = await acceptRemovals(memoryOf(io, options));
  if (options.json) {
    printJson(io, { ok: true, removed, left, archived });
    return;
  }
  const nothing = removed.length === 0 && archived.length === 0;
  print(io, [
    ...(nothing ? ["Nothing was kept back."] : []),
    ...(removed.length > 0 ? [`Removed ${removed.length} things.`] : []),
    ...(archived.length > 0
      ? [
          `${archived.length} entities went into the archive; bring one back with: hq memory restore NAME`,
        ]
      : []),
    ...left.map((item) => `  stays, because it was written to since: ${keptLine(item)}`),
    ...(removed.length > 0
      ? ["hq memory undo takes this back; hq memory log has the number."]
      : []),
  ]);
}

function waitingLines(kept: KeptBack[], due: Expired[]): string[] {
  if (kept.length + due.length === 0) return ["Nothing is kept back."];
  const removals = [
    `An edit from outside removed ${kept.length} things that are still here:`,
    ...shown(kept.map((item) => `  ${keptLine(item)}`)),
    "Remove them: hq memory accept. Keep them: hq memory accept --keep",
  ];
  const leap = [
    `A leap of the clock made ${due.length} entities due for the archive:`,
    ...shown(due.map(({ name, until }) => `  ${name}, kept until ${until}`)),
    "If the clock is right: hq memory accept. If not, set it right.",
  ];
  return [...(kept.length > 0 ? removals : []), ...(due.length > 0 ? leap : [])];
}

function keptLine(item: KeptBack): string {
  if (item.kind === "entity") return item.name;
  if (item.kind === "observation") return `${item.name}: ${item.text}`;
  if (item.kind === "line") return item.line;
  return `${item.relation.from} ${item.relation.relationType} ${item.relation.to}`;
}

async function repair(io: Io, options: DryRun & { apply?: boolean; ids: string[] }): Promise<void> {
  const applies = options.apply === true && options.dryRun !== true;
  const ids = options.ids.length === 0 ? undefined : options.ids;
  const { items, errors } = await repairMemory(memoryOf(io, options), { ids, applies });
  if (options.json) {
    printJson(io, { ok: true, applied: applies, items });
    return;
  }
  // It cannot be carried out here, and it comes before everything else.
  for (const { what, fix } of errors) io.stdout(sentences(io, `${what} ${fix}`));
  if (items.length === 0) {
    if (errors.length > 0) return;
    print(io, ["Nothing waits for a decision."]);
    return;
  }
  print(io, [
    applies ? `Carried out ${items.length}:` : `${items.length} to decide:`,
    ...shown(items.flatMap((item) => [`  ${item.id}`, `    ${repairLine(item)}`])),
    ...(applies ? [] : ["Carry out all of it, or some by id: hq memory repair --apply [ids]"]),
  ]);
}

function repairLine(item: RepairItem): string {
  if (item.kind === "dangling-relation") {
    const { from, to, relationType } = item.relation;
    return `${from} ${relationType} ${to}: no entity ${item.missing.join(", ")}; the relation goes`;
  }
  if (item.kind === "damaged-piece") {
    return `${item.file} line ${item.line}, ${item.reason}; is filed away: ${item.text}`;
  }
  if (item.kind === "whole-copy") return `${item.file}: the file as it was found; is filed away`;
  const whole = item.isWhole ? "" : ", not all of it readable";
  return `${item.file}${whole}: ${item.entities} entities, ${item.observations} observations, ${item.relations} relations that only it has are added`;
}

async function checkpoint(io: Io, options: CommonOptions): Promise<void> {
  const { filePath, pending } = await checkpointMemory(memoryOf(io, options));
  if (options.json) printJson(io, { ok: pending === 0, filePath, pending });
  // A line is cut where a terminal ends: of a long path, not of what is said of it.
  else print(io, [`Up to date: ${filePath}`]);
}

function shown(lines: string[]): string[] {
  const head = lines.slice(0, SHOWN * 2);
  return head.length === lines.length ? lines : [...head, "  … all of them with --json"];
}

function print(io: Io, lines: readonly string[]): void {
  io.stdout(`${lines.map((line) => plain(keepIndent(line))).join("\n")}\n`);
}

/** Names and texts may be long; a line is not. */
function keepIndent(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  return indent + clip(line.slice(indent.length), LINE_COLUMNS);
}
