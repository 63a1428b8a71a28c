import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, deletionMessage, type OpenStore } from "./answer.ts";
import { closed, deletionSchema } from "./schemas.ts";

const inputSchema = closed({
  entityNames: z.array(z.string()).describe("An array of entity names to delete"),
});

const outputSchema = deletionSchema;

const config = {
  title: "Delete Entities",
  description: "Delete multiple entities and their associated relations from the knowledge graph",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerDeleteEntities(server: McpServer, open: OpenStore): void {
  server.registerTool("delete_entities", config, ({ entityNames }) =>
    answer(open, async (store) => {
      const { deleted, notFound } = await store.deleteEntities(entityNames);
      return deletionMessage("entities", deleted.length, notFound);
    }),
  );
}
