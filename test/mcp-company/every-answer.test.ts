/** Whatever a department asks of a company of years, the answer arrives, and says how to go on. */
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ANSWER_BYTES } from "../../mcp-memory/tools/answer-size.ts";
import { copySample } from "../cli/sample.ts";
import { connectLegacy, connectModern, type McpClient, PROGRAM } from "../mcp-memory/clients.ts";
import { builtProgram } from "../run/built-program.ts";
import { keepInGit } from "../run/keep-in-git.ts";
import { EVERY_TOOL, listedTools } from "./every-tool.ts";
import { growLarge } from "./large-company.ts";

const COMPANY = await builtProgram(path.join(import.meta.dirname, "../../mcp-company/main.ts"));

// Forty calls on 10,000 facts, beside other test files on a small machine.
vi.setConfig({ testTimeout: 120_000 });

let company: Awaited<ReturnType<typeof copySample>>;
beforeEach(async () => {
  company = await copySample();
  growLarge(company.root);
  keepInGit(company.root);
});
afterEach(() => company.remove());

it("every tool that a department lists is asked", () => {
  const asked = new Set(EVERY_TOOL.map(({ tool }) => tool));
  // Only a run of hq run has these; their answers are in tests of their own.
  const inRuns = ["company/finish_run", "company/hand_over"];
  const inChats = listedTools().filter((tool) => !inRuns.includes(tool));
  expect([...asked].toSorted()).toEqual(inChats);
});

/** What the next call would add to the arguments; null at the end. */
function next(value: Record<string, unknown>): object | null {
  if (typeof value.nextCursor === "string") return { cursor: value.nextCursor };
  return typeof value.nextPage === "number" ? { page: value.nextPage } : null;
}

it.each([
  { era: "2026", connect: connectModern, pages: 2 },
  { era: "2025", connect: connectLegacy, pages: 1 },
] as const)(
  "is answered within what a client hands on, to a client of $era",
  async ({ connect, pages }) => {
    const clients: Record<string, McpClient> = {
      memory: await connect({ cwd: company.root, program: PROGRAM }),
      company: await connect({ cwd: company.root, program: COMPANY }),
    };
    const long = new Set<string>();
    for (const { tool, args } of EVERY_TOOL) {
      const [server = "", name = ""] = tool.split("/");
      let more: object | null = {};
      for (let page = 1; page <= pages && more !== null; page++) {
        const said = await clients[server]?.call(name, { ...args, ...more });
        const text = said?.content[0]?.text ?? "";
        expect(said?.isError ?? false, `${tool}: ${text.slice(0, 500)}`).toBe(false);
        expect(Buffer.byteLength(text), `${tool}, page ${page}`).toBeLessThanOrEqual(ANSWER_BYTES);
        const value = (said?.structuredContent ?? {}) as Record<string, unknown>;
        more = next(value);
        if (more !== null) long.add(tool);
        if (typeof value.nextPage === "number")
          expect(value.more, tool).toContain(`page ${value.nextPage}`);
      }
    }
    expect([...long].toSorted()).toEqual([
      "company/board_list",
      "company/check_draft",
      "company/company_facts",
      "company/list_open_work",
      "company/standup_brief",
      "memory/memory_overview",
      "memory/read_entities",
      "memory/recall",
    ]);
    for (const client of Object.values(clients)) await client.close();
  },
);
