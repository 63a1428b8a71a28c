import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Graph } from "../graph.ts";
import { answer, heeding, type OpenStore, told } from "./answer.ts";
import { argumentsOf, graphSchema } from "./schemas.ts";

export type EarlyNodes = (names: string[]) => Graph | null;

const inputSchema = argumentsOf({ names: z.array(z.string()) });

const outputSchema = graphSchema;

const config = {
  title: "Open Nodes",
  description: "Open specific nodes in the knowledge graph by their exact names",
  inputSchema,
  outputSchema,
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

/** `early`: what can be told before the store is open; null when it must be waited for. */
export function registerOpenNodes(server: McpServer, open: OpenStore, early?: EarlyNodes): void {
  server.registerTool("open_nodes", config, ({ names }, { mcpReq }) => {
    const nodes = early?.(names) ?? null;
    if (nodes !== null) return told({ ...nodes });
    return answer(heeding(open, mcpReq), async (store) => {
      return { ...(await store.openNodes(names)) };
    });
  });
}
