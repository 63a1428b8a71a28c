/** A small company to plan for. Friday 2026-11-20, 08:30 in Lisbon. */

import { parseBoard } from "../../../company/board/parse.ts";
import type { Board } from "../../../company/board/task.ts";
import type { Constitution } from "../../../company/constitution/types.ts";
import { type Draft, parseDrafts } from "../../../company/drafts.ts";
import type { RememberedEntity } from "../../../company/memory-view.ts";
import type { StandupInput } from "../../../company/standup/types.ts";

export const NOW = new Date("2026-11-20T08:30:00Z");
export const LAST = new Date("2026-11-19T08:31:00Z");

export function constitution(change: Partial<Constitution> = {}): Constitution {
  const departments = ["ceo", "cfo", "coo", "marketing", "accountant", "cto", "improver"];
  return {
    company: {
      name: "Maré",
      founder: "Inês",
      country: "Portugal",
      timeZone: "Europe/Lisbon",
      currency: "EUR",
      language: "English",
      runner: null,
      approvalKey: null,
      watchWords: [],
      since: "2026-09-01",
    },
    products: [
      { line: 30, name: "Velho", status: "retired", stack: "", url: "", socialUrl: "", note: "" },
    ],
    departments: departments.map((agent, at) => ({ line: 40 + at, agent, owns: "", approves: "" })),
    reviewTriggers: [],
    statementLevels: [],
    freshFacts: [
      { line: 60, entityType: "metric", days: 7 },
      { line: 61, entityType: "product", days: 30 },
      { line: 62, entityType: "client", days: 30 },
    ],
    memoryOwnership: [
      { line: 70, entityType: "metric", writers: ["cfo", "coo"] },
      { line: 71, entityType: "product", writers: ["lawyer", "ceo"] },
      { line: 72, entityType: "client", writers: ["lawyer"] },
    ],
    retention: [],
    cadence: [
      {
        line: 80,
        prompt: "standup",
        schedule: "30 8 * * 1-5",
        agent: "coo",
        catchUp: { kind: "once" },
      },
      {
        line: 81,
        prompt: "weekly-review",
        schedule: "0 16 * * 5",
        agent: "coo",
        catchUp: { kind: "once" },
      },
      {
        line: 82,
        prompt: "monthly-accounting",
        schedule: "0 9 3 * *",
        agent: "accountant",
        catchUp: { kind: "once" },
      },
      {
        line: 83,
        prompt: "improve-agents",
        schedule: "0 10 1 * *",
        agent: "improver",
        catchUp: { kind: "once" },
      },
    ],
    obligations: [
      {
        line: 90,
        obligation: "Declaração periódica do IVA",
        schedule: "0 0 20 2,5,8,11 *",
        agent: "accountant",
        warnDays: 14,
      },
      {
        line: 91,
        obligation: "Social security payment",
        schedule: "0 0 20 * *",
        agent: "accountant",
        warnDays: 5,
      },
      {
        line: 92,
        obligation: "Annual trademark renewal",
        schedule: "0 0 15 6 *",
        agent: "lawyer",
        warnDays: 60,
      },
    ],
    packDuties: [],
    situation: [],
    budgets: [],
    prices: [],
    protectedFiles: [],
    ...change,
  };
}

/** An entity that was written on 2 September unless it says when. */
export function entity(
  name: string,
  entityType: string,
  said: string[] | { lines: string[]; at: string | null },
): RememberedEntity {
  const { lines, at } = Array.isArray(said)
    ? { lines: said, at: "2026-09-02T10:00:00.000Z" }
    : said;
  return { name, entityType, at, observations: lines.map((text) => ({ text, at })) };
}

export function board(text: string): Board {
  return parseBoard(text, "BOARD.md").board;
}

export function drafts(text: string): Draft[] {
  return parseDrafts(text, "Marketing/drafts/week-2026-W48.md").drafts;
}

export function input(change: Partial<StandupInput> = {}): StandupInput {
  return {
    now: NOW,
    constitution: constitution(),
    board: board(""),
    memory: { entities: [] },
    drafts: [],
    skillPages: [],
    commits: [],
    lastStandup: LAST,
    notes: [],
    ...change,
  };
}

/** A day on which there is something of everything. */
export function fullInput(): StandupInput {
  return input({
    board: board(FULL_BOARD),
    memory: { entities: FULL_MEMORY },
    drafts: drafts(FULL_DRAFTS),
    commits: COMMITS,
  });
}

