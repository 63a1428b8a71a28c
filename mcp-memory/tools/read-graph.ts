import type { McpServer } from "@modelcontextprotocol/server";
import { answer, type OpenStore } from "./answer.ts";
import { closed, graphSchema } from "./schemas.ts";

const inputSchema = closed({});

const outputSchema = graphSchema;

const config = {
  title: "Read Graph",
  description:
    "Read the entire knowledge graph. It may be long: search_nodes and open_nodes return a part.",
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
  server.registerTool("read_graph", config, () =>
    answer(open, async (store) => {
      return { ...(await store.readGraph()) };
    }),
  );
}
