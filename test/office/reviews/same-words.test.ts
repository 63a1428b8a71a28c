/** A BLOCKING follows the words it was said of, whatever they are called and wherever they lie. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AskForm } from "../../../office/ask-for-review.ts";
import { ask, type Office, openOffice } from "./office.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";
const NEXT_WEEK = "Marketing/drafts/week-2026-W49.md";
// No signal of the lawyer's row: only the question sent it there.
const WORDS = "Our tide tables are right for every harbour of the coast.";
const POST = `file:${WEEK}#2026-11-24`;

let office: Office;
let root: string;

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "hq words "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
  office = await openOffice({ root });
  write(WEEK, post("2026-11-24 · x · Tide", WORDS));
  const first = await asked(POST);
  await answer(first, "BLOCKING");
});

afterEach(async () => {
  await office.ledger.close();
  rmSync(root, { recursive: true, force: true });
});

const post = (head: string, text: string) => `## ${head}\n\n- Status: draft\n\n${text}\n`;
const DECOY = post("2026-11-24 · x · Tide", "The sea was calm.");
const MOVED = "2026-11-29 · newsletter · Waves";

function write(file: string, ...posts: string[]): void {
  writeFileSync(path.join(root, file), posts.join("\n"));
}

async function asked(work: string, changes: Partial<AskForm> = {}): Promise<string> {
  const result = await office.desk.request(ask({ work, whatINeed: "Liability?", ...changes }));
  if (result.kind !== "asked") throw new Error(`refused: ${result.reason}`);
  return result.reviewId;
}

function answer(reviewId: string, verdict: "APPROVED" | "BLOCKING") {
  const form = { reviewId, reviewer: "lawyer", verdict, reasons: ["There is no test."] };
  return office.desk.submit(form, "headless-run");
}

const standing = (work: string) => office.desk.standing("marketing", work);
const BLOCKED = { kind: "blocked", blocking: [{ id: "R-1" }] };

it.each([
  [
    "an unlike title, with a decoy in its place",
    () => write(WEEK, DECOY, post(MOVED, WORDS)),
    `file:${WEEK}#2026-11-29`,
  ],
  [
    "the file of another week",
    () => write(NEXT_WEEK, post(MOVED, WORDS)),
    `file:${NEXT_WEEK}#2026-11-29`,
  ],
  ["another file", () => write("page.md", `${WORDS}\n`), "file:page.md"],
  ["a text without a file", () => undefined, WORDS],
  ["other capitals, blanks and marks", () => undefined, `**${WORDS.toUpperCase()}** \n\n`],
])("when they get %s", async (_, change, work) => {
  change();
  expect(await standing(work)).toMatchObject(BLOCKED);
});

it("after a decoy was approved in their place", async () => {
  write(WEEK, DECOY, post(MOVED, WORDS));
  await answer(await asked(POST), "APPROVED");
  write(WEEK, post("2026-11-24 · x · Tide", `${WORDS}!`));
  expect(await standing(POST)).toMatchObject(BLOCKED);
  write(WEEK, DECOY);
  expect(await standing(POST)).toMatchObject({ blocking: [] });
});

it("when the reviewer had approved them elsewhere before, and lets it be asked there again", async () => {
  write("page.md", WORDS);
  await answer(await asked("file:page.md", { task: "Page" }), "APPROVED");
  write(WEEK, post("2026-11-24 · x · Low tide", WORDS));
  await answer(await asked(POST, { task: "Low tide" }), "BLOCKING");
  expect(await standing("file:page.md")).toMatchObject({ kind: "blocked" });
  await answer(await asked("file:page.md", { task: "Page" }), "APPROVED");
  expect(await standing("file:page.md")).toMatchObject({ blocking: [] });
});

it("until the reviewer answers on them under their new name", async () => {
  write(WEEK, DECOY, post(MOVED, WORDS));
  const work = `file:${WEEK}#2026-11-29`;
  await answer(await asked(work, { task: "Waves" }), "APPROVED");
  expect(await standing(work)).toMatchObject({ blocking: [] });
});
