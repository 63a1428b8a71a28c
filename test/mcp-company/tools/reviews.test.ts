/** request_review, submit_verdict and list_open_work, as departments use them. */

import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askForReview } from "../../../office/ask-for-review.ts";
import { ask } from "../../office/reviews/office.ts";
import { type Counter, openCounter, type Said } from "../counter.ts";

let counter: Counter;

beforeEach(async () => {
  counter = await openCounter();
});

afterEach(() => counter.close());

// In two pieces, so that nobody takes it for a real one.
const TOKEN = `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`;

const request = (changes: object = {}) => counter.call("request_review", { ...ask(), ...changes });
const submit = (changes: object = {}) =>
  counter.call("submit_verdict", {
    reviewId: "R-1",
    reviewer: "lawyer",
    verdict: "BLOCKING",
    reasons: ["No test proves 99%."],
    ...changes,
  });
const openFor = (agent: string, rest: object = {}) =>
  counter.call("list_open_work", { agent, ...rest });

function expectRefused({ isError, text }: Said, ...parts: string[]): void {
  expect(isError, text).toBe(true);
  for (const part of [...parts, "Nothing was changed."]) expect(text).toContain(part);
}

describe("request_review", () => {
  it("gives the exact text for the reviewer, who finds it in its open work", async () => {
    const { value } = await request({ from: "@Marketing", to: "Lawyer" });
    expect(value).toMatchObject({ reviewId: "R-1", reviewer: "lawyer" });
    expect(value.text).toContain("## Review request R-1");
    expect(value.text).toContain("Almadrava: 99% accuracy, secure by default.");
    const lawyer = await openFor("lawyer", { reviewId: "r-1" });
    expect(lawyer.value.reviewsToAnswer).toMatchObject([{ reviewId: "R-1", from: "marketing" }]);
    expect(lawyer.value.request).toBe(value.text);
    const marketing = await openFor("marketing");
    expect(marketing.value.reviewsWaitedFor).toMatchObject([{ reviewId: "R-1", to: "lawyer" }]);
    expect(marketing.value.request).toBeNull();
  });

  it.each([
    [{ to: "marketing" }, "marketing"],
    [{ to: "sales" }, "no department"],
    [{ to: "founder" }, "For the founder"],
    [{ task: " " }, '"task" is empty'],
    [{ work: "file:nowhere.md" }, "no such file"],
    [{ work: "file:BOARD.md\0" }, "no file has such a name"],
    [{ work: "file:Marketing" }, "a folder or a special file, expected"],
    [{ context: `The token is ${TOKEN}.` }, "(secret)"],
    [{ work: `It is secure: ${TOKEN}` }, "(secret)"],
    [{ work: "file:.hq/hq.db" }, "local state"],
    [{ work: "x".repeat(200_001) }, "200001 bytes"],
    [{ callChain: ["lawyer", "marketing"] }, "call chain"],
    [{ callChain: ["coo", "marketing", "lawyer"] }, "Leave callChain out"],
    [{ inReplyTo: "R-77" }, "no review"],
    [{ work: "Marketing/drafts/week-2026-W47.md#2026-11-19" }, 'with work "file:Marketing/'],
  ])("refuses %j with the reason and what to do instead", async (changes, reason) => {
    const said = await request(changes);
    expectRefused(said, reason);
    expect(said.text.split("Nothing was changed.")).toHaveLength(2);
    expect(said.text).not.toContain(TOKEN);
  });

  it("refuses work of a megabyte, and a chain of a thousand", async () => {
    expectRefused(await request({ work: "secure ".repeat(150_000) }), "bytes");
    const { isError } = await request({ callChain: Array(1_000).fill("cto") });
    expect(isError).toBe(true);
  });

  it("refuses a callback through the record, though nothing is declared", async () => {
    await request();
    expectRefused(
      await request({ from: "lawyer", to: "marketing", work: "Announce the launch." }),
      "Cannot ask marketing for a review (callback)",
    );
  });
});

