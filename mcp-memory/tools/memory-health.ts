import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { shortened } from "./answer-size.ts";
import { argumentsOf } from "./schemas.ts";

/** Paths stand in them; there are seven at most. */
const FINDING_BYTES = 1_000;

const outputSchema = z.object({
  entities: z.number(),
  relations: z.number(),
  observations: z.number(),
  pending: z.number().describe("Changes not yet in the files; safe"),
  findings: z.array(z.string()),
});

const config = {
  title: "Memory Health",
  description: "How much the memory holds, and what a person should look at",
  inputSchema: argumentsOf({}),
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerMemoryHealth(server: McpServer, open: OpenStore): void {
  server.registerTool("memory_health", config, (_, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const health = await store.health();
      return {
        entities: health.entities,
        relations: health.relations,
        observations: health.observations,
        pending: health.pending,
        findings: health.findings.map(({ severity, what, fix }) =>
          shortened(`${severity}: ${what} ${fix}`, FINDING_BYTES),
        ),
      };
    }),
  );
}
