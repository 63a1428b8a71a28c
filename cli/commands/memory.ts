import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { wrap } from "../../company/wrap.ts";
import type { Entity, Graph } from "../../mcp-memory/graph.ts";
import { addFact } from "../../office/memory/add-fact.ts";
import { measureMemory } from "../../office/memory/measure-memory.ts";
import { searchMemory } from "../../office/memory/search-memory.ts";
import { showEntity } from "../../office/memory/show-entity.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { registerExport } from "../memory/export.ts";
import { registerGraph } from "../memory/graph.ts";
import { registerHistory } from "../memory/history.ts";
import { registerImport } from "../memory/import.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { registerMerge } from "../memory/merge.ts";
import { registerRecall } from "../memory/recall.ts";
import { registerUpkeep } from "../memory/upkeep.ts";

import { addCommand, type CommonOptions, colors, plain, printJson, sentences } from "../output.ts";

/** More hits than a person reads; --json gives them all. */
const SHOWN_LIMIT = 20;

export function registerMemory(program: Command, io: Io): void {
  const memory = program.command("memory").description("look into the shared memory and add to it");
  addCommand(memory, "status", "how much it holds and whether it is well").action(
    (options: CommonOptions) => printStatus(io, options),
  );
  addCommand(memory, "show", "one entity with its observations and relations")
    .argument("<name>", "its exact name")
    .action((name: string, options: CommonOptions) => printEntity(io, { ...options, name }));
  addCommand(memory, "search", "entities whose name, type or observations hold the text")
    .argument("<text>", "the words to look for")
    .action((text: string, options: CommonOptions) => printSearch(io, { ...options, text }));
  addCommand(memory, "add", "remember a fact: a new entity, or observations for one that exists")
    .argument("<name>", "name of the entity")
    .argument("<observations...>", "one fact each")
    .option("--type <type>", "type of a new entity, such as decision, deadline, metric")
    .action((name: string, observations: string[], options: CommonOptions & { type?: string }) =>
      printFact(io, { ...options, name, observations }),
    );
  registerExport(memory, io);
  registerGraph(memory, io);
  registerImport(memory, io);
  registerMerge(memory, io);
  registerRecall(memory, io);
  registerHistory(memory, io);
  registerUpkeep(memory, io);
}

async function printStatus(io: Io, options: CommonOptions): Promise<void> {
  const measured = await measureMemory(memoryOf(io, options));
  const { health, types, archived, archivedOutside } = measured;
  if (options.json) {
    printJson(io, {
      ok: health.findings.length === 0,
      ...health,
      types,
      archived,
      archivedOutside,
    });
    return;
  }
  const c = colors(io);
  const lines = [
    `${c.bold("Memory")} ${health.filePath}`,
    [
      counted(health.entities, "entity", "entities"),
      counted(health.observations, "observation", "observations"),
      counted(health.relations, "relation", "relations"),
    ].join(", "),
  ];
  const byCount = Object.entries(types).sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  for (const [type, count] of byCount) lines.push(`  ${String(count).padStart(6)}  ${type}`);
  lines.push(
    health.pending === 0
      ? "Files are up to date."
      : `${counted(health.pending, "change is", "changes are")} not yet in the files.`,
  );
  if (archivedOutside > 0) {
    const entities = counted(archivedOutside, "archived entity is", "archived entities are");
    lines.push(`${entities} outside git: hq memory archive says more.`);
  }
  io.stdout(plainLines(lines, io));
  for (const { what, fix } of health.findings) {
    io.stdout(c.yellow(sentences(io, `${what} ${fix}`, "- ")));
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

async function printEntity(
  io: Io,
  { name, json, ...options }: CommonOptions & { name: string },
): Promise<void> {
  const found = await showEntity(memoryOf(io, options), name);
  if (found === null) {
    throw new HqError(
      "not-found",
      `Cannot show "${plain(name)}": memory holds no entity of this name.`,
      { hint: "Look for it with: hq memory recall WORDS" },
    );
  }
  const { entity, graph } = found;
  if (json) printJson(io, { ok: true, ...graph });
  else io.stdout(plainLines([...entityLines(io, entity), ...relationLines(graph)], io));
}

async function printSearch(
  io: Io,
  { text, json, ...options }: CommonOptions & { text: string },
): Promise<void> {
  const graph = await searchMemory(memoryOf(io, options), text);
  if (json) {
    printJson(io, { ok: true, ...graph });
    return;
  }
  const lines = graph.entities.slice(0, SHOWN_LIMIT).flatMap((entity) => entityLines(io, entity));
  const more = graph.entities.length - SHOWN_LIMIT;
  if (more > 0) lines.push(`and ${more} more; all of them with --json`);
  if (graph.entities.length === 0) lines.push(`Nothing holds "${text}".`);
  io.stdout(plainLines(lines, io));
}

async function printFact(
  io: Io,
  fact: CommonOptions & { name: string; observations: string[]; type?: string },
): Promise<void> {
  const { name, observations, type, json } = fact;
  const by = authorOf(io);
  const outcome = await addFact(memoryOf(io, fact), { name, observations, type, by });
  if (outcome.kind === "needs-type") {
    throw new HqError(
      "usage",
      `Cannot remember "${plain(name)}": memory holds no entity of this name, expected --type for a new one.`,
      {
        hint: `Add it with: --type ${typeNamed(name)}, or another of "Memory ownership" in the constitution`,
      },
    );
  }
  const { isNew, added } = outcome;
  if (json) printJson(io, { ok: true, name, created: isNew, added });
  else if (isNew) io.stdout(`Remembered ${plain(name)}.\n`);
  else {
    io.stdout(
      `${added.length === 0 ? "Nothing new for" : `${added.length} added to`} ${plain(name)}.\n`,
    );
  }
}

/** `deadline` of `deadline:saf-t-invoices:2026-12-05`: names that our own rules make begin with their type. */
function typeNamed(name: string): string {
  return /^([a-z][a-z-]{1,30}):/.exec(name)?.[1] ?? "decision";
}

function entityLines(io: Io, entity: Entity): string[] {
  const c = colors(io);
  return [
    `${c.bold(plain(entity.name))} ${c.dim(`(${plain(entity.entityType)})`)}`,
    ...entity.observations.flatMap((text) =>
      plain(text)
        .split("\n")
        .flatMap((line, index) => wrap(index === 0 ? "  - " : "    ", line)),
    ),
  ];
}

function relationLines(graph: Graph): string[] {
  return graph.relations.map(({ from, to, relationType }) =>
    plain(`  ${from} ${relationType} ${to}`),
  );
}

/** Lines are already cleaned piece by piece, since colour itself is made of control characters. */
function plainLines(lines: readonly string[], io: Io): string {
  const text = `${lines.join("\n")}\n`;
  return io.color ? text : plain(text);
}
