import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { ObservationsOf } from "../graph.ts";
import type { MemoryStore } from "../store/store.ts";
import { answer, deletionAnswer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf, deletionSchema } from "./schemas.ts";

const inputSchema = argumentsOf({
  deletions: z.array(
    z.object({
      entityName: z.string(),
      observations: z.array(z.string()),
    }),
  ),
});

const outputSchema = deletionSchema;

const config = {
  title: "Delete Observations",
  description: "Delete specific observations from entities in the knowledge graph",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerDeleteObservations(server: McpServer, open: OpenStore): void {
  server.registerTool("delete_observations", config, ({ deletions }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { deleted, notFound } = await store.deleteObservations(deletions);
      const unknown = await unknownEntities(store, notFound);
      return deletionAnswer(
        "observations",
        { asked: countTexts(deletions), deleted: countTexts(deleted) },
        unknown.length > 0 ? `Entities not found: ${unknown.join(", ")}` : "",
      );
    }),
  );
}

function countTexts(items: ObservationsOf[]): number {
  return items.reduce((sum, { observations }) => sum + observations.length, 0);
}

/** Those whose texts were not found because there is no such entity. */
async function unknownEntities(store: MemoryStore, missed: ObservationsOf[]): Promise<string[]> {
  if (missed.length === 0) return [];
  const names = missed.map(({ entityName }) => entityName);
  const known = new Set((await store.openNodes(names)).entities.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}
