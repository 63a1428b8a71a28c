import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { MemoryError } from "../error.ts";
import { type AskLaw, recallWithLaw } from "../recall/law.ts";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { shortened } from "./answer-size.ts";
import { given } from "./given.ts";
import { argumentsOf } from "./schemas.ts";

/** With a note beside it this fills an answer; what is asked for beyond comes with the cursor. */
const MOST_BUDGET_TOKENS = 2_000;
const NOTE_BYTES = 1_000;
/** Only an entity with a name of a thousand letters or the like takes as much. */
const RESULT_BYTES = 6_000;

const inputSchema = argumentsOf({
  query: z.string().describe("Words in any order, any language"),
  types: z.array(z.string()).optional().describe("Entity types; law"),
  agent: z.string().optional().describe("Who wrote it"),
  since: z.string().optional().describe("2026-11-20"),
  budgetTokens: z.number().optional(),
  cursor: z.string().optional().describe("The last nextCursor"),
});

const outputSchema = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      entityType: z.string(),
      observations: z.array(z.string()),
      omitted: z.number().describe("More observations: read_entities"),
      relations: z.array(z.string()),
      by: z.string(),
      date: z.string().nullable(),
      freshness: z.string().optional(),
    }),
  ),
  law: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      says: z.string().optional(),
      source: z.string().optional(),
      link: z.string().optional(),
      validity: z.string().optional(),
    }),
  ),
  nextCursor: z.string().nullable(),
  note: z.string().nullable(),
});

const config = {
  title: "Recall",
  description:
    'What the company knows: best matches, with author and date; law of its country. "verify before restating": too old to repeat unchecked.',
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerRecall(server: McpServer, open: OpenStore, askLaw: AskLaw | null): void {
  server.registerTool("recall", config, (input, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const args = given(input, "types", "agent", "since", "budgetTokens", "cursor");
      const { query, types, agent, since, budgetTokens, cursor } = args;
      if (query.trim() === "") {
        throw new MemoryError("invalid", "Cannot recall: the query is empty, expected words.", {
          hint: "Ask with a few plain words; memory_overview shows what there is.",
        });
      }
      const found = await recallWithLaw((request) => store.recall(request), askLaw, {
        query,
        ...(types === undefined ? {} : { types }),
        ...(agent === undefined ? {} : { agent }),
        ...(since === undefined ? {} : { since }),
        ...(budgetTokens === undefined
          ? {}
          : { budgetTokens: Math.min(budgetTokens, MOST_BUDGET_TOKENS) }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return {
        results: found.results.map((one) => shortened(one, RESULT_BYTES)),
        law: found.law,
        nextCursor: found.nextCursor,
        note: shortened(found.note, NOTE_BYTES),
      };
    }),
  );
}
