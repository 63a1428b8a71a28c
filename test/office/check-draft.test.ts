import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type CheckedDrafts,
  checkDraftWork,
  type DraftCheckSources,
} from "../../office/check-draft.ts";
import { kitConstitution, START } from "./reviews/office.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq check "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const post = (head: string, text: string, status = "draft") =>
  `## ${head}\n\n- Status: ${status}\n- Product: Redeiro\n\n${text}\n`;
const TIDE = post("2026-11-24 · x · Tide", "I dropped an index.\n\nRedeiro is secure by default.");
const MOON = post("2026-11-26 · dev.to · Moon", "I dropped a moon.", "posted");

function write(...posts: string[]): void {
  writeFileSync(path.join(root, WEEK), posts.join("\n"));
}

function run(given: string, changes: Partial<DraftCheckSources> = {}) {
  const constitution = kitConstitution();
  return checkDraftWork(given, {
    ...{ root, constitution, ruleErrors: [], memory: null, now: START, ledger: null },
    ...changes,
  });
}

async function checked(
  given: string,
  changes: Partial<DraftCheckSources> = {},
): Promise<CheckedDrafts> {
  const result = await run(given, changes);
  if (result.kind === "refused") throw new Error(result.reason);
  return result;
}

it("checks a text with the reviews that it needs", async () => {
  const { ok, drafts } = await checked("Redeiro is secure by default.");
  expect(ok).toBe(false);
  expect(drafts).toMatchObject([
    {
      id: null,
      title: "the text",
      channel: "x",
      lineOffset: 0,
      reviews: { work: "this whole text", needed: [{ reviewer: "lawyer" }] },
    },
  ]);
  expect((await checked("A line.", { channel: "devto" })).drafts[0]?.channel).toBe("dev.to");
});

it("checks one post with the lines of its file, whatever its status", async () => {
  write(TIDE, MOON);
  const { drafts } = await checked(`file:${WEEK}#2026-11-24`);
  expect(drafts).toMatchObject([{ id: "2026-11-24-x-tide", status: "draft", lineOffset: 5 }]);
  const [draft] = drafts;
  const lines = draft?.check.kind === "checked" ? draft.check.findings.map(({ line }) => line) : [];
  expect(lines).toContain(3);
  expect((await checked(`file:${WEEK}#2026-11-26`)).drafts).toMatchObject([{ status: "posted" }]);
});

it("checks each post of a file that waits, all when asked to", async () => {
  write(TIDE, MOON);
  expect(await checked(`file:${WEEK}`)).toMatchObject({ drafts: { length: 1 }, skipped: 1 });
  expect((await checked(`file:${WEEK}`, { all: true })).drafts).toHaveLength(2);
  expect((await checked(`file:${WEEK}`, { channel: "devto", all: true })).drafts).toMatchObject([
    { id: "2026-11-26-devto-moon" },
  ]);
});

it("leaves another post's fault out of the check of one post", async () => {
  write(TIDE, "## 2026-11-25 · x · Broken\n");
  expect((await checked(`file:${WEEK}`)).findings).toHaveLength(1);
  expect((await checked(`file:${WEEK}#2026-11-24`)).findings).toEqual([]);
});

it("refuses a post or file that is not there, a channel that is none, and a text too long", async () => {
  write(TIDE, MOON);
  for (const given of [`file:${WEEK}#2026-11-2`, "file:none.md", "file:../secret.md"]) {
    expect(await run(given)).toMatchObject({ kind: "refused", code: "unreadable-work" });
  }
  expect(await run("A line.", { channel: "../x" })).toMatchObject({ code: "malformed" });
  expect(await checked("long ".repeat(60_000))).toMatchObject({
    ok: false,
    drafts: [{ check: { kind: "refused" }, reviews: null }],
  });
});

it("never throws for a page without tables", async () => {
  const constitution = {
    ...kitConstitution(),
    departments: [],
    reviewTriggers: [],
    statementLevels: [],
    products: [],
  };
  write(TIDE, MOON);
  expect(await checked(`file:${WEEK}`, { constitution, author: "nobody" })).toMatchObject({
    drafts: [{ reviews: { needed: [], blocking: [] } }],
  });
});
