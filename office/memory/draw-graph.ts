/** The memory as one HTML page that needs no network. */
import path from "node:path";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { HqError } from "../../company/error.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { type GraphInput, graphJson, numbered } from "./graph-data.ts";

/** From the root, in the folder of local state, which git ignores: the page holds the whole memory. */
export const GRAPH_FILE = ".hq/memory-graph.html";
const PAGE = "dist/graph-page.html";

export interface GraphWanted {
  /** The folder of the program, which has the empty page. */
  program: string;
  /** Full path of the file; null: the usual place in the company. */
  file: string | null;
}

export interface DrawnGraph {
  /** Full path of the page. */
  file: string;
  /** How many there are. */
  entities: number;
  relations: number;
}

/**
 * Where the page was written, and what it shows.
 * @throws HqError `wrong-state` when the program's page is not built, `write-failed`; MemoryError
 */
export async function drawGraph(
  memory: FounderMemory,
  { program, file: named }: GraphWanted,
): Promise<DrawnGraph> {
  const page = await readText(path.join(program, PAGE));
  if (page === null) throw notBuilt(program);
  const { root, now } = memory;
  return withFounderMemory(memory, async ({ store }) => {
    const input = await readGraph(store, root, now());
    const file = named ?? path.join(root, GRAPH_FILE);
    await writeText(file, await graphPage(page, input));
    return { file, entities: input.entities.length, relations: input.relations.length };
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

function notBuilt(program: string): HqError {
  return new HqError("wrong-state", `Cannot draw the memory: ${PAGE} is not built.`, {
    hint: `Run "npm ci" in ${program}.`,
  });
}
