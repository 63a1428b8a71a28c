import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, relationSchema } from "./schemas.ts";

const inputSchema = argumentsOf({ relations: z.array(relationSchema) });

const outputSchema = z.object({ relations: z.array(relationSchema) });

const config = {
  title: "Create Relations",
  description:
    "Create multiple new relations between entities in the knowledge graph. Relations should be in active voice; both entities must exist.",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
};

export function registerCreateRelations(server: McpServer, open: OpenStore): void {
  server.registerTool("create_relations", config, ({ relations }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { created } = await store.createRelations(relations);
      return { relations: created };
    }),
  );
}
