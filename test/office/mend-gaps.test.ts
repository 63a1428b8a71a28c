import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addLesson } from "../../office/add-lesson.ts";
import { gapsInQueue, mendGaps } from "../../office/mend-gaps.ts";
import { runStandup } from "../../office/plan-day.ts";
import { findProposals } from "../../office/proposals/find-proposals.ts";
import { withMemory } from "../../office/records/with-memory.ts";
import { runDuePrompt } from "../../office/run-due-prompt.ts";
import { type GitCompany, gitCompany, NOW } from "./proposals/company.ts";
import { improving, writeLine } from "./proposals/improving.ts";

let company: GitCompany;
let sources: Awaited<ReturnType<typeof improving>>;
let began: number;
beforeEach(async () => {
  company = await gitCompany();
  began = 0;
  sources = await improving(company.root, async (job) => {
    began += 1;
    return writeLine(job);
  });
});
afterEach(async () => {
  await sources.close();
  await company.remove();
});

const queue = () => sources.ledger.read((tables) => gapsInQueue(tables, NOW));

/** As the tool report_gap leaves it. */
async function reported(summary: string): Promise<string> {
  const words = { category: "process", detail: summary, action: "Say it in the skill." };
  const { name } = await addLesson(company.sources, {
    lesson: { agent: "marketing", summary, ...words },
    by: "marketing",
  });
  await withMemory(company.sources, (store) =>
    store.addObservations([{ entityName: name, contents: ["Gap: a draft"] }]),
  );
  await sources.ledger.write(({ events }) =>
    events.add({
      ...{ at: NOW.toISOString(), who: "marketing", what: "gap.reported", subject: name },
      ...{ hash: null, detail: summary },
    }),
  );
  return name;
}

describe("a reported gap", () => {
  it("gets one pass at once, and its proposal waits for the founder", async () => {
    const gap = await reported("No skill says what a discount code looks like");
    expect(await queue()).toEqual([gap]);
    await mendGaps(sources);
    expect(await queue()).toEqual([]);
    expect(await findProposals(company.root)).toMatchObject([{ state: "open" }]);
    const [proposal] = await findProposals(company.root);
    expect(proposal?.record.lessons).toContain(gap);
    await mendGaps(sources);
    expect(began).toBe(1);
    const { plan } = await runStandup({ root: company.root, now: NOW, dryRun: true });
    expect(plan.notes.join("\n")).toContain(
      `A proposal of the Improver waits for you: ${proposal?.record.id}`,
    );
  });

  it("stands in the plan of the day while it waits", async () => {
    const gap = await reported("No skill says what a discount code looks like");
    const { plan } = await runStandup({ root: company.root, now: NOW, dryRun: true });
    expect(plan.notes.join("\n")).toContain(`A reported gap waits for the Improver: ${gap}.`);
  });

  it("waits while the caps have no room, and asks nobody once it is mended", async () => {
    const page = ".github/copilot-instructions.md";
    const text = company.read(page);
    const gap = await reported("No skill says what a discount code looks like");
    const rows = /(\| Scope \| Limit \| Per \| Alert at \|\n\|[-|]+\|\n)((?:\|.*\n)*)/;
    company.write(page, text.replace(rows, "$1| company | 0 runs | month | 80% |\n"));
    await mendGaps(sources);
    company.write(page, text.replace(rows, "$1"));
    await mendGaps(sources);
    expect(await queue()).toEqual([gap]);
    company.write(page, text);
    await withMemory(company.sources, (store) =>
      store.addObservations([{ entityName: gap, contents: ["Improved: 2026-11-20 docs/x.md"] }]),
    );
    await mendGaps(sources);
    expect({ began, queue: await queue() }).toEqual({ began: 0, queue: [] });
  });
});

describe("the scheduled pass", () => {
  const job = "prompt:improve-agents";
  const due = async (dueAt: string) => {
    await sources.ledger.write(async ({ jobs }) => {
      await jobs.put({ id: job, reckonedUntil: null, since: "2026-11-01T00:00:00Z" });
      await jobs.add(job, [dueAt]);
    });
    return runDuePrompt(sources, {
      ...{ prompt: "improve-agents", agent: "improver", due: { job, dueAt } },
      isMine: () => Promise.resolve(true),
    });
  };

  it("proposes, accepts nothing, and asks no model without a new lesson", async () => {
    const head = company.git("rev-parse", "HEAD");
    const first = await due("2026-12-01T10:00:00Z");
    expect(first).toMatchObject({ kind: "done", summary: /proposed .* open \(hq improve\)/ });
    expect(company.git("rev-parse", "HEAD")).toBe(head);
    const second = await due("2027-01-01T10:00:00Z");
    expect(second).toEqual({ kind: "nothing", why: "no lesson is new since the last pass" });
    expect(began).toBe(1);
  });
});
