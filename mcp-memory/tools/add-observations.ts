import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { argumentsOf } from "./schemas.ts";

const inputSchema = argumentsOf({
  observations: z.array(
    z.object({
      entityName: z.string(),
      contents: z.array(z.string()),
    }),
  ),
});

const outputSchema = z.object({
  results: z.array(z.object({ entityName: z.string(), addedObservations: z.array(z.string()) })),
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
  server.registerTool("add_observations", config, ({ observations }, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      return { results: await store.addObservations(observations) };
    }),
  );
}
