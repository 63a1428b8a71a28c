import { McpServer } from "@modelcontextprotocol/server";
import manifest from "../package.json" with { type: "json" };
import type { Graph } from "./graph.ts";
import type { AskLaw } from "./recall/law.ts";
import { registerAddObservations } from "./tools/add-observations.ts";
import { registerApplyRetention } from "./tools/apply-retention.ts";
import type { Authoring } from "./tools/authoring.ts";
import { registerCreateEntities } from "./tools/create-entities.ts";
import { registerCreateRelations } from "./tools/create-relations.ts";
import { registerDeleteEntities } from "./tools/delete-entities.ts";
import { registerDeleteObservations } from "./tools/delete-observations.ts";
import { registerDeleteRelations } from "./tools/delete-relations.ts";
import { registerLogLesson } from "./tools/log-lesson.ts";
import { registerMemoryHealth } from "./tools/memory-health.ts";
import { registerMemoryOverview } from "./tools/memory-overview.ts";
import { type EarlyNodes, registerOpenNodes } from "./tools/open-nodes.ts";
import { registerReadEntities } from "./tools/read-entities.ts";
import { registerReadGraph } from "./tools/read-graph.ts";
import { registerRecall } from "./tools/recall.ts";
import { registerRecordPromptRun } from "./tools/record-prompt-run.ts";
import { registerSearchNodes } from "./tools/search-nodes.ts";

const GRAPH_URI = "memory://knowledge-graph";

/** What the tools work on. */
export type Serving = Authoring & {
  early?: EarlyNodes;
  /** What the law of the company's country says; a memory without a company has none. */
  askLaw?: AskLaw;
};

/** The server for one connection, and the way to tell its client that the graph changed. */
export interface MemoryServer {
  server: McpServer;
  graphChanged(): void;
}

/**
 * Builds the server for one connection. Has no side effects: a client that probes first makes the
 * SDK build a second one.
 */
export function createMemoryServer(serving: Serving, era: "legacy" | "modern"): MemoryServer {
  const { open, readPolicy } = serving;
  const server = new McpServer(
    { name: "solo-hq-memory", title: "Memory", version: manifest.version },
    {
      capabilities: {
        tools: { listChanged: false },
        resources: { subscribe: true, listChanged: false },
      },
    },
  );
  registerCreateEntities(server, open);
  registerCreateRelations(server, open);
  registerAddObservations(server, open);
  registerDeleteEntities(server, open);
  registerDeleteObservations(server, open);
  registerDeleteRelations(server, open);
  registerReadGraph(server, open);
  registerSearchNodes(server, open);
  registerOpenNodes(server, open, serving.early);
  registerRecall(server, open, serving.askLaw ?? null);
  registerReadEntities(server, open);
  registerMemoryOverview(server, open);
  registerLogLesson(server, serving);
  registerRecordPromptRun(server, serving);
  registerMemoryHealth(server, open);
  registerApplyRetention(server, open, readPolicy);
  registerGraphResource(server, async () => (await open()).readGraph());
  const uris = new Set<string>();
  if (era === "legacy") keepSubscriptions(server, uris);
  const isSubscribed = () => era !== "legacy" || uris.has(GRAPH_URI);
  return {
    server,
    graphChanged: () => {
      if (!server.isConnected() || !isSubscribed()) return;
      // A client that is gone by now misses nothing.
      server.server.sendResourceUpdated({ uri: GRAPH_URI }).catch(() => undefined);
    },
  };
}

/** The whole graph as a resource of any server. */
export function registerGraphResource(server: McpServer, readGraph: () => Promise<Graph>): void {
  server.registerResource(
    "knowledge-graph",
    GRAPH_URI,
    {
      title: "Knowledge Graph",
      description: "The full knowledge graph with all entities and relations",
      mimeType: "application/json",
    },
    async (uri) => {
      const graph = await readGraph();
      return {
        contents: [{ uri: uri.href, mimeType: "application/json", text: JSON.stringify(graph) }],
      };
    },
  );
}

/**
 * In the 2025 era who wants updates is for the server to remember, in `uris`; in the 2026 era the SDK's
 * stdio entry routes them to those who listen.
 */
export function keepSubscriptions(server: McpServer, uris: Set<string>): void {
  server.server.setRequestHandler("resources/subscribe", ({ params }) => {
    uris.add(params.uri);
    return {};
  });
  server.server.setRequestHandler("resources/unsubscribe", ({ params }) => {
    uris.delete(params.uri);
    return {};
  });
}
