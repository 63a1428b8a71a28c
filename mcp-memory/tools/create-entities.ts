import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, entitySchema } from "./schemas.ts";

const inputSchema = argumentsOf({ entities: z.array(entitySchema) });

const outputSchema = z.object({
  entities: z.array(entitySchema),
  skipped: z.array(z.string()).optional().describe("Names that existed already, or came twice"),
});

const config = {
  title: "Create Entities",
  description:
    "Create multiple new entities in the knowledge graph. A name that exists is skipped: add_observations adds to it.",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
};

export function registerCreateEntities(server: McpServer, open: OpenStore): void {
  server.registerTool("create_entities", config, async ({ entities }, { mcpReq }) => {
    const result = await answer(heeding(open, mcpReq), async (store) => {
      const { created, skipped } = await store.createEntities(entities);
      return { entities: created, ...(skipped.length === 0 ? {} : { skipped }) };
    });
    const { skipped } = (result.structuredContent ?? {}) as { skipped?: string[] };
    if (skipped !== undefined)
      result.content.push({ type: "text", text: skippedEntitiesNotice(skipped) });
    return result;
  });
}

/**
 * The reference's words, which its clients may look for. Said beside the structured part because a model
 * takes an answer without an error for "stored".
 */
export function skippedEntitiesNotice(skipped: readonly string[]): string {
  const isOne = skipped.length === 1;
  const [what, whose] = isOne
    ? ["entity that already exists", "Its"]
    : ["entities that already exist", "Their"];
  return `Skipped ${skipped.length} ${what}: ${skipped.join(", ")}. ${whose} observations were not added; use add_observations for existing entities.`;
}
