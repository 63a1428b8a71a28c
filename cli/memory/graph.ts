import { spawn } from "node:child_process";
import path from "node:path";
import type { Command } from "commander";
import { drawGraph, GRAPH_FILE } from "../../office/memory/draw-graph.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  out?: string;
  open?: boolean;
}

export function registerGraph(memory: Command, io: Io): void {
  addCommand(memory, "graph", "draw the memory as one HTML page that needs no network")
    .option("--out <file>", `where to write it (default: ${GRAPH_FILE})`)
    .option("--open", "open it in the browser")
    .action(async (options: Options) => {
      const named = options.out === undefined ? null : path.resolve(io.cwd, options.out);
      const wanted = { program: packageRoot(), file: named };
      const { file, entities, relations } = await drawGraph(memoryOf(io, options), wanted);
      if (options.open) openInBrowser(file, io);
      if (options.json) printJson(io, { ok: true, file, entities, relations });
      else io.stdout(`Drew ${entities} entities and ${relations} relations: ${plain(file)}\n`);
    });
}

function openInBrowser(file: string, io: Io): void {
  const programs: Partial<Record<NodeJS.Platform, string>> = {
    darwin: "open",
    win32: "explorer.exe",
  };
  const program = programs[process.platform] ?? "xdg-open";
  const child = spawn(program, [file], { detached: true, stdio: "ignore" });
  child.on("error", () => io.stderr("No browser could be started: open the file yourself.\n"));
  child.unref();
}
