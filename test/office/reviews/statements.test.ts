/** The statements of a post from the request to the verdict, and what the founder answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StatementAnswer } from "../../../company/claims/answers.ts";
import { answersTo } from "./desk-in-use.ts";
import { ask, type Office, openOffice } from "./office.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";
const WORK = `file:${WEEK}#2026-11-24`;
const TEXT =
  "I dropped an index. Six skippers told me that it is the page they open. Redeiro keeps the stock.";

let office: Office;
let root: string;

const write = (text: string) =>
  writeFileSync(path.join(root, WEEK), `## 2026-11-24 · x · Tide\n\n- Status: draft\n\n${text}\n`);

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "hq said "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
  office = await openOffice({ root, file: path.join(root, "hq.db") });
  write(TEXT);
});

afterEach(async () => {
  await office.ledger.close();
  rmSync(root, { recursive: true, force: true });
});

const request = () => office.desk.request(ask({ work: WORK }));
const standing = async () => {
  const found = await office.desk.standing("marketing", WORK);
  if (found.kind === "refused") throw new Error(found.reason);
  return found;
};

async function asked(): Promise<{ id: string; text: string }> {
  office.clock.now = new Date(office.clock.now.getTime() + 60_000);
  const result = await request();
  if (result.kind !== "asked") throw new Error(result.reason);
  return { id: result.reviewId, text: result.text };
}

function answer(
  reviewId: string,
  answers?: StatementAnswer[],
  verdict: "APPROVED" | "CONCERNS" = "APPROVED",
) {
  office.clock.now = new Date(office.clock.now.getTime() + 60_000);
  const form = { reviewId, reviewer: "lawyer", verdict, reasons: ["Read."] };
  return office.desk.submit(answers === undefined ? form : { ...form, answers }, "headless-run");
}

describe("a post with statements", () => {
  it("goes to the Lawyer with the numbered list, whatever the table says", async () => {
    const { constitution } = office.rules;
    office.rules.constitution = { ...constitution, reviewTriggers: [] };
    expect((await standing()).missing).toEqual(["lawyer"]);
    const { text } = await asked();
    expect(text).toContain('1. line 5, "Six skippers told me that it is the page they open.":');
    expect(text).toContain('2. line 5, "Redeiro keeps the stock.": it says something of Redeiro');
    expect(text).not.toContain('dropped an index.":');
  });

  it("goes to nobody but the founder when it has none", async () => {
    write("I dropped an index and went for a walk.");
    const found = await standing();
    expect(found).toMatchObject({ kind: "founder", missing: [] });
    expect(found.forFounder.map(({ reviewer }) => reviewer)).toEqual(["marketing"]);
  });

  it("has a verdict only with an answer to each", async () => {
    const { id } = await asked();
    expect(await answer(id, [])).toMatchObject({
      code: "unanswered",
      reason: expect.stringContaining("no answer to 1, 2"),
    });
    const fine = await answersTo(office.desk, id);
    expect(await answer(id, fine.slice(0, 1))).toMatchObject({ code: "unanswered" });
    expect(
      await answer(
        id,
        fine.map((each) => ({ ...each, is: "no claim" })),
      ),
    ).toMatchObject({
      reason: expect.stringContaining('1: "no claim" cannot be said of'),
    });
    const change = fine.map((each) => ({ ...each, is: "change" as const, why: "Say when." }));
    expect(await answer(id, change)).toMatchObject({ code: "unanswered" });
    expect((await standing()).unanswered.forReviewer).toHaveLength(2);
    expect(await answer(id, fine)).toMatchObject({ kind: "answered" });
    expect(await standing()).toMatchObject({ kind: "founder", missing: [] });
  });

  it("asks anew only about the words that changed", async () => {
    await answer((await asked()).id);
    write(TEXT.replace("keeps the stock", "counts the stock"));
    const { text } = await asked();
    expect(text).toContain('"Redeiro counts the stock."');
    expect(text).not.toContain('Six skippers told me that it is the page they open.":');
  });

  it("leaves to the founder what the reviewer cannot know", async () => {
    const { id } = await asked();
    const answers = (await answersTo(office.desk, id)).map(
      ({ statement }): StatementAnswer => ({ statement, is: "founder" }),
    );
    expect(await answer(id, answers)).toMatchObject({ kind: "answered" });
    const found = await standing();
    expect(found.kind).toBe("missing");
    expect(found.unanswered.forFounder.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("keeps a verdict from before there were answers as advice, and is asked about again", async () => {
    const { id } = await asked();
    const database = new DatabaseSync(path.join(root, "hq.db"));
    database.exec("UPDATE review_text SET statements = NULL");
    database.close();
    expect(await answer(id, [])).toMatchObject({ kind: "answered" });
    expect(await standing()).toMatchObject({ kind: "missing", missing: ["lawyer"] });
    const again = await asked();
    expect(again.text).toContain("**Statements**");
    await answer(again.id);
    expect(await standing()).toMatchObject({ kind: "founder", missing: [] });
  });

  it("is the founder's alone where no Lawyer is on board", async () => {
    const { constitution } = office.rules;
    office.rules.constitution = {
      ...constitution,
      departments: constitution.departments.filter(({ agent }) => agent !== "lawyer"),
    };
    const found = await standing();
    expect(found.missing).toEqual([]);
    expect(found.kind).toBe("missing");
    expect(found.unanswered.forFounder).toHaveLength(2);
  });

  it("tells each answer in the record", async () => {
    const { id } = await asked();
    await answer(id);
    const events = await office.ledger.read((tables) => tables.events.ofSubjects([id]));
    const told = events.filter(({ what }) => what === "statement.answered");
    expect(told.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^1 "Six skippers .*": THESIS by metric:mrr$/),
      expect.stringMatching(/^2 "Redeiro keeps the stock\.": no claim$/),
    ]);
  });
});
