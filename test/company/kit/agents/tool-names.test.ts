import path from "node:path";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import {
  isAgentTool,
  isEditTool,
  isForgetTool,
  judgeTool,
  SERVER_TOOLS,
} from "../../../../company/kit/agents/tool-names.ts";
import { toolWarning } from "../../../../company/kit/agents/vscode-tools.ts";
import { createCompanyServer } from "../../../../mcp-company/server.ts";
import { createMemoryServer } from "../../../../mcp-memory/server.ts";
import { openOffice } from "../../../../office/open-office.ts";

const OWN_TOOLS_FILE = path.join(
  import.meta.dirname,
  "../../../../.github/hooks/guard/own-tools.mjs",
);
const { OWN_TOOLS } = (await import(OWN_TOOLS_FILE)) as {
  OWN_TOOLS: Record<string, string[]>;
};

const CALLERS_FILE = path.join(path.dirname(OWN_TOOLS_FILE), "callers.mjs");
const { LOOKING_TOOLS } = (await import(CALLERS_FILE)) as { LOOKING_TOOLS: string[] };

const SERVERS = new Set(["memory", "company", "notes"]);

describe("tool names", () => {
  test.each(["read", "Read", "edit/editFiles", "memory/read_graph", "company/*", "notes/anything"])(
    "%s is known",
    (name) => {
      expect(judgeTool(name, SERVERS).kind).toBe("known");
    },
  );

  test.each([
    "read/problems",
    "search/usages",
    "read/terminalLastCommand",
    "search/changes",
    "search/fileSearch",
    "vscode/vscodeAPI",
    "web/githubRepo",
    "codebase",
    "editFiles",
    "new/newWorkspace",
    "execute/testFailure",
  ])("%s is a name of VS Code's, of today or before", (name) => {
    expect(judgeTool(name, SERVERS).kind).toBe("known");
  });

  test.each(["runCommands", "runTasks/runTask", "runTests", "vscode/runCommand", "runNotebooks"])(
    "%s runs commands under a name of VS Code's",
    (name) => {
      expect(judgeTool(name, SERVERS).kind).toBe("shell");
    },
  );

  test("an old name is told with the one of today, and one of VS Code alone as such", () => {
    expect(toolWarning("usages")).toMatchObject({
      what: 'the old name "usages" of VS Code\'s tool search/usages',
      expected: "search/usages, which VS Code alone has",
    });
    expect(toolWarning("findFiles")?.expected).toBe("search/fileSearch");
    expect(toolWarning("read/problems")?.what).toContain("which VS Code alone has");
    expect(["read", "search/codebase", "memory/recall", "nonsense"].map(toolWarning)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

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
    expect(
      ["edit", "Write", "createFile", "read", "memory/create_entities"].map(isEditTool),
    ).toEqual([true, true, true, false, false]);
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
    // What a client's helper may call is what the server says changes nothing.
    for (const { name, annotations } of tools)
      expect(LOOKING_TOOLS.includes(name), name).toBe(annotations?.readOnlyHint === true);
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
    // In a run, which has one tool more.
    const env = { HQ_RUN: "run-1" };
    const server = createCompanyServer(openOffice({ root, now: () => new Date(0), env }));
    expect(await toolsOf(server)).toEqual([...(SERVER_TOOLS.company ?? [])].sort());
  });
});
