import path from "node:path";
import { type Command, Option } from "commander";
import { writeText } from "../../files/text.ts";
import type { Graph } from "../../mcp-memory/graph.ts";
import { formatEntity, formatRelation } from "../../mcp-memory/jsonl.ts";
import type { DatedEntity } from "../../mcp-memory/store/store.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { memoryMarkdown } from "./markdown.ts";
import { withStore } from "./with-store.ts";

interface Options extends CommonOptions {
  format: "jsonl" | "markdown";
  out?: string;
}

export function registerExport(memory: Command, io: Io): void {
  addCommand(memory, "export", "print the whole memory, for another server or to read")
    .addOption(
      new Option("--format <format>", "jsonl is what the reference memory server reads")
        .choices(["jsonl", "markdown"])
        .default("jsonl"),
    )
    .option("--out <file>", "write it into this file")
    .action((options: Options) =>
      withStore(io, options, async ({ store }) => {
        const graph = await store.readGraph();
        const { entities } = await store.readWithOrigins();
        await hand(io, { graph, entities }, options);
      }),
    );
}

async function hand(
  io: Io,
  memory: { graph: Graph; entities: DatedEntity[] },
  options: Options,
): Promise<void> {
  const { graph, entities } = memory;
  if (options.out === undefined && options.json) {
    printJson(io, { ok: true, ...graph });
    return;
  }
  const text =
    options.format === "markdown"
      ? memoryMarkdown(entities, graph.relations)
      : referenceLines(graph);
  if (options.out === undefined) {
    io.stdout(text);
    return;
  }
  const file = path.resolve(io.cwd, options.out);
  await writeText(file, text);
  const counts = { entities: graph.entities.length, relations: graph.relations.length };
  if (options.json) printJson(io, { ok: true, file, ...counts });
  else {
    io.stdout(
      `Wrote ${counts.entities} entities and ${counts.relations} relations into ${plain(file)}.\n`,
    );
  }
}

/** The reference server's own lines: no field and no line that it does not know. */
function referenceLines({ entities, relations }: Graph): string {
  const lines = [
    ...entities.map((entity) => formatEntity({ ...entity, extra: null })),
    ...relations.map((relation) => formatRelation({ ...relation, extra: null })),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
