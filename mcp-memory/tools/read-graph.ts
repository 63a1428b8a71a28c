import type { McpServer } from "@modelcontextprotocol/server";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, graphSchema } from "./schemas.ts";

const inputSchema = argumentsOf({});

const outputSchema = graphSchema;

const config = {
  title: "Read Graph",
  description: "Read the entire knowledge graph, which may be long",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerReadGraph(server: McpServer, open: OpenStore): void {
  server.registerTool("read_graph", config, (_, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      return { ...(await store.readGraph()) };
    }),
  );
}
