import type { Command } from "commander";
import { wrap } from "../../company/wrap.ts";
import type { Entity, Graph } from "../../mcp-memory/graph.ts";
import { measureMemory } from "../../office/memory/measure-memory.ts";
import { searchMemory } from "../../office/memory/search-memory.ts";
import { showEntity } from "../../office/memory/show-entity.ts";
import type { Io } from "../context.ts";
import { registerAdd } from "../memory/add.ts";
import { registerEdits } from "../memory/edits.ts";
import { registerExport } from "../memory/export.ts";
import { registerGraph } from "../memory/graph.ts";
import { registerHistory } from "../memory/history.ts";
import { registerImport } from "../memory/import.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { registerMerge } from "../memory/merge.ts";
import { registerRecall } from "../memory/recall.ts";
import { registerUpkeep } from "../memory/upkeep.ts";

import {
  addCommand,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
  widthOf,
} from "../output.ts";

/** More hits than a person reads; --json gives them all. */
const SHOWN_LIMIT = 20;

export function registerMemory(program: Command, io: Io): void {
  const memory = program.command("memory").description("look into the shared memory and add to it");
  addCommand(memory, "status", "how much it holds and whether it is well").action(
    (options: CommonOptions) => printStatus(io, options),
  );
  addCommand(memory, "show", "one entity with its observations and relations")
    .argument("<name>", "its name")
    .action((name: string, options: CommonOptions) => printEntity(io, { ...options, name }));
  addCommand(memory, "search", "entities whose name, type or observations hold the text")
    .argument("<text>", "the words to look for")
    .action((text: string, options: CommonOptions) => printSearch(io, { ...options, text }));
  registerAdd(memory, io);
  registerEdits(memory, io);
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
  const { entity, graph } = await showEntity(memoryOf(io, options), name);
  if (json) printJson(io, { ok: true, ...graph });
  else io.stdout(plainLines([...entityLines(io, entity), ...relationLines(io, graph)], io));
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

function entityLines(io: Io, entity: Entity): string[] {
  const c = colors(io);
  return [
    `${c.bold(plain(entity.name))} ${c.dim(`(${plain(entity.entityType)})`)}`,
    ...entity.observations.flatMap((text) =>
      plain(text)
        .split("\n")
        .flatMap((line, index) =>
          wrap(index === 0 ? "  - " : "    ", line, { width: widthOf(io) }),
        ),
    ),
  ];
}

function relationLines(io: Io, graph: Graph): string[] {
  return graph.relations.flatMap(({ from, to, relationType }) =>
    wrap("  ", plain(`${from} ${relationType} ${to}`), { width: widthOf(io), under: "    " }),
  );
}

/** Lines are already cleaned piece by piece, since colour itself is made of control characters. */
function plainLines(lines: readonly string[], io: Io): string {
  const text = `${lines.join("\n")}\n`;
  return io.color ? text : plain(text);
}
