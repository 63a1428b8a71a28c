/** Failures of runs become drafts of lessons, the same one once, and somebody decides. */
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  acceptLessonDraft,
  dropLessonDraft,
  listLessonDrafts,
} from "../../office/lesson-drafts.ts";
import { openWork } from "../../office/list-open-work.ts";
import { openOffice } from "../../office/open-office.ts";
import { withMemory } from "../../office/records/with-memory.ts";
import { keepSynthesis, synthesizeRuns } from "../../office/synthesize-runs.ts";
import { type ScriptedCompany, scriptedCompany, USAGE } from "./scripted-runs.ts";

let company: ScriptedCompany;
beforeEach(async () => {
  company = await scriptedCompany({ inGit: false });
});
afterEach(() => company.close());

const drafts = async () => (await listLessonDrafts(company.root)).drafts;
const sources = () => ({ root: company.root, now: () => company.clock.now });

const refusedRun = (day: number) =>
  company.run(async ({ call }) => {
    const text = `Cannot move T-${day}: there is no such task on ${day} "x${day}".`;
    call("company-board_update", { id: day }, { text });
    call("edit", { path: "BOARD.md" }, { text: "Denied by the guard.", isDenied: true });
    call("bash", {}, { text: "Tool 'bash' does not exist. Available: view" });
    return undefined;
  });

it("the same failure of several runs is one draft, which counts", async () => {
  await refusedRun(1);
  await refusedRun(2);
  const found = await drafts();
  expect(
    found.map(({ id, tool, refused, times, lastRun }) => [id, tool, refused, times, lastRun]),
  ).toEqual([
    ["L-1", "company-board_update", false, 2, "run-2"],
    ["L-2", "edit", true, 2, "run-2"],
    ["L-3", "bash", true, 2, "run-2"],
  ]);
});

it("a run that failed is one too, and a text with a secret in it is held back", async () => {
  const key = `ghp_${"a1B2".repeat(9)}`;
  await company.run(async ({ call }) => {
    call("edit", {}, { text: `Cannot use ${key}.` });
    return { state: "failed", why: "The client left.", usage: USAGE };
  });
  const found = await drafts();
  expect(found.map(({ tool, text }) => [tool, text])).toEqual([
    [null, "The client left."],
    ["edit", expect.stringMatching(/^\(held back: it holds a GitHub token/)],
  ]);
  expect(JSON.stringify(found)).not.toContain(key);
});

it("accepted, it is a lesson in memory; decided once, it does not come back", async () => {
  await refusedRun(1);
  const { name } = await acceptLessonDraft(sources(), {
    ...{ id: "1", action: "board_list first", by: "founder" },
  });
  const lesson = await withMemory(sources(), (store) => store.openNodes([name]));
  expect(lesson.entities[0]?.observations).toEqual(
    expect.arrayContaining(["Agent: marketing", "Action: board_list first", "Category: tool"]),
  );
  expect(await dropLessonDraft(sources(), "l-2")).toEqual({ id: "L-2" });
  await refusedRun(2);
  expect((await drafts()).map(({ id }) => id)).toEqual(["L-3"]);
  await expect(dropLessonDraft(sources(), "L-2")).rejects.toMatchObject({ code: "wrong-state" });
  await expect(dropLessonDraft(sources(), "L-9")).rejects.toMatchObject({ code: "not-found" });
});

it("the synthesis of a day is kept once it is over, and the Improver reads it with the drafts", async () => {
  const keep = () =>
    keepSynthesis(company.ledger, { now: company.clock.now, timeZone: "Europe/Lisbon" });
  await refusedRun(1);
  await refusedRun(2);
  await company.run(async () => undefined);
  expect(await keep()).toBeNull();
  company.clock.now = new Date("2026-11-21T09:00:00.000Z");
  expect(await keep()).toBe("2026-11-20");
  expect(await keep()).toBeNull();
  const office = openOffice({ ...sources(), env: {} });
  try {
    const { notes } = await openWork(office, "improver");
    expect(notes.join("\n")).toContain("Runs of 2026-11-20: 3 runs; marketing: ");
    expect(notes.join("\n")).toContain("smaller model could have done (run-3)");
    expect(notes.join("\n")).toContain("Failures of runs without a lesson yet, 3 in all: L-1 ");
    expect((await openWork(office, "cfo")).notes).toEqual([]);
  } finally {
    await office.ledger.close();
  }
});

it("worked out now it has what a day or a week was like", async () => {
  await refusedRun(1);
  const request = { root: company.root, now: new Date("2026-11-21T09:00:00.000Z") };
  expect(await synthesizeRuns(request)).toMatchObject({ runs: 1, unfinished: 0, smallerModel: [] });
  expect(await synthesizeRuns({ ...request, since: "2026-11-21" })).toMatchObject({ runs: 0 });
  await expect(synthesizeRuns({ ...request, since: "soon" })).rejects.toMatchObject({
    code: "usage",
  });
});
