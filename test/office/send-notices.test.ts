/** The founder hears of each thing once, not at night, and never of a secret. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setCompanyField } from "../../company/constitution/edit.ts";
import { readConstitution } from "../../files/company.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import type { Delivery, NoticeMessage } from "../../office/notices/notifier.ts";
import { BEGAN } from "../../office/records/mark-names.ts";
import { sendNotices } from "../../office/send-notices.ts";
import { showStatus } from "../../office/show-status.ts";
import { copySample } from "../cli/sample.ts";
import { newReview } from "../ledger/samples.ts";

const PAGE = ".github/copilot-instructions.md";

let company: Awaited<ReturnType<typeof copySample>>;
let ledger: Ledger;
let now: Date;
let told: NoticeMessage[];
let delivery: (message: NoticeMessage) => Promise<Delivery>;
beforeEach(async () => {
  company = await copySample();
  ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  const page = path.join(company.root, PAGE);
  writeFileSync(page, setCompanyField(readFileSync(page, "utf8"), "Runner", "desk"));
  now = new Date("2026-11-20T09:00:00.000Z");
  told = [];
  delivery = () => Promise.resolve({ kind: "sent" });
  await ledger.write(({ marks }) => marks.set(BEGAN, now.toISOString()));
});
afterEach(async () => {
  await ledger.close();
  await company.remove();
});

const on = (time: string) => {
  now = new Date(`${time}.000Z`);
};

async function pass(changes: { quiet?: string; at?: Ledger } = {}): Promise<string[]> {
  const before = told.length;
  await sendNotices({
    ...{ root: company.root, ledger: changes.at ?? ledger, now: () => now, machine: "desk" },
    constitution: (await readConstitution(company.root)).constitution,
    quiet: changes.quiet,
    notifier: {
      deliver: (message) => {
        told.push(message);
        return delivery(message);
      },
    },
  });
  return told.slice(before).flatMap(({ notices }) => notices.map(({ kind }) => kind));
}

const alert = (detail: string) =>
  ledger.write(({ events }) =>
    events.add({
      ...{ at: now.toISOString(), who: "hq", what: "budget.alert" },
      ...{ subject: "company", hash: null, detail },
    }),
  );

async function addRun(state: "failed" | "lost"): Promise<void> {
  const at = now.toISOString();
  await ledger.write(async ({ runs }) => {
    const id = await runs.add({
      ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: crypto.randomUUID() },
      ...{ holder: "h", startedAt: at, leaseUntil: at },
    });
    const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
    await runs.end(id, { state, at, result: null, why: "It broke.", usage });
  });
}

describe("notices", () => {
  it("tell nothing of the past when they are first wanted, and then each new thing once", async () => {
    await alert("80% of 30 EUR");
    await addRun("lost");
    expect(await pass()).toEqual([]);
    on("2026-11-20T09:01:00");
    await alert("100% of 30 EUR");
    expect(await pass()).toEqual(["budget-alert"]);
    expect(told[0]).toEqual({
      company: "Maré Baixa",
      text: "Maré Baixa: Budget: 100% of 30 EUR. hq status",
      notices: [
        {
          ...{ kind: "budget-alert", at: "2026-11-20T09:01:00.000Z" },
          text: "Budget: 100% of 30 EUR. hq status",
        },
      ],
    });
    on("2026-11-20T09:02:00");
    expect([await pass(), await pass()]).toEqual([[], []]);
  });

  it("tell of plans, reviews for the founder, and what is stuck, as one message", async () => {
    await pass();
    on("2026-11-20T09:10:00");
    const job = "prompt:standup";
    const dueAt = "2026-11-20T08:30:00.000Z";
    await ledger.write(async ({ jobs, reviews }) => {
      const at = now.toISOString();
      await jobs.put({ id: job, since: at, reckonedUntil: at });
      await jobs.add(job, [dueAt]);
      await jobs.claim({ job, dueAt, givenUp: null }, { holder: "h", at, until: at });
      await jobs.settle({ job, dueAt, token: 1 }, { state: "late", at, why: "planned 12 lines" });
      const open = { askedAt: at, expiresAt: "2026-11-26T08:00:00.000Z" };
      await reviews.add(newReview({ ...open, reviewer: "founder" }));
      await reviews.add(newReview({ ...open, workKey: "b" }));
    });
    await addRun("failed");
    expect(await pass()).toEqual(["stuck", "plan-ready", "approval-waiting"]);
    expect(told[0]?.text).toBe(
      [
        "Maré Baixa: 3 notices",
        "- run-1 of cfo failed: It broke. hq runs show run-1",
        "- The plan of 2026-11-20 is ready: planned 12 lines. hq status",
        "- marketing waits for your answer to R-1 on Marketing/post.md. hq review show R-1",
      ].join("\n"),
    );
  });

  it("tell the next day of a duty that was missed and of facts that expire, and once only", async () => {
    await pass();
    on("2026-11-20T23:30:00");
    expect(await pass()).toEqual([]);
    on("2026-11-21T00:30:00");
    const kinds = await pass();
    expect(new Set(kinds)).toEqual(new Set(["missed-obligation"]));
    expect(told[0]?.text).toContain('"IVA periodic return" was due 2026-11-20');
    on("2026-11-22T00:30:00");
    expect(await pass()).toEqual([]);
    const skill = path.join(company.root, ".github/skills/reserve");
    mkdirSync(skill, { recursive: true });
    writeFileSync(path.join(skill, "SKILL.md"), SKILL);
    on("2026-11-23T00:30:00");
    expect(await pass()).toContain("fact-expires");
  });

  it("wait while it is quiet, and come at its end as one", async () => {
    const quiet = "22:00 to 07:00";
    await pass({ quiet });
    on("2026-11-20T22:10:00");
    await alert("one");
    expect(await pass({ quiet })).toEqual([]);
    on("2026-11-21T03:00:00");
    await alert("two");
    expect(await pass({ quiet })).toEqual([]);
    on("2026-11-21T06:59:00");
    expect(await pass({ quiet })).toEqual([]);
    on("2026-11-21T07:00:00");
    const kinds = await pass({ quiet });
    expect(kinds.filter((kind) => kind === "budget-alert")).toHaveLength(2);
    expect(told).toHaveLength(1);
    await expect(pass({ quiet: "at night" })).rejects.toMatchObject({ code: "usage" });
  });

  it("are tried three times when they are refused, and then hq status says so", async () => {
    await pass();
    delivery = () => Promise.resolve({ kind: "refused", why: "the webhook answered 500" });
    on("2026-11-20T09:01:00");
    await alert("one");
    expect(await pass()).toHaveLength(1);
    on("2026-11-20T09:01:59");
    expect(await pass()).toEqual([]);
    on("2026-11-20T09:02:00");
    expect(await pass()).toHaveLength(1);
    on("2026-11-20T09:07:00");
    expect(await pass()).toHaveLength(1);
    on("2026-11-20T12:00:00");
    expect(await pass()).toEqual([]);
    const status = await showStatus({
      ...{ root: company.root, now: () => now, machine: "desk" },
      lost: {
        root: company.root,
        now: () => now,
        isGone: () => false,
        endLeftOvers: () => Promise.resolve(0),
      },
      examine: () => Promise.resolve([]),
    });
    expect(status.stuck).toMatchObject([
      {
        kind: "notice",
        what: "You were not told (the webhook answered 500): Budget: one. hq status",
      },
    ]);
  });

  it("that may have arrived are not sent again, nor are those of a process that was killed", async () => {
    await pass();
    on("2026-11-20T09:01:00");
    await alert("one");
    delivery = () => Promise.resolve({ kind: "unknown", why: "no answer" });
    expect(await pass()).toHaveLength(1);
    await alert("two");
    delivery = () => Promise.reject(new Error("killed"));
    await expect(pass()).rejects.toThrow("killed");
    delivery = () => Promise.resolve({ kind: "sent" });
    on("2026-11-20T09:30:00");
    expect(await pass()).toEqual([]);
    const failed = await ledger.read(({ notices }) => notices.failedSince("2026", 9));
    expect(failed.map(({ text, why }) => [text, why])).toEqual(
      expect.arrayContaining([
        ["Budget: one. hq status", "no answer"],
        ["Budget: two. hq status", expect.stringContaining("may have arrived")],
      ]),
    );
  });

  it("of two passes at once are told by one of them", async () => {
    await pass();
    on("2026-11-20T09:01:00");
    const other = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
    for (const detail of ["one", "two", "three"]) await alert(detail);
    await Promise.all([pass(), pass({ at: other }), pass(), pass({ at: other })]);
    await other.close();
    const texts = told.flatMap(({ notices }) => notices.map(({ text }) => text));
    expect(texts.toSorted()).toEqual([
      ...["Budget: one. hq status", "Budget: three. hq status", "Budget: two. hq status"],
    ]);
  });

  it("never hold a secret", async () => {
    await pass();
    on("2026-11-20T09:01:00");
    const key = `ghp_${"a1B2".repeat(9)}`;
    await alert(`Found ${key} there`);
    await pass();
    expect(JSON.stringify(told)).toContain("held back, because it holds a GitHub token");
    expect(JSON.stringify(told)).not.toContain(key);
  });
});

const SKILL = `---
name: reserve
description: What we keep.
metadata:
  department: cfo
---
## Facts

| Fact | Value | Source | Verified | Check by |
|---|---|---|---|---|
| The rate of the reserve | 3% | the bank's page | 2026-11-01 | 2026-12-01 |
`;
