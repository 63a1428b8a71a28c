import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copySample } from "../cli/sample.ts";
import { ask } from "../office/reviews/office.ts";
import { builtProgram } from "../run/built-program.ts";

const MAIN = path.join(import.meta.dirname, "..", "..", "mcp-company", "main.ts");
let program: string;

beforeAll(async () => {
  program = await builtProgram(MAIN);
});

/** One call of each tool, in an order in which all of them succeed. */
const CALLS: readonly [string, object][] = [
  ["standup_brief", {}],
  ["board_list", {}],
  ["company_facts", {}],
  ["board_update", { action: "done", id: "T-033", by: "coo" }],
  ["request_review", ask()],
  [
    "submit_verdict",
    { reviewId: "R-1", reviewer: "lawyer", verdict: "CONCERNS", reasons: ["No test proves 99%."] },
  ],
  ["check_draft", { draft: "Almadrava is secure by default.", channel: "x" }],
  ["list_open_work", { agent: "marketing" }],
  ["outside_signals", { agent: "coo" }],
  ["report_gap", { from: "cto", doing: "A restore drill", gap: "No skill says who is called." }],
  ["make_folder", { by: "marketing", path: "Marketing/launch" }],
];

interface ToolAnswer {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text?: string }[];
}

interface Connection {
  listTools(): Promise<unknown>;
  callTool(name: string, args: object): Promise<ToolAnswer>;
  close(): Promise<void>;
}

let company: Awaited<ReturnType<typeof copySample>>;
let open: Connection[];

beforeEach(async () => {
  company = await copySample();
  open = [];
});

afterEach(async () => {
  for (const connection of open) await connection.close();
  await company.remove();
});

async function connect(era: "2026" | "2025"): Promise<Connection> {
  const server = {
    command: process.execPath,
    args: [program],
    cwd: company.root,
    env: { PATH: process.env.PATH ?? "" },
  };
  const info = { name: "test", version: "1" };
  const client = era === "2026" ? new Client(info) : new OldClient(info);
  if (client instanceof OldClient) await client.connect(new OldTransport(server));
  else await client.connect(new StdioClientTransport(server));
  const connection: Connection = {
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args) =>
      (await client.callTool({ name, arguments: args as Record<string, unknown> })) as ToolAnswer,
    close: () => client.close(),
  };
  open.push(connection);
  return connection;
}

describe.each(["2026", "2025"] as const)("the company server for a client of %s", (era) => {
  it("offers exactly its tools", async () => {
    const tools = await (await connect(era)).listTools();
    await expect(`${JSON.stringify(tools, null, 2)}\n`).toMatchFileSnapshot("tools.golden.json");
  });

  it("answers each call with structured content and the same as text", async () => {
    const connection = await connect(era);
    for (const [name, args] of CALLS) {
      const { isError, structuredContent, content } = await connection.callTool(name, args);
      expect(isError ?? false, `${name}: ${content[0]?.text}`).toBe(false);
      expect(JSON.parse(content[0]?.text ?? "")).toEqual(structuredContent);
    }
  });
});

describe("company_facts", () => {
  it("gives the Social URL for a public channel and the URL for internal work", async () => {
    const connection = await connect("2026");
    const constitution = path.join(company.root, ".github", "copilot-instructions.md");
    const text = await readFile(constitution, "utf8");
    const row = "| Foz | beta | Go | https://foz.example | https://foz-social.example | |";
    await writeFile(constitution, text.replace(/(## Products[\s\S]*?\|---[^\n]*\n)/, `$1${row}\n`));
    const link = async (channel?: string) => {
      const args = channel === undefined ? { product: "FOZ" } : { product: "FOZ", channel };
      const { structuredContent } = await connection.callTool("company_facts", args);
      return (structuredContent as { products: { link: string }[] }).products[0]?.link;
    };
    expect(await link("x")).toBe("https://foz-social.example");
    expect(await link()).toBe("https://foz-social.example");
    expect(await link("internal")).toBe("https://foz.example");
    // As check_draft judges it.
    expect(await link("Board")).toBe("https://foz.example");
  });

  it("refuses an unknown product and names the known ones", async () => {
    const { isError, content } = await (await connect("2026")).callTool("company_facts", {
      product: "Nowhere",
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain("expected one of");
  });
});

describe("a company in trouble", () => {
  it("says that the board is gone, as a tool result", async () => {
    const connection = await connect("2026");
    await rm(path.join(company.root, "BOARD.md"));
    const { isError, content } = await connection.callTool("board_list", {});
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain("BOARD.md");
  });

  it("keeps to limits that its tools do not list", async () => {
    const connection = await connect("2026");
    const listed = (await connection.listTools()) as { inputSchema: object }[];
    const schemas = JSON.stringify(listed.map(({ inputSchema }) => inputSchema));
    expect(schemas).not.toMatch(/maxLength|maxItems|maximum|additionalProperties|\$schema/);
    const { isError, content } = await connection.callTool("board_update", {
      ...{ action: "edit", by: "coo", id: "T-031", title: "x".repeat(501) },
    });
    expect(isError).toBe(true);
    expect(content[0]?.text).toContain("500");
  });

  it("refuses arguments it does not know", async () => {
    const { isError } = await (await connect("2026")).callTool("board_list", { color: "red" });
    expect(isError).toBe(true);
  });
});
