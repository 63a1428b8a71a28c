import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed, graphSchema } from "./schemas.ts";

const inputSchema = closed({
  names: z.array(z.string()).describe("An array of entity names to retrieve"),
});

const outputSchema = graphSchema;

const config = {
  title: "Open Nodes",
  description: "Open specific nodes in the knowledge graph by their exact names",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerOpenNodes(server: McpServer, open: OpenStore): void {
  server.registerTool("open_nodes", config, ({ names }) =>
    answer(open, async (store) => {
      return { ...(await store.openNodes(names)) };
    }),
  );
}
