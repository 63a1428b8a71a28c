import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, deletionMessage, type OpenStore } from "./answer.ts";
import { closed, deletionSchema } from "./schemas.ts";

const inputSchema = closed({
  deletions: z.array(
    closed({
      entityName: z.string().describe("The name of the entity containing the observations"),
      observations: z.array(z.string()).describe("An array of observations to delete"),
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
  server.registerTool("delete_observations", config, ({ deletions }) =>
    answer(open, async (store) => {
      const { deleted, notFound } = await store.deleteObservations(deletions);
      const count = deleted.reduce((sum, { observations }) => sum + observations.length, 0);
      return deletionMessage(
        "observations",
        count,
        notFound.flatMap(({ entityName, observations }) =>
          observations.map((text) => `${entityName}: ${text}`),
        ),
      );
    }),
  );
}
