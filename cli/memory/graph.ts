import path from "node:path";
import type { Command } from "commander";
import { drawGraph, GRAPH_FILE } from "../../office/memory/draw-graph.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { openInBrowser } from "./browser.ts";
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
      const { file, entities, relations, derived } = await drawGraph(memoryOf(io, options), wanted);
      if (options.json) printJson(io, { ok: true, file, entities, relations, derived });
      else {
        const ties = `${relations} relations and ${derived} that facts say`;
        io.stdout(`Drew ${entities} entities, ${ties}: ${plain(file)}\n`);
      }
      if (!options.open) return;
      const opened = await openInBrowser(file, io.env);
      if (opened.kind === "failed") {
        io.stderr(
          `Cannot open the page: ${opened.why}, expected a browser. It is written; open it yourself: ${plain(file)}\n`,
        );
      }
    });
}
