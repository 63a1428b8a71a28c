import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed } from "./schemas.ts";

const inputSchema = closed({
  observations: z.array(
    closed({
      entityName: z.string().describe("The name of the entity to add the observations to"),
      contents: z.array(z.string()).describe("An array of observation contents to add"),
    }),
  ),
});

const outputSchema = closed({
  results: z.array(closed({ entityName: z.string(), addedObservations: z.array(z.string()) })),
});

const config = {
  title: "Add Observations",
  description: "Add new observations to existing entities in the knowledge graph",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
};

export function registerAddObservations(server: McpServer, open: OpenStore): void {
  server.registerTool("add_observations", config, ({ observations }) =>
    answer(open, async (store) => {
      return { results: await store.addObservations(observations) };
    }),
  );
}
