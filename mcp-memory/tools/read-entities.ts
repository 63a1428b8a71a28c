import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Graph } from "../graph.ts";
import type { MemoryStore } from "../store/store.ts";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { entitiesPage } from "./entity-pages.ts";
import { given } from "./given.ts";
import { pageInput, pageOutput } from "./pages.ts";
import { argumentsOf } from "./schemas.ts";

const inputSchema = argumentsOf({
  names: z.array(z.string()).optional(),
  type: z.string().optional(),
  page: pageInput,
});

const outputSchema = z.object({
  entities: z.array(
    z.object({
      name: z.string(),
      entityType: z.string(),
      observations: z.array(z.string()),
      relations: z.array(z.string()),
    }),
  ),
  notFound: z.array(z.string()),
  ...pageOutput,
});

const config = {
  title: "Read Entities",
  description:
    "Entities whole, by exact names or by type; without both the whole memory. Newest first, page by page",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerReadEntities(server: McpServer, open: OpenStore): void {
  server.registerTool("read_entities", config, (input, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { names, type, page } = given(input, "names", "type", "page");
      const graph = await (names === undefined ? newestFirst(store) : asNamed(store, names));
      const found = new Set(graph.entities.map(({ name }) => name));
      const missing = [...new Set(names ?? [])].filter((name) => !found.has(name));
      const entities = graph.entities.filter(
        ({ entityType }) => type === undefined || sameType(entityType, type),
      );
      const paging = { tool: "read_entities", page };
      return { ...entitiesPage({ ...graph, entities }, missing, paging) };
    }),
  );
}

async function newestFirst(store: MemoryStore): Promise<Graph> {
  const { entities, relations } = await store.readGraph();
  return { entities: entities.toReversed(), relations };
}

/** In the order in which they were asked for: the caller's first question first. */
async function asNamed(store: MemoryStore, names: readonly string[]): Promise<Graph> {
  const wanted = [...new Set(names)];
  const { entities, relations } = await store.openNodes(wanted);
  const place = new Map(wanted.map((name, at) => [name, at]));
  const at = (name: string) => place.get(name) ?? 0;
  return { entities: entities.toSorted((a, b) => at(a.name) - at(b.name)), relations };
}

function sameType(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
