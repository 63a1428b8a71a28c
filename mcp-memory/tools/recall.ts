import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed } from "./schemas.ts";

const inputSchema = closed({
  query: z.string().describe("Words in any order; English or Portuguese"),
  types: z.array(z.string()).optional().describe("Only these entity types"),
  agent: z.string().optional().describe("Only what this department wrote"),
  since: z.string().optional().describe("Only since this date, 2026-11-20"),
  budgetTokens: z.number().optional().describe("Length of the answer. Default 2000"),
  cursor: z.string().optional().describe("nextCursor of the answer before"),
});

const outputSchema = closed({
  results: z.array(
    closed({
      name: z.string(),
      entityType: z.string(),
      observations: z.array(z.string()),
      omitted: z.number().describe("More observations: open_nodes"),
      relations: z.array(z.string()),
      by: z.string(),
      date: z.string().nullable(),
      freshness: z.string().optional(),
    }),
  ),
  nextCursor: z.string().nullable(),
  note: z.string().nullable(),
});

const config = {
  title: "Recall",
  description:
    'Find what the company knows: the best matches for a question\'s words, with who wrote them and when. What is marked "verify before restating" is too old to repeat without looking it up.',
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerRecall(server: McpServer, open: OpenStore): void {
  server.registerTool("recall", config, (input) =>
    answer(open, async (store) => {
      const { query, types, agent, since, budgetTokens, cursor } = input;
      const { results, nextCursor, note } = await store.recall({
        query,
        ...(types === undefined ? {} : { types }),
        ...(agent === undefined ? {} : { agent }),
        ...(since === undefined ? {} : { since }),
        ...(budgetTokens === undefined ? {} : { budgetTokens }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { results, nextCursor, note };
    }),
  );
}
