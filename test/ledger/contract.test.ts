/** What every ledger must do, whatever keeps it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import type { NewReviewRecord } from "../../ledger/reviews.ts";
import { ANSWER, EVENT, newReview } from "./samples.ts";

describe.each(["a file", ":memory:"])("a ledger in %s", (place) => {
  let folder: string;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "hq razão "));
    ledger = await openLedger({
      file: place === ":memory:" ? place : path.join(folder, ".hq", "hq.db"),
    });
  });

  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (changes: Partial<NewReviewRecord> = {}) =>
    ledger.write(({ reviews }) => reviews.add(newReview(changes)));
  const find = (id: string) => ledger.read(({ reviews }) => reviews.find(id));
  const ids = (reviews: { id: string }[]) => reviews.map(({ id }) => id);

  it("gives each review the next id, and gives it back as it was", async () => {
    expect(await add()).toBe("R-1");
    expect(await add({ reviewer: "cto", inReplyTo: "R-1", workPath: null })).toBe("R-2");
    expect(await find("R-1")).toEqual({
      ...newReview(),
      id: "R-1",
      state: "open",
      closedAt: null,
      closedWhy: null,
      answer: null,
    });
    expect(await find("R-2")).toMatchObject({ inReplyTo: "R-1", workPath: null });
    expect(await find("R-3")).toBeNull();
  });

  it("keeps what the reviewer was shown", async () => {
    const id = await add();
    const texts = { asked: "secure\n", request: "## Review request", statements: "[]" };
    await ledger.write(({ reviews }) => reviews.addTexts(id, texts));
    expect(await ledger.read(({ reviews }) => reviews.texts(id))).toEqual(texts);
    expect(await ledger.read(({ reviews }) => reviews.texts("R-9"))).toBeNull();
  });

  it("keeps the newest changes of the board, with what became of each", async () => {
    const change = (says: string, undoes: number | null = null) => ({
      ...{ at: "2026-11-20T08:30:00.000Z", who: "founder", says, hunks: "[]", memory: [], undoes },
    });
    const memory = [{ seq: 12, at: "2026-11-20T08:30:00.000Z" }];
    await ledger.write(async ({ boardChanges }) => {
      expect(await boardChanges.begin(change("T-001 added"))).toBe(1);
      expect(await boardChanges.begin(change("took back", 1))).toBe(2);
      await boardChanges.settle(1, { state: "done", memory });
    });
    expect(await ledger.read(({ boardChanges }) => boardChanges.newest(5))).toEqual([
      { ...change("took back", 1), seq: 2, state: "begun" },
      { ...change("T-001 added"), seq: 1, state: "done", memory },
    ]);
    await ledger.write(async ({ boardChanges }) => {
      for (let at = 0; at < 250; at += 1) await boardChanges.begin(change(`T-${at}`));
    });
    const kept = await ledger.read(({ boardChanges }) => boardChanges.newest(1_000));
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => 252 - at));
  });

  it("takes one answer, and closes the review with it", async () => {
    const id = await add();
    const answer = () =>
      ledger.write(({ reviews }) =>
        reviews.answer(id, { ...ANSWER, reasons: [...ANSWER.reasons] }),
      );
    expect(await answer()).toBe(true);
    expect(await answer()).toBe(false);
    expect(await find(id)).toMatchObject({
      state: "answered",
      closedAt: ANSWER.at,
      answer: { ...ANSWER, seq: 1 },
    });
  });

  it("closes only what is open", async () => {
    const id = await add();
    const close = () =>
      ledger.write(({ reviews }) =>
        reviews.close(id, { state: "withdrawn", at: ANSWER.at, why: "taken back" }),
      );
    expect(await close()).toBe(true);
    expect(await close()).toBe(false);
    expect(await find(id)).toMatchObject({
      state: "withdrawn",
      closedWhy: "taken back",
      answer: null,
    });
  });

  it("refuses a second open question about the same bytes", async () => {
    await add();
    await expect(add()).rejects.toThrow(/UNIQUE/);
    expect(await add({ workHash: "bb" })).toBe("R-2");
  });

  it("finds what is related, oldest first and each once", async () => {
    await add();
    await add({ workHash: "bb", reviewer: "cto" });
    await add({ workHash: "aa".repeat(32), workPath: null, workKey: "text:1", requester: "ceo" });
    await add({ workHash: "cc", workPath: null, workKey: "text:2", taskKey: "other" });
    const related = (selection: { hash?: string; path?: string; key?: string; task?: string }) =>
      ledger
        .read(({ reviews }) =>
          reviews.related({
            hash: selection.hash ?? "none",
            path: selection.path ?? null,
            workKeys: selection.key === undefined ? [] : [selection.key],
            ...(selection.task === undefined
              ? {}
              : { task: { requester: "marketing", reviewer: "lawyer", taskKey: selection.task } }),
          }),
        )
        .then(ids);
    expect(await related({})).toEqual([]);
    expect(await related({ hash: "aa".repeat(32) })).toEqual(["R-1", "R-3"]);
    expect(await related({ path: "Marketing/post.md" })).toEqual(["R-1", "R-2"]);
    expect(await related({ key: "text:2", path: "Marketing/post.md" })).toEqual([
      "R-1",
      "R-2",
      "R-4",
    ]);
    expect(await related({ task: "other" })).toEqual(["R-4"]);
  });

  it("finds the reviews of a file's posts, and of a post in any file", async () => {
    const week = "Marketing/drafts/week-2026-W48.md";
    for (const place of [`${week}#2026-11-24-x-a`, `${week}x#2026-11-24-x-a`, week, `${week}#b`]) {
      await add({ workPath: place, workKey: place });
    }
    const postsOf = await ledger.read(({ reviews }) =>
      reviews.related({ hash: "none", path: null, postsOf: week, workKeys: [] }),
    );
    expect(ids(postsOf)).toEqual(["R-1", "R-4"]);
    const begin = (id: string) => ledger.read(({ reviews }) => reviews.ofPosts(id)).then(ids);
    expect(await begin("2026-11-24")).toEqual(["R-1", "R-2"]);
    expect(await begin("11-24")).toEqual([]);
  });

  it("lists the newest first, by state, department and day", async () => {
    await add();
    await add({
      workHash: "bb",
      requester: "cfo",
      owner: "cfo",
      askedAt: "2026-11-21T08:00:00.000Z",
    });
    await ledger.write(({ reviews }) =>
      reviews.close("R-1", { state: "expired", at: ANSWER.at, why: "late" }),
    );
    const list = (selection: Parameters<typeof query>[0]) => query(selection).then(ids);
    const query = (selection: {
      state?: "open" | "expired";
      agent?: string;
      since?: string;
      limit?: number;
    }) => ledger.read(({ reviews }) => reviews.list({ limit: 10, ...selection }));
    expect(await list({})).toEqual(["R-2", "R-1"]);
    expect(await list({ limit: 1 })).toEqual(["R-2"]);
    expect(await list({ state: "expired" })).toEqual(["R-1"]);
    expect(await list({ agent: "cfo" })).toEqual(["R-2"]);
    expect(await list({ since: "2026-11-21" })).toEqual(["R-2"]);
  });

  it("knows who is waited for and what is overdue", async () => {
    await add();
    await add({ workHash: "bb", expiresAt: "2026-11-22T00:00:00.000Z" });
    await add({ workHash: "cc", reviewer: "cto" });
    await add({ workHash: "dd", requester: "ceo" });
    await ledger.write(({ reviews }) =>
      reviews.close("R-4", { state: "withdrawn", at: ANSWER.at, why: "taken back" }),
    );
    const { waiting, asking, overdue } = await ledger.read(async ({ reviews }) => ({
      waiting: await reviews.waitingFor("lawyer"),
      asking: [await reviews.askedBy("marketing"), await reviews.askedBy("ceo")],
      overdue: await reviews.overdue("2026-11-22T00:00:00.000Z", 5),
    }));
    expect(ids(waiting)).toEqual(["R-1", "R-2"]);
    expect(asking.map(ids)).toEqual([["R-1", "R-2", "R-3"], []]);
    expect(ids(overdue)).toEqual(["R-2"]);
  });

  it("gives the answers that a department was given lately, newest first", async () => {
    for (const hour of ["08", "09", "10"]) {
      const id = await add({ workHash: hour.repeat(32), workKey: hour });
      const at = `2026-11-21T${hour}:00:00.000Z`;
      await ledger.write(({ reviews }) =>
        reviews.answer(id, { ...ANSWER, reasons: [...ANSWER.reasons], at }),
      );
    }
    await add({ workHash: "d".repeat(64), workKey: "open" });
    const answered = (requester: string, since: string, limit = 10) =>
      ledger.read(({ reviews }) => reviews.answeredFor(requester, since, limit));
    expect(ids(await answered("marketing", "2026-11-21T09:00:00.000Z"))).toEqual(["R-3", "R-2"]);
    expect(ids(await answered("marketing", "2026-11-20", 1))).toEqual(["R-3"]);
    expect(await answered("ceo", "2026-11-20")).toEqual([]);
  });

  it("keeps events in their order", async () => {
    await ledger.write(async ({ events }) => {
      await events.add({ ...EVENT });
      await events.add({ ...EVENT, subject: null, hash: null, detail: null, who: "hq" });
      await events.add({ ...EVENT, at: "2026-11-21T08:30:00.000Z" });
    });
    const read = await ledger.read(async ({ events }) => ({
      one: await events.ofSubjects(["R-1"]),
      since: await events.since("2026-11-20", 2),
      later: await events.since("2026-11-21", 9),
    }));
    expect(read.one.map(({ seq }) => seq)).toEqual([1, 3]);
    expect(read.since).toMatchObject([EVENT, { who: "hq", subject: null, detail: null }]);
    expect(read.later.map(({ seq }) => seq)).toEqual([3]);
  });

  it("writes all of a transaction or nothing", async () => {
    const failing = ledger.write(async ({ reviews, events }) => {
      await reviews.add(newReview());
      await events.add({ ...EVENT });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await find("R-1")).toBeNull();
    expect(await ledger.read(({ events }) => events.since("", 9))).toEqual([]);
    expect(await add()).toBe("R-1");
  });

  it("lets the calls of one process wait for each other", async () => {
    const decided = await Promise.all(
      [1, 2, 3].map(() =>
        ledger.write(async ({ reviews }) => {
          const [open] = await reviews.waitingFor("lawyer");
          return open === undefined ? reviews.add(newReview()) : "too late";
        }),
      ),
    );
    expect(decided).toEqual(["R-1", "too late", "too late"]);
  });

  it("says so when it was closed", async () => {
    await ledger.close();
    await expect(add()).rejects.toMatchObject({ name: "LedgerError", code: "closed" });
  });
});
