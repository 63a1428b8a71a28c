import path from "node:path";
import { type Command, Option } from "commander";
import { HqError } from "../../company/error.ts";
import { exportMemory } from "../../office/memory/export-memory.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  format: "jsonl" | "markdown";
  out?: string;
  withOrigins?: boolean;
}

export function registerExport(memory: Command, io: Io): void {
  addCommand(memory, "export", "print the whole memory, for another server or to read")
    .addOption(
      new Option("--format <format>", "jsonl is what the reference memory server reads")
        .choices(["jsonl", "markdown"])
        .default("jsonl"),
    )
    .option("--out <file>", "write it into this file")
    .option("--with-origins", "and dates and authors into a second file beside it")
    .action((options: Options) => hand(io, options));
}

async function hand(io: Io, options: Options): Promise<void> {
  const { format, out, withOrigins = false } = options;
  if (withOrigins && out === undefined) {
    throw new HqError("usage", "Cannot export --with-origins: no file was named, expected --out.", {
      hint: "For example: hq memory export --with-origins --out memory-2026.jsonl",
    });
  }
  const file = out === undefined ? null : path.resolve(io.cwd, out);
  const wanted = { format, file, withOrigins };
  const { graph, text, originsFile } = await exportMemory(memoryOf(io, options), wanted);
  if (file === null) {
    if (options.json) printJson(io, { ok: true, ...graph });
    else io.stdout(text);
    return;
  }
  const counts = { entities: graph.entities.length, relations: graph.relations.length };
  const origins = originsFile === null ? {} : { origins: originsFile };
  if (options.json) printJson(io, { ok: true, file, ...origins, ...counts });
  else {
    io.stdout(
      `Wrote ${counts.entities} entities and ${counts.relations} relations into ${plain(file)}.\n`,
    );
    if (originsFile !== null) io.stdout(`Dates and authors are in ${plain(originsFile)}.\n`);
  }
}
