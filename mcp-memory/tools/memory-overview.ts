import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { shortened } from "./answer-size.ts";
import { given } from "./given.ts";
import { closed } from "./schemas.ts";

/** Sixteen types, eight decisions and eight deadlines: together they fit an answer. */
const TYPE_BYTES = 100;
const LINE_BYTES = 330;

const inputSchema = closed({ page: z.number().optional().describe("Default 1") });

const lines = z.array(z.string());
const outputSchema = closed({
  entities: z.number(),
  relations: z.number(),
  types: lines,
  decisions: lines.describe("Newest first"),
  openDeadlines: lines.describe("Next first"),
  nextPage: z.number().nullable(),
});

const config = {
  title: "Memory Overview",
  description:
    "What the memory holds at a glance: entities by type, the newest decisions, the open deadlines, a page at a time. Short, unlike read_graph.",
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
  server.registerTool("memory_overview", config, (input) =>
    answer(open, async (store) => {
      const { page = 1 } = given(input, "page");
      const { types, decisions, openDeadlines, ...rest } = await store.overview(page);
      return {
        ...rest,
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
