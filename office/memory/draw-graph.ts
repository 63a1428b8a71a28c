/** The memory as one HTML page that needs no network. */
import path from "node:path";
import { gzipSync } from "node:zlib";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { HqError } from "../../company/error.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import { tableText } from "../../mcp-memory/recall/table-text.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { type GraphInput, graphJson, numbered } from "./drawing/page-data.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

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
  /** How many the memory has. */
  entities: number;
  relations: number;
  /** Relations that the page draws because facts say them. */
  derived: number;
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
    const { html, derived } = await graphPage(page, input);
    await writeText(file, html);
    const { entities, relations } = input;
    return { file, entities: entities.length, relations: relations.length, derived };
  });
}

/** The page with the memory in it, and how many ties were derived. `page` is what scripts/graph-page.mjs made. */
export async function graphPage(
  page: string,
  input: GraphInput,
): Promise<{ html: string; derived: number }> {
  // Loaded here: no other command should wait for a graph library.
  const { layOut } = await import("./drawing/layout.ts");
  const graph = numbered(input);
  const data = graphJson(graph, layOut(graph));
  const words = gzipSync(JSON.stringify(tableText())).toString("base64");
  // Functions, because "$&" in a text of the memory would be read as a pattern. The data comes last: nothing
  // in it may be taken for a place to fill.
  return {
    html: page.replace('"{{words}}"', () => words).replace('"{{data}}"', () => data),
    derived: graph.relations.length - input.relations.length,
  };
}

async function readGraph(store: MemoryStore, root: string, now: Date): Promise<GraphInput> {
  const constitution = (await readText(path.join(root, CONSTITUTION_FILE))) ?? "";
  const { company, departments, products, cadence } = parseConstitution(
    constitution,
    CONSTITUTION_FILE,
  ).constitution;
  return {
    title: company.name === null ? "Memory" : `Memory of ${company.name}`,
    asOf: now.toISOString(),
    ...(await store.readNumbered()),
    company: { departments, products, cadence, language: company.language },
  };
}

function notBuilt(program: string): HqError {
  return new HqError("wrong-state", `Cannot draw the memory: ${PAGE} is not built.`, {
    hint: `Run "npm ci" in ${program}.`,
  });
}
