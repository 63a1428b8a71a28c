import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { StandupPlan } from "../../company/standup/types.ts";
import { type PageFields, pageInput, pageOutput } from "../../office/answers.ts";
import type { CompanyReader } from "../../office/records/reader.ts";
import { answer, READ_ONLY } from "./answer.ts";
import { argumentsOf } from "./arguments.ts";
import { pageOf } from "./pages.ts";

const input = argumentsOf({ page: pageInput });

const text = z.string();
const count = z.number().int();
const listed = <T extends z.ZodType>(item: T) => z.strictObject({ count, items: z.array(item) });

const task = {
  id: text,
  title: text,
  agent: text.nullable(),
  section: z.enum(["Now", "Next", "Blocked", "Done"]),
  line: count,
};
const remembered = z.strictObject({ entity: text, date: text, says: text });
const obligation = z.strictObject({
  obligation: text,
  due: text,
  state: z.enum(["overdue", "due-soon", "upcoming"]),
  dueInDays: count,
  lawfulUntil: text.describe("Last lawful day; late only after it"),
  lawfulInDays: count,
  payBy: text.nullable(),
  period: text.nullable(),
  unconfirmed: text.nullable().describe("Questions the founder has not answered: it may not apply"),
  missed: count.describe("Due days that passed undone; due is the oldest"),
  agent: text.nullable(),
  source: z.enum(["constitution", "memory", "skill", "pack"]),
  basis: text.nullable(),
  entity: text,
});

/** The plan as its consumers see it; the type says what each field means. */
const output = z.strictObject({
  version: z.literal(1),
  date: text,
  time: text,
  now: text,
  timeZone: text,
  company: text.nullable(),
  lastStandup: text.nullable(),
  notes: z.array(text).describe("What could not be read or understood"),
  missing: z.array(z.enum(["board", "memory"])),
  changed: z.strictObject({
    since: text,
    commits: listed(z.strictObject({ hash: text, at: text, author: text, subject: text })),
    tasksDone: listed(
      z.strictObject({ id: text, title: text, agent: text.nullable(), doneOn: text }),
    ),
    decisions: listed(remembered),
    lessons: listed(remembered),
    facts: listed(remembered),
  }),
  chronicTasks: listed(
    z.strictObject({
      ...task,
      due: text.nullable(),
      misses: count,
      missedDates: z.array(text),
      rootCause: text.nullable(),
      overdue: z.boolean(),
      needsDecision: z.boolean(),
    }),
  ),
  overdueTasks: listed(z.strictObject({ ...task, due: text, daysLate: count, misses: count })),
  obligations: listed(obligation),
  upcomingObligations: listed(obligation),
  overduePrompts: listed(
    z.strictObject({
      prompt: text,
      agent: text,
      overdueSince: text,
      daysLate: count,
      lastRun: text.nullable(),
    }),
  ),
  staleFacts: listed(
    z.strictObject({
      entity: text,
      entityType: text,
      asOf: text.nullable(),
      ageDays: count.nullable(),
      freshForDays: count,
      agent: text,
    }),
  ),
  expiringFacts: listed(
    z.strictObject({
      skill: text,
      facts: count,
      expired: count,
      checkBy: text,
      dueInDays: count,
      first: text,
      names: z.array(text),
      agent: text,
    }),
  ),
  waitingDrafts: listed(
    z.strictObject({
      title: text,
      channel: text,
      date: text,
      status: z.enum(["idea", "draft", "review", "approved", "posted", "dropped"]),
      dueInDays: count,
      file: text,
      line: count,
    }),
  ),
  tasksDueSoon: listed(z.strictObject({ ...task, due: text, dueInDays: count })),
  blockedTasks: listed(z.strictObject({ ...task, due: text.nullable(), reason: text.nullable() })),
  dayPlan: listed(
    z.strictObject({
      rank: count,
      kind: text,
      what: text,
      agent: text,
      insteadOf: text.nullable(),
      why: text,
      score: z.number(),
      subject: text.nullable(),
    }),
  ),
  ...pageOutput,
});

/** What the day turns on comes first, what has happened last; every other list in the plan's order. */
const ORDER = {
  first: ["dayPlan", "notes", "obligations", "chronicTasks", "overdueTasks"],
  last: ["changed"],
  everywhere: ["missing"],
} as const;

/** The same plan as `hq standup`, computed afresh; nothing is remembered by asking for it. */
export function registerStandupBrief(server: McpServer, reader: CompanyReader): void {
  server.registerTool(
    "standup_brief",
    {
      title: "Standup brief",
      description:
        "The day as code reckons it: what changed, what is overdue or missed, obligations, stale facts, and a ranked day plan. Read on as more says; count is that of the whole list.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async ({ page }) =>
      answer(
        async (): Promise<
          (StandupPlan & PageFields & z.infer<typeof output>) | { error: string }
        > => pageOf(await reader.readPlan(), { tool: "standup_brief", page, ...ORDER }),
      ),
  );
}
