import path from "node:path";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import {
  isAgentTool,
  isEditTool,
  isForgetTool,
  judgeTool,
  SERVER_TOOLS,
} from "../../../company/kit/tool-names.ts";
import { createCompanyServer } from "../../../mcp-company/server.ts";
import { createMemoryServer } from "../../../mcp-memory/server.ts";
import { openOffice } from "../../../office/open-office.ts";

const OWN_TOOLS_FILE = path.join(import.meta.dirname, "../../../.github/hooks/guard/own-tools.mjs");
const { OWN_TOOLS } = (await import(OWN_TOOLS_FILE)) as {
  OWN_TOOLS: Record<string, string[]>;
};

const SERVERS = new Set(["memory", "company", "notes"]);

describe("tool names", () => {
  test.each(["read", "Read", "edit/editFiles", "memory/read_graph", "company/*", "notes/anything"])(
    "%s is known",
    (name) => {
      expect(judgeTool(name, SERVERS).kind).toBe("known");
    },
  );

  test.each(["*", "execute", "Bash", "shell", "execute/runInTerminal"])("%s is a shell", (name) => {
    expect(judgeTool(name, SERVERS).kind).toBe("shell");
  });

  test.each(["memory", "memory/find", "company/pay", "other/tool", "reads", "constructor/x", ""])(
    "%j is unknown",
    (name) => {
      expect(judgeTool(name, SERVERS).kind).toBe("unknown");
    },
  );

  test("what edits, delegates and forgets is told apart", () => {
    expect(["edit", "Write", "read", "memory/create_entities"].map(isEditTool)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(["agent", "task", "agents"].map(isAgentTool)).toEqual([true, true, false]);
    const tools = ["*", "delete_entities", "apply_retention", "open_nodes"];
    expect(tools.map((tool) => isForgetTool(`memory/${tool}`))).toEqual([true, true, true, false]);
  });
});

describe("the tools of our servers", () => {
  const never = () => Promise.reject(new Error("listing the tools needs no store"));

  async function toolsOf(server: { connect(transport: InMemoryTransport): Promise<void> }) {
    const [here, there] = InMemoryTransport.createLinkedPair();
    await server.connect(there);
    const client = new Client({ name: "test", version: "1" });
    await client.connect(here);
    const { tools } = await client.listTools();
    await client.close();
    return tools.map(({ name }) => name).sort();
  }

  test("are the same to the guard and to the doctor", () => {
    expect(OWN_TOOLS).toEqual(SERVER_TOOLS);
  });

  test("of the memory are the ones that the doctor knows", async () => {
    const { server } = createMemoryServer(
      {
        open: never,
        readPolicy: never,
        author: { agent: null, session: null },
        now: () => new Date(0),
      },
      "legacy",
    );
    expect(await toolsOf(server)).toEqual([...(SERVER_TOOLS.memory ?? [])].sort());
  });

  test("of the company are the ones that the doctor knows", async () => {
    const root = path.join(import.meta.dirname, "no such company");
    const server = createCompanyServer(openOffice({ root, now: () => new Date(0), env: {} }));
    expect(await toolsOf(server)).toEqual([...(SERVER_TOOLS.company ?? [])].sort());
  });
});
