/** One call of every tool that a department lists, in an order in which all of them succeed. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readFrontMatter } from "../../company/kit/front-matter.ts";
import { LARGE_DRAFTS, LONG_TITLE } from "./large-company.ts";

export interface ToolUse {
  /** `memory/recall`, as an agent file lists it. */
  tool: string;
  args: object;
}

const AGENTS = path.join(import.meta.dirname, "../../.github/agents");

/** The tools of our two servers that the kit's agent files list. */
export function listedTools(): string[] {
  const tools = readdirSync(AGENTS).flatMap((file) => {
    const front = readFrontMatter(readFileSync(path.join(AGENTS, file), "utf8"));
    return front.kind === "fields" ? (front.data.tools as string[]) : [];
  });
  return [...new Set(tools)].filter((tool) => /^(memory|company)\//.test(tool)).toSorted();
}

const LONG_WORK = Array.from(
  { length: 200 },
  (_, at) => `Almadrava is secure by default, ${at}. ${LONG_TITLE}`,
).join("\n");
const FILING = `## IVA periodic return, due 2027-02-20\n\n${LONG_WORK}`;
const REVIEW = {
  ...{ from: "marketing", to: "lawyer", task: "The launch", whatIDid: "Wrote it." },
  ...{ whatINeed: "Is it substantiated?", context: "Almadrava is in beta.", work: LONG_WORK },
};
const note = { name: "note:asked", entityType: "note", observations: ["Asked: all of it"] };
const relation = { from: "note:asked", to: "metric:visitors", relationType: "mentions" };

export const EVERY_TOOL: readonly ToolUse[] = [
  { tool: "memory/recall", args: { query: "fees of the port" } },
  { tool: "memory/recall", args: { query: "visitors", budgetTokens: 20_000 } },
  { tool: "memory/memory_overview", args: {} },
  { tool: "memory/read_entities", args: { names: ["metric:visitors", "decision:2026-11-01:1"] } },
  { tool: "memory/read_entities", args: { type: "lesson" } },
  { tool: "memory/read_entities", args: {} },
  { tool: "memory/memory_health", args: {} },
  { tool: "memory/create_entities", args: { entities: [note] } },
  { tool: "memory/create_relations", args: { relations: [relation] } },
  {
    tool: "memory/add_observations",
    args: { observations: [{ entityName: note.name, contents: ["Heard: the answer"] }] },
  },
  {
    tool: "memory/delete_observations",
    args: { deletions: [{ entityName: note.name, observations: note.observations }] },
  },
  { tool: "memory/delete_relations", args: { relations: [relation] } },
  { tool: "memory/delete_entities", args: { entityNames: [note.name] } },
  {
    tool: "memory/log_lesson",
    args: {
      agent: "cto",
      ...{ category: "process", summary: "It was long", detail: "Very.", action: "cto cuts it" },
    },
  },
  { tool: "memory/record_prompt_run", args: { prompt: "standup", result: "nothing new" } },
  { tool: "company/standup_brief", args: {} },
  { tool: "company/board_list", args: {} },
  { tool: "company/board_update", args: { action: "done", id: "T-101", by: "coo" } },
  { tool: "company/company_facts", args: {} },
  { tool: "company/check_draft", args: { draft: `file:${LARGE_DRAFTS}` } },
  { tool: "company/check_filing", args: { filing: FILING } },
  { tool: "company/request_review", args: REVIEW },
  { tool: "company/list_open_work", args: { agent: "lawyer", reviewId: "R-1" } },
  { tool: "company/list_open_work", args: { agent: "marketing" } },
  { tool: "company/outside_signals", args: { agent: "ceo" } },
  {
    tool: "company/submit_verdict",
    args: { reviewId: "R-1", reviewer: "lawyer", verdict: "CONCERNS", reasons: ["No test."] },
  },
  {
    tool: "company/report_gap",
    args: { from: "cto", doing: "A restore drill", gap: "No skill says who is called." },
  },
  { tool: "company/list_patterns", args: {} },
  {
    tool: "company/propose_change",
    args: {
      ...{ by: "improver", lessons: ["lesson:2026-10-02:old-customer-count"] },
      ...{ effect: "Prices are asked for.", check: "No old price.", suggests: "| prices | cfo |" },
    },
  },
  { tool: "company/make_folder", args: { by: "marketing", path: "Marketing/launch" } },
];
