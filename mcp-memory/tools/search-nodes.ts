import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { QUERY_CHARS } from "../limits.ts";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, graphSchema } from "./schemas.ts";

const inputSchema = argumentsOf({
  query: z
    .string()
    .max(QUERY_CHARS)
    .describe("The search query to match against entity names, types, and observation content"),
});

const outputSchema = graphSchema;

const config = {
  title: "Search Nodes",
  description:
    "Search for nodes in the knowledge graph based on a query: one text that the name, the type or an observation contains, upper and lower case alike",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerSearchNodes(server: McpServer, open: OpenStore): void {
  server.registerTool("search_nodes", config, ({ query }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      return { ...(await store.searchNodes(query)) };
    }),
  );
}
