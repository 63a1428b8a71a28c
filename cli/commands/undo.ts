import { confirm } from "@clack/prompts";
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { HqError } from "../../company/error.ts";
import { listUndoable, type UndoableAct } from "../../office/undo/acts.ts";
import { cutOffUndo, finishUndo, type UndoneAct, undoAct } from "../../office/undo/undo-act.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import { changeLines } from "../memory/change-lines.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  yes?: boolean;
  list?: boolean;
  dryRun?: boolean;
}

const LISTED = 10;
const SAYS_CHARS = 200;

export function registerUndo(program: Command, io: Io): void {
  addCommand(program, "undo", "take back the last change of the memory or the board")
    .argument("[change]", "one that hq undo --list shows, such as b12 or m34", "last")
    .option("--list", `the last ${LISTED} changes that can be taken back`)
    .option("--dry-run", "say what would be taken back, and change nothing")
    .option("--yes", "do not ask")
    .action((change: string, options: Options) => undo(io, change, options));
}

/** `only` the memory for `hq memory undo` without a number. */
export async function undo(
  io: Io,
  change: string,
  { only, ...options }: Options & { only?: "memory" | undefined },
): Promise<void> {
  const memory = memoryOf(io, options);
  const json = options.json === true;
  if (options.list === true) {
    return list(io, await listUndoable(memory, { limit: LISTED, only }), json);
  }
  requireFounder(io, "take a change back");
  if (options.dryRun !== true && (await cutOffUndo(memory.root)) !== null) {
    const finished = await finishUndo(memory);
    if (finished !== null) return printUndone(io, finished, json);
  }
  const { act, timeZone } = await actNamed(io, change, { ...options, only });
  if (!json) io.stdout(shown(io, act, timeZone));
  await undoAct(memory, act, { dryRun: true });
  if (options.dryRun === true) {
    if (json) printJson(io, { ok: true, undone: null, would: asJson(act) });
    else io.stdout("Nothing was changed.\n");
    return;
  }
  if (!(await isMeant(io, options))) {
    io.stdout("Nothing was changed.\n");
    return;
  }
  const undone = await undoAct(memory, act, { dryRun: false });
  if (json) printJson(io, { ok: true, undone: asJson(act), lost: undone.lost });
  else printUndone(io, undone, false);
}

async function actNamed(
  io: Io,
  change: string,
  { only, ...options }: Options & { only: "memory" | undefined },
): Promise<{ act: UndoableAct; timeZone: string }> {
  const wanted = change.trim().toLowerCase().replace(/^#/, "m");
  const isLast = wanted === "last";
  const { acts, timeZone } = await listUndoable(memoryOf(io, options), {
    limit: isLast ? 1 : Number.MAX_SAFE_INTEGER,
    only,
  });
  const act = isLast ? acts[0] : acts.find(({ id }) => id === wanted);
  if (act !== undefined) return { act, timeZone };
  if (isLast) {
    throw new HqError(
      "not-found",
      "Cannot take anything back: neither memory nor board has a change that can be, expected one.",
    );
  }
  throw new HqError(
    "not-found",
    `Cannot take back "${clip(plain(change), 40)}": no change of this id can be, expected one such as b12 or m34.`,
    { hint: "See them with: hq undo --list" },
  );
}

/** In a terminal; elsewhere who types the command means it, and can take it back again. */
async function isMeant(io: Io, { yes, json }: Options): Promise<boolean> {
  if (!io.interactive || yes === true || json === true) return true;
  return (await confirm({ message: "Take it back?" })) === true;
}

function printUndone(io: Io, { kind, says, lost }: UndoneAct, json: boolean): void {
  if (json) {
    printJson(io, { ok: true, undone: null, finished: says });
    return;
  }
  if (kind === "finished") {
    io.stdout(sentences(io, `An undo that was cut off is finished: ${says}.`));
    return;
  }
  io.stdout(
    sentences(io, "Taken back. To have it again: hq undo. To go further back: hq undo --list"),
  );
  if (lost > 0) {
    io.stdout(
      sentences(io, "What was remembered with it stays: the memory's log began anew since."),
    );
  }
}

function shown(io: Io, act: UndoableAct, timeZone: string): string {
  const when = instantText(act.at, timeZone);
  const head = sentences(
    io,
    plain(`${clip(act.says, SAYS_CHARS)} (${act.by}, ${when})`),
    `${act.id}  `,
  );
  return `${head}${boardLines(act)}${memoryLines(act, timeZone)}`;
}

/** As a diff shows it: what it put on the board goes, what it took off comes back. */
function boardLines({ hunks }: UndoableAct): string {
  const lines = hunks.flatMap(({ removed, added }) => [
    ...added.filter(isText).map((line) => `  - ${line}`),
    ...removed.filter(isText).map((line) => `  + ${line}`),
  ]);
  return lines.map((line) => `${plain(line)}\n`).join("");
}

function isText(line: string): boolean {
  return line.trim() !== "";
}

function memoryLines({ changes }: UndoableAct, timeZone: string): string {
  return changes
    .flatMap((change) => changeLines(change, timeZone))
    .map((line) => `  ${line}\n`)
    .join("");
}

function list(
  io: Io,
  { acts, timeZone }: Awaited<ReturnType<typeof listUndoable>>,
  json: boolean,
): void {
  if (json) {
    printJson(io, { ok: true, changes: acts.map(asJson) });
    return;
  }
  if (acts.length === 0) {
    io.stdout("Neither memory nor board has a change that can be taken back.\n");
    return;
  }
  for (const { id, at, by, says } of acts) {
    const lead = `${id.padEnd(5)} ${instantText(at, timeZone)}  `;
    io.stdout(sentences(io, plain(`${clip(says, SAYS_CHARS)} (${by})`), lead));
  }
  io.stdout(sentences(io, "Take one back with: hq undo CHANGE; without one, the first."));
}

function asJson({ id, at, by, says, hunks, changes }: UndoableAct) {
  return {
    ...{ id, at, by, says },
    board: hunks.map(({ removed, added }) => ({ removed, added })),
    memory: changes.map(({ seq }) => seq),
  };
}
