import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, heeding, type OpenStore } from "./answer.ts";
import { shortened } from "./answer-size.ts";
import { given } from "./given.ts";
import { pageInput } from "./pages.ts";
import { argumentsOf } from "./schemas.ts";

/** Sixteen types, eight decisions and eight deadlines: together they fit an answer. */
const TYPE_BYTES = 100;
const LINE_BYTES = 330;

const inputSchema = argumentsOf({ page: pageInput });

const lines = z.array(z.string());
const outputSchema = z.object({
  entities: z.number(),
  relations: z.number(),
  types: lines,
  decisions: lines.describe("Newest first"),
  openDeadlines: lines.describe("Next first"),
  nextPage: z.number().nullable(),
  more: z.string().nullable(),
});

const config = {
  title: "Memory Overview",
  description: "The memory at a glance: entities by type, the newest decisions, the open deadlines",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

export function registerMemoryOverview(server: McpServer, open: OpenStore): void {
  server.registerTool("memory_overview", config, (input, { mcpReq }) =>
    answer(heeding(open, mcpReq), async (store) => {
      const { page = 1 } = given(input, "page");
      const { types, decisions, openDeadlines, ...rest } = await store.overview(page);
      return {
        ...rest,
        more: rest.nextPage === null ? null : moreWords(rest.nextPage),
        types: types.map(({ type, count }) => shortened(`${count} ${type}`, TYPE_BYTES)),
        decisions: decisions.map(({ name, decision }) =>
          shortened(`${name}: ${decision}`, LINE_BYTES),
        ),
        openDeadlines: openDeadlines.map(({ name, due, what }) =>
          shortened(`${due} ${name}: ${what}`, LINE_BYTES),
        ),
      };
    }),
  );
}

function moreWords(nextPage: number): string {
  return `More decisions or deadlines: call memory_overview again with page ${nextPage}.`;
}
