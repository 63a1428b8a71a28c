/**
 * Every tool of ours that a department has, called twice: from the second call on the editor converts
 * arguments before the server sees them, so that one call alone would prove nothing.
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Editor } from "../editor/editor.ts";
import { ONLY_IN_RUNS } from "./loading.ts";
import { answers, inSteps, type Step } from "./talk.ts";

type Call = [tool: string, args: object, words: string];

const DUE = { first: "2027-01-15", second: "2027-01-18" };
type Round = keyof typeof DUE;

/** What the COO does in one round, calls of one list at once; each answer must hold the words. */
const coo = (round: Round): Call[][] => {
  const name = `decision:2026-11-29:${round}`;
  const observations = ["Decision: blue", "Reason: it is calm", "Decided by: founder"];
  const relation = { from: name, to: "prompt-run:standup", relationType: "affects" };
  const task = `The ${round} task of the test`;
  const look: Call[] = [
    ["standup_brief", {}, '"company":"Farol"'],
    ["board_list", {}, '"tasks"'],
    ["company_facts", {}, "Farol"],
    ["list_open_work", { agent: "coo" }, '"reviewsToAnswer"'],
    ["memory_overview", {}, "decision"],
    ["memory_health", {}, "entities"],
    ["outside_signals", { agent: "coo" }, '"warning"'],
  ];
  const create: Call[] = [
    ["create_entities", { entities: [{ name, entityType: "decision", observations }] }, name],
  ];
  const add: Call[] = [
    ["create_relations", { relations: [relation] }, "affects"],
    [
      "add_observations",
      { observations: [{ entityName: name, contents: ["Open: cost"] }] },
      "cost",
    ],
  ];
  const read: Call[] = [
    ["read_entities", { names: [name] }, "it is calm"],
    ["recall", { query: `decision ${round} blue` }, name],
  ];
  const take: Call[] = [
    [
      "delete_observations",
      { deletions: [{ entityName: name, observations: ["Open: cost"] }] },
      "successfully",
    ],
    ["delete_relations", { relations: [relation] }, "successfully"],
  ];
  const takeAll: Call[] = [["delete_entities", { entityNames: [name] }, "successfully"]];
  const record: Call[] = [
    [
      "record_prompt_run",
      { prompt: "weekly-review", agent: "coo", result: round },
      "weekly-review",
    ],
    [
      "log_lesson",
      {
        agent: "coo",
        category: "process",
        summary: `The ${round} date slipped`,
        detail: "Nobody looked at the board on Monday.",
        action: "The COO looks at the board each Monday.",
      },
      "lesson:",
    ],
    [
      "board_update",
      { by: "coo", action: "add", title: task, agent: "cfo", due: DUE[round] },
      task,
    ],
    [
      "request_review",
      {
        from: "coo",
        to: "cto",
        task: `How the agents hand over, ${round}`,
        whatIDid: "Wrote it.",
        whatINeed: "Look at it.",
        context: "none",
        work: `How the agents work changes in the ${round} way: the architecture of the system.`,
      },
      "## Review request",
    ],
    [
      "report_gap",
      { from: "coo", doing: "the standup", gap: `The ${round} step has no owner` },
      "lesson:",
    ],
    [
      "submit_verdict",
      { reviewId: "R-999", reviewer: "coo", verdict: "APPROVED", reasons: ["It is clear."] },
      "R-999",
    ],
  ];
  return [look, create, add, read, take, takeAll, record];
};

const marketing = (round: Round): Call[][] => [
  [
    ["check_draft", { draft: `Farol is in beta, the ${round} post says.`, channel: "x" }, '"ok"'],
    ["make_folder", { by: "marketing", path: `Marketing/${round}` }, `Marketing/${round}`],
  ],
];

const accountant = (round: Round): Call[][] => [
  [["check_filing", { filing: `## IVA payment, due ${DUE[round]}` }, '"standing"']],
];

const improver = (round: Round): Call[][] => [
  [
    ["list_patterns", {}, '"patterns"'],
    [
      "propose_change",
      {
        ...{ by: "improver", lessons: [`lesson:none-${round}`], edits: [] },
        ...{ effect: "Nothing is forgotten.", check: "No lesson of it." },
      },
      "memory holds no lesson",
    ],
  ],
];

const DEPARTMENTS = { coo, marketing, accountant, improver };

export function tools(editor: () => Editor): void {
  describe("every tool of ours that a department has", () => {
    const used = new Set<string>();

    it.each(Object.entries(DEPARTMENTS))("answers %s, twice", async (id, callsOf) => {
      const rounds = [...callsOf("first"), ...callsOf("second")];
      const steps = rounds.map(
        (calls): Step =>
          () =>
            calls.map(([tool, args]) => [tool, args]),
      );
      const said = answers(await editor().ask(id, "Do everything.", inSteps(...steps)));
      await editor().picture(`tools-${id}`);
      const wrong = rounds.flat().flatMap(([tool, , words], at) => {
        used.add(tool);
        return said[at]?.includes(words) === true ? [] : [{ tool, words, said: said[at] }];
      });
      expect(wrong).toEqual([]);
    });

    it("is among these", () => {
      const folder = path.join(editor().root, ".github", "agents");
      const granted = readdirSync(folder).flatMap((file) => {
        const [line = ""] = /^tools: .*$/m.exec(editor().read(`.github/agents/${file}`)) ?? [];
        return [...line.matchAll(/'(?:memory|company)\/(\w+)'/g)].map(([, tool = ""]) => tool);
      });
      const inChats = granted.filter((tool = "") => !ONLY_IN_RUNS.includes(tool));
      expect([...new Set(inChats)].sort()).toEqual([...used].sort());
    });
  });
}
