/** Reviews of single posts: what an edit of the weekly file does to them, and what it cannot undo. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reviewFindings } from "../../../company/claims/rules/review-findings.ts";
import type { AskForm } from "../../../office/ask-for-review.ts";
import { draftReviewState } from "../../../office/reviews/draft-reviews.ts";
import { statementsOf } from "../../../office/reviews/post-statements.ts";
import { readWork } from "../../../office/reviews/work.ts";
import { ask, type Office, openOffice } from "./office.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";

let office: Office;
let root: string;

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "hq posts "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
  office = await openOffice({ root });
});

afterEach(async () => {
  await office.ledger.close();
  rmSync(root, { recursive: true, force: true });
});

const post = (head: string, text: string) => `## ${head}\n\n- Status: draft\n\n${text}\n`;
const TIDE = post("2026-11-24 · x · Tide", "Almadrava is secure.");
const SUN = post("2026-11-28 · newsletter · Sun", "A contract and an invoice.");
const MOON = post("2026-11-26 · dev.to · Moon", "A contract about the moon.");

function write(...posts: string[]): void {
  writeFileSync(path.join(root, WEEK), posts.join("\n"));
}

function later(): void {
  office.clock.now = new Date(office.clock.now.getTime() + 60_000);
}

async function asked(id: string, changes: Partial<AskForm> = {}): Promise<string> {
  later();
  const result = await office.desk.request(ask({ work: `file:${WEEK}#${id}`, ...changes }));
  if (result.kind !== "asked") throw new Error(`refused: ${result.reason}`);
  return result.reviewId;
}

async function answer(reviewId: string, verdict: "APPROVED" | "BLOCKING") {
  later();
  const form = { reviewId, reviewer: "lawyer", verdict, reasons: ["There is no test."] };
  return office.desk.submit(form, "headless-run");
}

async function stateOf(id: string, ledger: Office["ledger"] | null = office.ledger) {
  const work = await readWork(root, `file:${WEEK}#${id}`);
  if ("kind" in work) throw new Error(work.reason);
  const { constitution } = office.rules;
  const known = { root, constitution, memory: office.memory.view, now: office.clock.now };
  const { statements, context } = await statementsOf(work, known);
  if (context === null) throw new Error("it is no post");
  return draftReviewState({
    ...{ ledger, constitution, work, statements, context },
    ...{ author: "marketing", now: office.clock.now },
  });
}

const standing = (id: string) => office.desk.standing("marketing", `file:${WEEK}#${id}`);

it("keeps a verdict while others of the file change, and answers after the post was moved", async () => {
  write(TIDE, MOON);
  const tide = await asked("2026-11-24");
  const moon = await asked("2026-11-26", { task: "The moon" });
  write(MOON.replace("moon.", "sun."), TIDE.replace("11-24", "11-28"));
  expect(await answer(tide, "APPROVED")).toMatchObject({ kind: "answered" });
  expect(await answer(moon, "APPROVED")).toMatchObject({ code: "hash-mismatch" });
  expect(await standing("2026-11-28-x-tide")).toMatchObject({ kind: "founder", missing: [] });
});

it("shows the reviewer this post alone, and finds the row of its folder", async () => {
  write(TIDE, MOON);
  const result = await office.desk.request(ask({ work: `file:${WEEK}#2026-11-24` }));
  expect(result).toMatchObject({
    kind: "asked",
    text: expect.not.stringContaining("moon"),
    review: { workPath: `${WEEK}#2026-11-24-x-tide`, workKey: `file:${WEEK}#2026-11-24-x-tide` },
  });
  const state = await standing("2026-11-24");
  expect(state).toMatchObject({ missing: ["lawyer"], forFounder: [{ reviewer: "marketing" }] });
});

it.each([
  ["a new title", ["2026-11-24 · x · Tide", "2026-11-24 · x · The moon rises"]],
  ["another day", ["2026-11-24 · x · Tide", "2026-11-27 · x · Tide"]],
])("does not lose a BLOCKING to %s and a reworded text", async (_, [from = "", to = ""]) => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  write(TIDE.replace(from, to).replace("secure", "nice"), MOON);
  const id = to.includes("27") ? "2026-11-27" : "2026-11-24";
  expect(await standing(id)).toMatchObject({ kind: "blocked", blocking: [{ id: "R-1" }] });
  const second = await asked(id, { task: "Something else", whatINeed: "Is it secure?" });
  const review = await office.ledger.read(({ reviews }) => reviews.find(second));
  expect(review?.workKey).toBe(`file:${WEEK}#2026-11-24-x-tide`);
  await answer(second, "APPROVED");
  expect(await standing(id)).toMatchObject({ kind: "founder", blocking: [] });
});

it("takes a post that is like none as the next version of the blocked one that is gone", async () => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  write(post("2026-11-29 · newsletter · Waves", "Almadrava is secure now."), MOON);
  const second = await asked("2026-11-29", { task: "Other" });
  await answer(second, "BLOCKING");
  write(post("2026-11-29 · newsletter · Waves", "I plan to make Almadrava secure."), MOON);
  const third = await asked("2026-11-29", { task: "Other yet" });
  const versions = await office.ledger.read(({ reviews }) =>
    reviews.related({ hash: "", path: null, workKeys: [`file:${WEEK}#2026-11-24-x-tide`] }),
  );
  expect(versions.map(({ id }) => id)).toEqual(["R-1", second, third]);
});

it("takes an open question about a post that is gone back when its next version is asked about", async () => {
  write(TIDE, MOON);
  const first = await asked("2026-11-24");
  write(TIDE.replace("Tide", "Waves").replace("secure", "safe"), MOON);
  await asked("2026-11-24-x-waves", { task: "Other" });
  const review = await office.ledger.read(({ reviews }) => reviews.find(first));
  expect(review?.state).toBe("withdrawn");
});

const keyOf = async (id: string) =>
  (await office.ledger.read(({ reviews }) => reviews.find(id)))?.workKey;

it("leaves posts alone that are still there, and approved ones", async () => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  const moon = await asked("2026-11-26", { task: "The moon" });
  expect(await keyOf(moon)).toBe(`file:${WEEK}#2026-11-26-devto-moon`);
  await answer(moon, "APPROVED");
  write(TIDE, SUN);
  const third = await asked("2026-11-28", { task: "The sun" });
  expect(await keyOf(third)).toBe(`file:${WEEK}#2026-11-28-newsletter-sun`);
});

it("does not charge another post with what another reviewer said of one that is gone", async () => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  write(MOON, SUN);
  const second = await asked("2026-11-28", { task: "The sun", to: "accountant" });
  expect(await keyOf(second)).toBe(`file:${WEEK}#2026-11-28-newsletter-sun`);
});

it("does not lose a BLOCKING by asking another reviewer about the renamed post first", async () => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  write(post("2026-11-24 · x · Price", "Almadrava has an invoice."), MOON);
  const second = await asked("2026-11-24", { task: "The price", to: "accountant" });
  expect(await keyOf(second)).toBe(`file:${WEEK}#2026-11-24-x-tide`);
});

it("says what a draft needs: missing, waiting, advice, blocked and the founder's", async () => {
  write(TIDE, MOON);
  const lawyer = async (id: string) =>
    (await stateOf(id)).needed.find(({ reviewer }) => reviewer === "lawyer")?.standing;
  expect(await stateOf("2026-11-24", null)).toMatchObject({
    work: `file:${WEEK}#2026-11-24-x-tide`,
    needed: [
      { reviewer: "lawyer", because: ["secure"], standing: { kind: "missing", open: null } },
      { reviewer: "marketing", because: [WEEK], standing: { kind: "founder" } },
    ],
    blocking: [],
  });
  const first = await asked("2026-11-24");
  expect(await lawyer("2026-11-24")).toEqual({ kind: "missing", open: first });
  await answer(first, "BLOCKING");
  expect((await stateOf("2026-11-24")).blocking).toMatchObject([{ id: "R-1", isThisText: true }]);
  write(TIDE.replace("is secure", "may be secure"), MOON);
  expect((await stateOf("2026-11-24")).blocking).toMatchObject([{ id: "R-1", isThisText: false }]);
  const second = await asked("2026-11-24");
  office.clock.now = new Date(office.clock.now.getTime() + 60_000);
  const form = { reviewId: second, reviewer: "lawyer", reasons: ["Fine."] };
  await office.desk.submit({ ...form, verdict: "CONCERNS" }, null);
  expect(await lawyer("2026-11-24")).toEqual({
    kind: "answered",
    id: second,
    verdict: "CONCERNS",
    reasons: ["Fine."],
    isAttested: false,
  });
  // Advice does not lift what the reviewer itself has said; its own answer does.
  expect((await stateOf("2026-11-24")).blocking).toMatchObject([{ id: "R-1" }]);
  const third = await asked("2026-11-24");
  await office.desk.submit({ ...form, reviewId: third, verdict: "CONCERNS" }, "guard-hook");
  expect((await stateOf("2026-11-24")).blocking).toEqual([]);
});

it("tells of the concerns of a reviewer whom no row asked for", async () => {
  write(TIDE);
  const id = await asked("2026-11-24", { to: "cto", whatINeed: "Is the architecture as it says?" });
  const given = { reviewId: id, reviewer: "cto", verdict: "CONCERNS", reasons: ["No."] } as const;
  await office.desk.submit(given, null);
  const state = await stateOf("2026-11-24");
  expect(state.needed.map(({ reviewer }) => reviewer)).not.toContain("cto");
  const concerns = reviewFindings(state).filter(({ rule }) => rule === "review-concerns");
  expect(concerns).toMatchObject([
    { severity: "warning", what: `cto answered CONCERNS (${id}): No.` },
  ]);
  expect(await standing("2026-11-24")).toMatchObject({ concerns: [{ reviewer: "cto" }] });
});

it("has a way out of a BLOCKING for the version in which the words are gone", async () => {
  write(TIDE);
  await answer(await asked("2026-11-24"), "BLOCKING");
  write(TIDE.replace("is secure", "is being rewritten"));
  expect(await standing("2026-11-24")).toMatchObject({ kind: "blocked" });
  const second = await asked("2026-11-24", {
    ...{ inReplyTo: "R-1", task: "Tuesday", whatINeed: "May it go out?", context: "None." },
  });
  const { request = "" } = (await office.ledger.read(({ reviews }) => reviews.texts(second))) ?? {};
  expect(request).toContain("(you objected to an earlier version)");
  expect(await answer(second, "APPROVED")).toMatchObject({ kind: "answered" });
  expect(await standing("2026-11-24")).toMatchObject({ blocking: [], unattested: [] });
});

it("tells the founder that a BLOCKING was lifted by advice", async () => {
  write(TIDE);
  const ground = { reviewer: "lawyer", reasons: ["So."] };
  const first = await asked("2026-11-24");
  await office.desk.submit({ ...ground, reviewId: first, verdict: "BLOCKING" }, null);
  write(TIDE.replace("is secure", "is being rewritten"));
  const second = await asked("2026-11-24", { inReplyTo: first, whatINeed: "May it go out?" });
  await office.desk.submit({ ...ground, reviewId: second, verdict: "APPROVED" }, null);
  expect(await standing("2026-11-24")).toMatchObject({
    ...{ kind: "founder", blocking: [], unattested: [{ id: second }] },
  });
  const state = await stateOf("2026-11-24");
  expect(reviewFindings(state).map(({ rule }) => rule)).toContain("review-unattested");
});

it("says what a draft needs under a page without a department or a row", async () => {
  write(TIDE);
  const work = await readWork(root, `file:${WEEK}`);
  if ("kind" in work) throw new Error(work.reason);
  const { now } = office.clock;
  const known = { root, constitution: office.rules.constitution, memory: null, now };
  const { context } = await statementsOf(work, known);
  if (context === null) throw new Error("it is no post");
  const sources = { ledger: office.ledger, work, author: "nobody", now, statements: [], context };
  const empty = { ...office.rules.constitution, departments: [] };
  const withRows = await draftReviewState({ ...sources, constitution: empty });
  expect(withRows.needed.every(({ standing }) => standing.kind === "founder")).toBe(true);
  const bare = { ...empty, reviewTriggers: [] };
  expect(await draftReviewState({ ...sources, constitution: bare })).toMatchObject({ needed: [] });
});

it.each([
  ["another post of the file", { work: `file:${WEEK}#2026-11-26` }],
  ["a text", { work: "A contract about nothing." }],
])("does not lose a BLOCKING to an approval of %s that was asked in reply", async (_, decoy) => {
  write(TIDE, MOON);
  const first = await asked("2026-11-24");
  await answer(first, "BLOCKING");
  const other = await asked("2026-11-26", { inReplyTo: first, task: "Decoy", ...decoy });
  await answer(other, "APPROVED");
  write(TIDE.replace("secure", "nice"), MOON);
  expect(await standing("2026-11-24")).toMatchObject({
    kind: "blocked",
    blocking: [{ id: first }],
  });
  write(TIDE.replace("secure", "nice").replace("Tide", "Low tide"), MOON);
  expect(await standing("2026-11-24")).toMatchObject({
    kind: "blocked",
    blocking: [{ id: first }],
  });
  await answer(await asked("2026-11-24", { task: "New", whatINeed: "Is it secure?" }), "APPROVED");
  expect(await standing("2026-11-24")).toMatchObject({ kind: "founder", blocking: [] });
});

it("does not take another post that is there for the blocked one because the task is worded alike", async () => {
  write(TIDE, MOON);
  await answer(await asked("2026-11-24"), "BLOCKING");
  const second = await asked("2026-11-26");
  const review = await office.ledger.read(({ reviews }) => reviews.find(second));
  expect(review?.workKey).toBe(`file:${WEEK}#2026-11-26-devto-moon`);
});

it("does not lose a BLOCKING among hundreds of questions about other posts of the file", async () => {
  write(TIDE);
  await answer(await asked("2026-11-24"), "BLOCKING");
  const others = Array.from({ length: 210 }, (_, at) =>
    post(`2026-11-26 · dev.to · Moon ${at}`, `The price, the tax, a contract and a roadmap ${at}.`),
  );
  write(TIDE.replace("secure", "nice").replace("Tide", "Low tide"), ...others);
  for (const at of others.keys()) {
    const to = ["lawyer", "cfo", "accountant", "ceo", "cto"][at % 5] ?? "";
    const whatINeed = "Is it fine, and the server?";
    await asked(`2026-11-26-devto-moon-${at}`, { to, task: `${at}`, whatINeed });
  }
  expect(await standing("2026-11-24")).toMatchObject({
    kind: "blocked",
    blocking: [{ id: "R-1" }],
  });
});
