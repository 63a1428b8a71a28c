import path from "node:path";
import { type Command, Option } from "commander";
import { exportMemory } from "../../office/memory/export-memory.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { memoryOf } from "./memory-of.ts";

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
    .action((options: Options) => hand(io, options));
}

async function hand(io: Io, options: Options): Promise<void> {
  const { format, out } = options;
  const file = out === undefined ? null : path.resolve(io.cwd, out);
  const { graph, text } = await exportMemory(memoryOf(io, options), { format, file });
  if (file === null) {
    if (options.json) printJson(io, { ok: true, ...graph });
    else io.stdout(text);
    return;
  }
  const counts = { entities: graph.entities.length, relations: graph.relations.length };
  if (options.json) printJson(io, { ok: true, file, ...counts });
  else {
    io.stdout(
      `Wrote ${counts.entities} entities and ${counts.relations} relations into ${plain(file)}.\n`,
    );
  }
}
