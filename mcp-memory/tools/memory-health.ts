import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed } from "./schemas.ts";

const outputSchema = closed({
  entities: z.number(),
  relations: z.number(),
  observations: z.number(),
  readOnly: z.boolean(),
  pendingChanges: z.number().describe("Safe in the database, not yet in the files"),
  lastCheckpoint: z.string().nullable(),
  findings: z.array(closed({ severity: z.string(), what: z.string(), fix: z.string() })),
});

const config = {
  title: "Memory Health",
  description:
    "How much the shared memory holds and what a person should look at: damaged pieces that were set aside, removals that were kept back, a full disk.",
  inputSchema: closed({}),
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerMemoryHealth(server: McpServer, open: OpenStore): void {
  server.registerTool("memory_health", config, () =>
    answer(open, async (store) => {
      const health = await store.health();
      return {
        entities: health.entities,
        relations: health.relations,
        observations: health.observations,
        readOnly: health.readOnly,
        pendingChanges: health.pending,
        lastCheckpoint: health.lastCheckpoint,
        findings: health.findings,
      };
    }),
  );
}
