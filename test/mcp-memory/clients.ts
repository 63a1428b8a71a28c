import path from "node:path";
import { Client as ModernClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernTransport } from "@modelcontextprotocol/client/stdio";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ResourceUpdatedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { builtProgram } from "../run/built-program.ts";

/** What the tests need of a client, whichever protocol revision it speaks. */
export interface McpClient {
  call(name: string, input: Record<string, unknown>): Promise<ToolAnswer>;
  listTools(): Promise<unknown[]>;
  readGraphResource(): Promise<unknown>;
  /** Resolves once the server sends updates of the graph; each then calls the listener. */
  onGraphUpdated(listener: () => void): Promise<void>;
  protocolVersion(): string | undefined;
  close(): Promise<void>;
}

export interface ToolAnswer {
  isError?: boolean;
  structuredContent?: unknown;
  content: { type: string; text?: string }[];
}

export interface ServerSetting {
  cwd: string;
  env?: Record<string, string>;
  /** The server to start; ours when left out. */
  program?: string;
}

export const PROGRAM = await builtProgram(path.join(import.meta.dirname, "../../cli/hq-memory.ts"));
/** The published reference server, a development dependency. */
export const REFERENCE = path.join(
  import.meta.dirname,
  "../../node_modules/@modelcontextprotocol/server-memory/dist/index.js",
);
const URI = "memory://knowledge-graph";

/** The SDK's second version, pinned to the revision of 2026-07-28. */
export async function connectModern(setting: ServerSetting): Promise<McpClient> {
  const client = new ModernClient(
    { name: "test", version: "1" },
    { versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  const transport = new ModernTransport({
    ...command(setting),
  });
  await client.connect(transport);
  return {
    call: async (name, input) => (await client.callTool({ name, arguments: input })) as ToolAnswer,
    listTools: async () => (await client.listTools()).tools,
    readGraphResource: async () => textOf((await client.readResource({ uri: URI })).contents),
    onGraphUpdated: async (listener) => {
      client.setNotificationHandler("notifications/resources/updated", () => listener());
      await client.listen({ resourceSubscriptions: [URI] });
    },
    protocolVersion: () => client.getNegotiatedProtocolVersion(),
    close: () => client.close(),
  };
}

/** The SDK's first version, whose newest revision is 2025-11-25. */
export async function connectLegacy(setting: ServerSetting): Promise<McpClient> {
  const client = new LegacyClient({ name: "test", version: "1" });
  const transport = new LegacyTransport({
    ...command(setting),
  });
  let version: string | undefined;
  Object.assign(transport, {
    setProtocolVersion: (negotiated: string) => {
      version = negotiated;
    },
  });
  await client.connect(transport);
  return {
    call: async (name, input) => (await client.callTool({ name, arguments: input })) as ToolAnswer,
    listTools: async () => (await client.listTools()).tools,
    readGraphResource: async () => textOf((await client.readResource({ uri: URI })).contents),
    onGraphUpdated: async (listener) => {
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, () => listener());
      await client.subscribeResource({ uri: URI });
    },
    protocolVersion: () => version,
    close: () => client.close(),
  };
}

function command({ cwd, env = {}, program = PROGRAM }: ServerSetting) {
  return {
    command: process.execPath,
    args: [program],
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stderr: "ignore" as const,
  };
}

function textOf(contents: object[]): unknown {
  const [first] = contents;
  return first !== undefined && "text" in first ? JSON.parse(String(first.text)) : undefined;
}
