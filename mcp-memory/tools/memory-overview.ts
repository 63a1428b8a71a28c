import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer, type OpenStore } from "./answer.ts";
import { closed } from "./schemas.ts";

const inputSchema = closed({ page: z.number().optional().describe("Default 1") });

const outputSchema = closed({
  entities: z.number(),
  relations: z.number(),
  types: z.array(closed({ type: z.string(), count: z.number() })),
  decisions: z.array(closed({ name: z.string(), decision: z.string() })),
  openDeadlines: z.array(closed({ name: z.string(), due: z.string(), what: z.string() })),
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
  server.registerTool("memory_overview", config, ({ page = 1 }) =>
    answer(open, async (store) => ({ ...(await store.overview(page)) })),
  );
}