const FULL_BOARD = `## Now

- [ ] T-012 Publish the comparison of the three plans · @marketing · due 2026-11-18 (was 2026-11-11, 2026-11-04)
- [ ] T-014 Move the nightly backup to the second region and restore it once to see that it works · @cto · due 2026-11-16
- [ ] T-015 Answer the support mail of the week · due 2026-11-20
- [ ] T-016 Read the draft contract with the translator · @lawyer · due 2026-11-24
- [ ] T-017 Tidy the price page · @marketing
- [x] T-018 Ticked in place · @cto · due 2026-11-01 · done 2026-11-19

## Next

- [ ] T-020 Cancel the old server · @cto · due 2026-11-17 (was 2026-10-30) · root cause: the invoice portal hangs on it
- [ ] T-021 Translate the help pages · @marketing · was 2026-10-20, 2026-10-01
- [ ] T-022 Plan the winter offer · @cfo · due 2027-01-15

## Blocked

- [ ] T-030 Open the second bank account · @cfo · blocked: the bank asks for the new register extract
- [ ] T-031 Ask for the domain transfer · @cto

## Done

- [x] T-002 Send the October invoices · @accountant · done 2026-11-19
- [x] T-001 Long ago · done 2026-10-01
`;

const FULL_MEMORY: RememberedEntity[] = [
  entity("decision:2026-11-19:yearly-plan", "decision", {
    lines: ["Summary: Offer a yearly plan at ten months' price", "Reason: cash before churn"],
    at: "2026-11-19T15:00:00.000Z",
  }),
  entity("decision:2026-11-19:before-the-standup", "decision", {
    lines: ["Summary: Decided before the last standup"],
    at: "2026-11-19T07:00:00.000Z",
  }),
  entity("decision:2026-09-02:stack", "decision", {
    lines: ["Summary: Long known"],
    at: "2026-11-20T07:00:00.000Z",
  }),
  entity("lesson:2026-11-19:app-link-in-a-post", "lesson", {
    lines: [
      "Agent: marketing",
      "Category: process",
      "Summary: A post carried the app link instead of the public one",
      "Detail: d",
      "Action: a",
    ],
    at: "2026-11-19T16:00:00.000Z",
  }),
  entity("metric:mrr", "metric", {
    lines: ["Value: 4,120 EUR", "As of: 2026-11-19", "Source: billing"],
    at: "2026-11-19T17:00:00.000Z",
  }),
  entity("metric:churn", "metric", ["Value: 2.1 %", "As of: 2026-11-02"]),
  entity("metric:trials", "metric", { lines: ["Value: 31"], at: null }),
  entity("Farol", "product", ["Status: live", "Checked: 2026-09-30"]),
  entity("Velho", "product", ["Status: retired"]),
  entity("client:atelier-norte", "client", ["Pays late"]),
  entity("deadline:declaracao-periodica-do-iva:2026-11-20", "deadline", [
    "Due: 2026-11-20",
    "Owner: accountant",
  ]),
  entity("deadline:social-security-payment:2026-09-20", "deadline", ["Completed: 2026-09-18"]),
  entity("deadline:grant-report:2026-11-25", "deadline", ["Due: 2026-11-25", "Owner: cfo"]),
  entity("deadline:domain-renewal:2026-11-12", "deadline", ["Due: 2026-11-12", "Owner: cto"]),
  entity("deadline:insurance:2026-12-31", "deadline", [
    "Due: 2026-12-31",
    "Owner: cfo",
    "Warn: 10 days",
  ]),
  entity("deadline:done:2026-11-01", "deadline", ["Due: 2026-11-01", "Completed: 2026-10-30"]),
  entity("prompt-run:weekly-review", "prompt-run", [
    "Last run: 2026-11-13T16:02:00.000Z",
    "Result: done",
  ]),
  entity("prompt-run:monthly-accounting", "prompt-run", ["Last run: 2026-10-05T09:10:00.000Z"]),
  entity("prompt-run:improve-agents", "prompt-run", ["Last run: 2026-11-02T10:00:00.000Z"]),
];

const FULL_DRAFTS = `# Week 48

## 2026-11-24 · x · Three plans, one table
- Status: review
- Product: Farol
- Level: LIVE

Text.

## 2026-11-19 · dev.to · How we restore a backup
- Status: draft

Text.

## 2026-11-26 · x · Approved already
- Status: approved

Text.
`;

const COMMITS = [
  {
    hash: "1a2b3c4",
    at: "2026-11-19T18:00:00Z",
    author: "Inês",
    subject: "Restore the nightly backup into an empty database",
  },
  {
    hash: "0000000",
    at: "2026-11-18T18:00:00Z",
    author: "Inês",
    subject: "Before the last standup",
  },
];
