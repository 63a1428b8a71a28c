import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, deletionAnswer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, deletionSchema, relationSchema } from "./schemas.ts";

const inputSchema = argumentsOf({ relations: z.array(relationSchema) });

const outputSchema = deletionSchema;

const config = {
  title: "Delete Relations",
  description: "Delete multiple relations from the knowledge graph",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerDeleteRelations(server: McpServer, open: OpenStore): void {
  server.registerTool("delete_relations", config, ({ relations }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { deleted } = await store.deleteRelations(relations);
      return deletionAnswer(
        "relations",
        { asked: relations.length, deleted: deleted.length },
        "The rest matched nothing.",
      );
    }),
  );
}