describe("submit_verdict", () => {
  it("records the answer as advice when nobody can tell who speaks", async () => {
    await request();
    expectRefused(await submit({ reviewId: "2" }), 'no review "R-2"');
    const { value } = await submit({ reviewId: " r-1 " });
    expect(value).toMatchObject({ reviewId: "R-1", verdict: "BLOCKING", attestation: null });
    expect(value.next).toContain("counts as advice");
    const { verdicts } = (await openFor("marketing")).value;
    expect(verdicts).toMatchObject([
      { reviewId: "R-1", verdict: "BLOCKING", attested: false, reasons: ["No test proves 99%."] },
    ]);
    expect((await openFor("lawyer")).value.reviewsToAnswer).toEqual([]);
  });

  it.each([
    [{ reviewId: "R-2" }, "no review"],
    [{ reviewer: "cfo" }, "asks lawyer"],
    [{ reasons: [] }, "no reason in words is given"],
    [{ reasons: ["No test.", " "] }, "a reason is empty"],
    [{ workHash: "0".repeat(64) }, "about"],
  ])("refuses %j", async (changes, reason) => {
    await request();
    expectRefused(await submit(changes), reason);
    expect((await submit()).isError).toBe(false);
  });

  it("keeps no secret, and takes no sign for a reason", async () => {
    await request();
    const secret = await submit({ reasons: [`The token is ${TOKEN}.`] });
    expectRefused(secret, "(secret)");
    expect(secret.text).not.toContain(TOKEN);
    expectRefused(await submit({ reasons: ["\u200b"] }), "no reason in words is given");
    expect((await submit()).isError).toBe(false);
    const closed = await submit();
    expect(closed.text.split("Nothing was changed.")).toHaveLength(2);
  });

  it("takes one of two answers at once", async () => {
    await request();
    const both = await Promise.all([submit(), submit({ verdict: "APPROVED" })]);
    expect(both.filter(({ isError }) => isError)).toHaveLength(1);
    const second = both.find(({ isError }) => isError) as Said;
    expectRefused(second, "R-1 is answered");
    expect(second.text.match(/Nothing was changed/g)).toHaveLength(1);
  });

  it("refuses a verdict that is none", async () => {
    await request();
    expect((await submit({ verdict: "LGTM" })).isError).toBe(true);
  });
});

describe("in the headless run of a department", () => {
  beforeEach(async () => {
    await counter.close();
    counter = await openCounter({ HQ_AGENT: "lawyer" });
  });

  it("nobody else speaks", async () => {
    expectRefused(await request(), 'this run is lawyer\'s, expected "lawyer"');
    expect(existsSync(path.join(counter.root, ".hq"))).toBe(false);
  });

  it("its own verdict is attested", async () => {
    // Marketing asked in its own editor, into the same ledger.
    await askForReview(counter.office.desk, { ...ask(), work: "Almadrava: 99% accuracy." });
    const { value } = await submit();
    expect(value).toMatchObject({ attestation: "headless-run" });
    expect(value.next).not.toContain("advice");
  });
});

describe("list_open_work", () => {
  it("shows tasks with misses and drafts, and makes no ledger by looking", async () => {
    const { value } = await openFor("marketing");
    expect(value.today).toBe("2026-11-20");
    expect(value.tasks).toMatchObject([
      { id: "T-031", misses: 1, chronic: false },
      { id: "T-037" },
      { id: "T-021", misses: 2, chronic: true },
    ]);
    expect(value.drafts).toMatchObject([
      { title: "41 minutes", status: "review" },
      { title: "Retries that are not new orders", status: "draft" },
    ]);
    expect(existsSync(path.join(counter.root, ".hq"))).toBe(false);
  });

  it("shows no request to a department that is not in its chain", async () => {
    await request();
    const { isError, text } = await openFor("cfo", { reviewId: "R-1" });
    expect(isError).toBe(true);
    expect(text).toContain("Cannot show R-1");
  });

  it("refuses a department that there is not", async () => {
    const { isError, text } = await openFor("sales");
    expect(isError).toBe(true);
    expect(text).toContain("expected one of");
  });

  it("forgets verdicts after a week", async () => {
    await request();
    await submit();
    counter.clock.now = new Date("2026-11-28T08:30:00.000Z");
    expect((await openFor("marketing")).value.verdicts).toEqual([]);
  });

  it("lists twenty of each kind and says how many are left", async () => {
    for (let at = 0; at < 25; at += 1) {
      await counter.call("board_update", {
        action: "add",
        by: "coo",
        title: `n ${at}`,
        agent: "cto",
      });
    }
    const { tasks, notes } = (await openFor("cto")).value as { tasks: object[]; notes: string[] };
    expect(tasks).toHaveLength(20);
    expect(notes.at(-1)).toMatch(/^\d+ more tasks are not listed\.$/);
  });
});
