import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, deletionAnswer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, deletionSchema } from "./schemas.ts";

const inputSchema = argumentsOf({ entityNames: z.array(z.string()) });

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
  server.registerTool("delete_entities", config, ({ entityNames }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { notFound } = await store.deleteEntities(entityNames);
      // A name that is asked for twice counts twice, as upstream counts.
      const missing = entityNames.filter((name) => notFound.includes(name));
      return deletionAnswer(
        "entities",
        { asked: entityNames.length, deleted: entityNames.length - missing.length },
        `Not found: ${missing.join(", ")}`,
      );
    }),
  );
}
