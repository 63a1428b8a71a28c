/** A memory with its company's rules and a client at its tools, in one process. */
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import type { Graph } from "../../mcp-memory/graph.ts";
import type { MemoryPolicy } from "../../mcp-memory/policy.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import { createMemoryServer } from "../../mcp-memory/server.ts";
import type { ListedTool } from "./listed-schemas.ts";
import type { Workbench } from "./workbench.ts";

export interface Told {
  isError: boolean;
  /** What a client shows that drops the structured content. */
  text: string;
  /** The structured content; empty for an error. */
  value: Record<string, unknown>;
}

export interface MemoryDesk {
  call(tool: string, args: object): Promise<Told>;
  listTools(): Promise<ListedTool[]>;
  graph(): Promise<Graph>;
}

const POLICY: MemoryPolicy = {
  freshFor: [],
  writers: [],
  retention: [{ entityType: "scan", keep: { kind: "days", days: 7 } }],
  timeZone: "UTC",
};

/** On a file of its own in the bench's folder, which closes the store. */
export async function openMemoryDesk(bench: Workbench, file = "memory.jsonl"): Promise<MemoryDesk> {
  const author = { agent: "coo", session: null };
  const readPolicy = async () => POLICY;
  const now = () => bench.now;
  const store = withRules(await bench.open(bench.at(file)), { readPolicy, author, now });
  const serving = { open: async () => store, readPolicy, author, now };
  const [here, there] = InMemoryTransport.createLinkedPair();
  await createMemoryServer(serving, "legacy").server.connect(there);
  const client = new Client({ name: "test", version: "1" });
  await client.connect(here);
  return {
    call: async (name, args) => {
      const said = await client.callTool({ name, arguments: args as Record<string, unknown> });
      const [first] = said.content as { text?: string }[];
      return {
        isError: said.isError === true,
        text: first?.text ?? "",
        value: (said.structuredContent ?? {}) as Record<string, unknown>,
      };
    },
    listTools: async () => (await client.listTools()).tools as ListedTool[],
    graph: () => store.readGraph(),
  };
}
