import { spawn } from "node:child_process";
import path from "node:path";
import type { Command } from "commander";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { HqError } from "../../company/error.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { type GraphInput, graphJson, numbered } from "./graph-data.ts";
import { withStore } from "./with-store.ts";

interface Options extends CommonOptions {
  out?: string;
  open?: boolean;
}

/** In the folder of local state, which git ignores: the page holds the whole memory. */
const DEFAULT_OUT = ".hq/memory-graph.html";
const PAGE = "dist/graph-page.html";

export function registerGraph(memory: Command, io: Io): void {
  addCommand(memory, "graph", "draw the memory as one HTML page that needs no network")
    .option("--out <file>", `where to write it (default: ${DEFAULT_OUT})`)
    .option("--open", "open it in the browser")
    .action(async (options: Options) => {
      const page = await readText(path.join(packageRoot(), PAGE));
      if (page === null) throw notBuilt();
      await withStore(io, options, async ({ store, root }) => {
        const input = await readGraph(store, root, io.now());
        const file =
          options.out === undefined
            ? path.join(root, DEFAULT_OUT)
            : path.resolve(io.cwd, options.out);
        await writeText(file, await graphPage(page, input));
        if (options.open) openInBrowser(file, io);
        const [entities, relations] = [input.entities.length, input.relations.length];
        if (options.json) printJson(io, { ok: true, file, entities, relations });
        else io.stdout(`Drew ${entities} entities and ${relations} relations: ${plain(file)}\n`);
      });
    });
}

/** The page with the memory in it. `page` is what scripts/graph-page.mjs made. */
export async function graphPage(page: string, input: GraphInput): Promise<string> {
  // Loaded here: no other command should wait for a graph library.
  const { layOut } = await import("./graph-layout.ts");
  const graph = numbered(input);
  const data = graphJson(graph, layOut(graph));
  // A function, because "$&" in a text of the memory would be read as a pattern.
  return page.replace('"{{data}}"', () => data);
}

async function readGraph(store: MemoryStore, root: string, now: Date): Promise<GraphInput> {
  const constitution = (await readText(path.join(root, CONSTITUTION_FILE))) ?? "";
  const { name } = parseConstitution(constitution, CONSTITUTION_FILE).constitution.company;
  return {
    title: name === null ? "Memory" : `Memory of ${name}`,
    asOf: now.toISOString(),
    relations: (await store.readGraph()).relations,
    entities: (await store.readWithOrigins()).entities,
  };
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

function notBuilt(): HqError {
  return new HqError("wrong-state", `Cannot draw the memory: ${PAGE} is not built.`, {
    hint: `Run "npm ci" in ${packageRoot()}.`,
  });
}
