/** What is due goes out once, as it was approved, within its window; everything else does not. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel } from "../../../channels/channel.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { settle } from "../../../office/posts/outbox-steps.ts";
import { resolvePost } from "../../../office/posts/resolve-post.ts";
import { sendPosts } from "../../../office/posts/send-posts.ts";
import { holdPost, unapprovePost } from "../../../office/posts/unapprove-post.ts";
import { resumeWork, stopWork } from "../../../office/stop-work.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";
import {
  approve,
  BEFORE,
  type Company,
  DUE,
  emptyCompany,
  WEEK,
  writeWeek,
} from "./approved-company.ts";
import { openWall, type Wall, wallChannel } from "./loopback-channel.ts";

const ID = "2026-11-24-x-a-drill";
const COUNT = rounds({ few: 20, many: 100 });
const TEXT = "The drill took 41 minutes.";

let company: Company;
let wall: Wall;
let channel: Channel;

beforeEach(async () => {
  company = await emptyCompany();
  wall = await openWall();
  channel = wallChannel(wall.url);
});

afterEach(async () => {
  await wall.close();
  await company.remove();
});

const week = () => readFile(path.join(company.root, WEEK), "utf8");
const texts = () => wall.posts.map(({ text }) => text);
const later = (minutes: number) => new Date(DUE.getTime() + minutes * 60_000);

async function onLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

function send({ now = DUE, open = () => channel }: { now?: Date; open?: () => Channel } = {}) {
  return onLedger((ledger) =>
    sendPosts({
      ...{ root: company.root, ledger, env: {}, open, now: () => now },
      holder: "here\t1",
      isGone: () => true,
    }),
  );
}

async function approved(text = TEXT, { open = () => channel } = {}) {
  await writeWeek(company.root, [{ title: "A drill", text }]);
  await approve(company.root, ID, { open });
}

const steps = () =>
  onLedger((ledger) =>
    ledger.read(async ({ outbox }) =>
      (await outbox.steps(ID)).map(({ step, part }) => `${part} ${step}`),
    ),
  );

async function edit(from: string, to: string) {
  const page = await week();
  expect(page).toContain(from);
  await writeFile(path.join(company.root, WEEK), page.replace(from, to));
}

describe("a post that is due", () => {
  it("goes out once, and its draft and the record say where it stands", async () => {
    await approved();
    expect(await send({ now: BEFORE })).toEqual([]);
    expect(await send()).toEqual([{ id: ID, kind: "posted", why: null, url: `${wall.url}/1` }]);
    expect(await send()).toEqual([]);
    expect(texts()).toEqual([TEXT]);
    expect(await week()).toContain(`- Status: posted\n- Posted: ${wall.url}/1\n`);
    expect(await steps()).toEqual(["0 approved", "0 claimed", "0 sent", "0 posted"]);
  });

  it("is a thread: the parts in order, each under the one before", async () => {
    await approved("One.\n---\nTwo.\n---\nThree.");
    await send();
    expect(wall.posts).toEqual([
      { text: "One.", after: null },
      { text: "Two.", after: "1" },
      { text: "Three.", after: "2" },
    ]);
  });

  it("never goes out late", async () => {
    await approved();
    expect(await send({ now: later(90) })).toMatchObject([{ kind: "expired" }]);
    expect(await send({ now: DUE })).toEqual([]);
    expect(texts()).toEqual([]);
    expect(await week()).toContain("- Status: review");
  });

  it("with the words of one that stands there does not go out under another name", async () => {
    const posts = [
      { title: "A drill", text: TEXT },
      { title: "The same", text: ` ${TEXT}` },
    ];
    await writeWeek(company.root, posts);
    for (const id of [ID, "2026-11-24-x-the-same"]) {
      await approve(company.root, id, { open: () => channel });
    }
    const sent = await send();
    expect(sent.map(({ kind }) => kind)).toEqual(["posted", "waits"]);
    expect(sent[1]?.why).toContain(`the same words are with @mare as ${ID}`);
    expect(texts()).toEqual([TEXT]);
  });
});

describe("nothing goes out", () => {
  it.each([
    ["changed", () => edit("41 minutes", "14 minutes"), "void"],
    ["at another time", () => edit("09:30 to 11:30", "09:00 to 11:30"), "void"],
    [
      "that somebody only calls approved",
      () => rm(path.join(company.root, `Marketing/approvals/${ID}.json`)),
      "void",
    ],
  ])("that is %s", async (_name, change, kind) => {
    await approved();
    await change();
    expect(await send()).toMatchObject([{ id: ID, kind }]);
    expect(texts()).toEqual([]);
  });

  it("that lost its status, was deleted or moved to another week", async () => {
    await approved();
    await edit("Status: approved", "Status: dropped");
    expect(await send()).toEqual([]);
    await rm(path.join(company.root, WEEK));
    expect(await send()).toEqual([]);
    expect(texts()).toEqual([]);
  });

  it("while it is stopped or held, and does when it is let go", async () => {
    await approved();
    const sources = { root: company.root, now: DUE };
    await stopWork(sources, { agent: null, why: "an outage" });
    expect(await send()).toMatchObject([
      { kind: "waits", why: expect.stringContaining("an outage") },
    ]);
    await resumeWork(sources, null);
    const founder = { root: company.root, now: () => DUE };
    await holdPost(founder, { id: ID, why: "not yet", isOff: false });
    expect(await send()).toMatchObject([{ kind: "waits", why: "you hold it: not yet" }]);
    expect(texts()).toEqual([]);
    await holdPost(founder, { id: ID, why: undefined, isOff: true });
    expect(await send()).toMatchObject([{ kind: "posted" }]);
  });

  it("to another account than the one that was approved", async () => {
    await approved();
    const other: Channel = {
      ...channel,
      account: async () => ({ kind: "account", account: "@other" }),
    };
    expect(await send({ open: () => other })).toMatchObject([{ kind: "void" }]);
    const gone: Channel = {
      ...channel,
      account: async () => ({ kind: "unreachable", why: "401" }),
    };
    await approved();
    expect(await send({ open: () => gone })).toMatchObject([{ kind: "waits" }]);
    expect(texts()).toEqual([]);
  });
});

describe("between the claim and the bytes", () => {
  /** The channel's second question for the account is asked right before the part goes out. */
  const changing = (change: () => Promise<unknown>): Channel => {
    let asked = 0;
    return {
      ...channel,
      account: async () => {
        asked += 1;
        if (asked === 2) await change();
        return { kind: "account", account: "@mare" };
      },
    };
  };

  it.each([
    ["a word changes", () => edit("41 minutes", "14 minutes"), "cancelled"],
    [
      "the approval is taken back",
      () => unapprovePost({ root: company.root, now: () => DUE }, ID),
      "cancelled",
    ],
    [
      "the founder stops everything",
      () => stopWork({ root: company.root, now: DUE }, { agent: null, why: null }),
      "waits",
    ],
    [
      "the founder holds it",
      () =>
        holdPost({ root: company.root, now: () => DUE }, { id: ID, why: undefined, isOff: false }),
      "waits",
    ],
  ])("%s: it does not go out", async (_name, change, kind) => {
    await approved();
    const slow = changing(change);
    expect(await send({ open: () => slow })).toMatchObject([{ kind }]);
    expect(texts()).toEqual([]);
  });

  it("in the midst of a thread: the rest does not go out", async () => {
    await approved("One.\n---\nTwo.");
    let sent = 0;
    const slow: Channel = {
      ...channel,
      send: async (part) => {
        sent += 1;
        const outcome = await channel.send(part);
        if (sent === 1) await edit("Two.", "Second.");
        return outcome;
      },
    };
    expect(await send({ open: () => slow })).toMatchObject([{ kind: "cancelled" }]);
    expect(texts()).toEqual(["One."]);
  });
});

describe("what the channel says", () => {
  it("no: it failed, and goes out only when it is approved anew", async () => {
    await approved();
    wall.faults.push("refuse");
    expect(await send()).toMatchObject([{ kind: "failed", why: "403" }]);
    expect(await send()).toEqual([]);
    await approve(company.root, ID, { open: () => channel, now: DUE });
    expect(await send()).toMatchObject([{ kind: "posted" }]);
    expect(texts()).toEqual([TEXT]);
  });

  it("not now: it waits until then", async () => {
    await approved();
    wall.faults.push("refuse-for-now");
    expect(await send()).toMatchObject([{ kind: "waits", why: "429" }]);
    expect(await send({ now: later(29) })).toMatchObject([{ kind: "waits" }]);
    expect(texts()).toEqual([]);
    expect(await send({ now: later(30) })).toMatchObject([{ kind: "posted" }]);
  });

  it("nothing: it is looked up at once, and not sent again when it stands there", async () => {
    await approved("One.\n---\nTwo.");
    wall.faults.push("cut-after");
    expect(await send()).toMatchObject([{ kind: "waits" }]);
    expect(await send()).toMatchObject([{ kind: "posted" }]);
    expect(texts()).toEqual(["One.", "Two."]);
    expect(await steps()).toContain("0 reconciled");
  });

  it("nothing, and the channel cannot be sure: the founder is asked, and nothing more goes out", async () => {
    channel = wallChannel(wall.url, { isSure: false });
    await approved();
    wall.faults.push("cut-before");
    expect(await send()).toMatchObject([{ kind: "unknown" }]);
    expect(await send({ now: later(20) })).toMatchObject([{ kind: "unknown" }]);
    expect(texts()).toEqual([]);
    const founder = { root: company.root, now: () => later(21) };
    const { state } = await resolvePost(founder, { id: ID, seen: { kind: "not-posted" } });
    expect(state).toBe("open");
    expect(await send({ now: later(22) })).toMatchObject([{ kind: "posted" }]);
    expect(texts()).toEqual([TEXT]);
    await expect(
      resolvePost(founder, { id: ID, seen: { kind: "not-posted" } }),
    ).rejects.toMatchObject({
      code: "wrong-state",
    });
  });

  it("nothing, and the founder sees it there: it is out", async () => {
    channel = wallChannel(wall.url, { isSure: false });
    await approved();
    wall.faults.push("cut-before");
    await send();
    const founder = { root: company.root, now: () => DUE };
    await expect(
      resolvePost(founder, { id: ID, seen: { kind: "posted", url: "nowhere" } }),
    ).rejects.toMatchObject({ code: "usage" });
    const url = "https://x.example/mare/status/77?s=20";
    const { state } = await resolvePost(founder, { id: ID, seen: { kind: "posted", url } });
    expect(state).toBe("posted");
    expect(await send()).toEqual([]);
    expect(await week()).toContain(`- Posted: ${url}`);
  });

  it("yes, after the process was given up: it counts all the same", async () => {
    await approved();
    const silent: Channel = {
      ...channel,
      send: async () => ({ kind: "unknown", why: "no answer" }),
      find: async () => ({ kind: "unsure", why: "not seen" }),
    };
    await send({ open: () => silent });
    const record = await onLedger((ledger) => ledger.read(({ outbox }) => outbox.find(ID)));
    if (record === null) throw new Error("no record");
    const late = { kind: "posted", id: "9", url: null, costMicroUsd: 0 } as const;
    const after = await onLedger((ledger) =>
      settle({ ledger, now: () => DUE, holder: "", isGone: () => false }, record, late),
    );
    expect(after.state).toBe("posted");
  });
});

it("a record that was deleted after a send does not send again", async () => {
  await approved();
  await send();
  const file = path.join(company.root, LEDGER_FILE);
  for (const end of ["", "-wal", "-shm"]) await rm(`${file}${end}`, { force: true });
  // As a founder who restores the draft from git and approves it anew; the clock of the record is the real one.
  await edit("Status: posted", "Status: approved");
  await onLedger(async () => undefined);
  await approve(company.root, ID, { open: () => channel, now: DUE });
  expect(existsSync(file)).toBe(true);
  expect(await send()).toMatchObject([{ kind: "posted" }]);
  expect(texts()).toEqual([TEXT]);
  expect(await steps()).toContain("0 reconciled");
});

it("many posts of one minute and four publishers: each once", {
  timeout: 120_000,
}, async () => {
  const program = await builtProgram(path.join(import.meta.dirname, "publisher.ts"));
  const posts = Array.from({ length: COUNT }, (_, at) => ({
    title: `Number ${at}`,
    text: `Words of ${at}.`,
  }));
  await writeWeek(company.root, posts);
  await approveAll(posts.map((_, at) => `2026-11-24-x-number-${at}`));
  const argv = [program, company.root, wall.url, "0", DUE.toISOString(), "sure"];
  const env = { ...process.env, NODE_NO_WARNINGS: "1" };
  const codes = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const child = spawn(process.execPath, argv, { stdio: "inherit", env });
      return ((await once(child, "close")) as [number])[0];
    }),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(texts().sort()).toEqual(posts.map(({ text }) => text).sort());
  const records = await onLedger((ledger) => ledger.read(({ outbox }) => outbox.latest(200)));
  expect(records.map(({ state }) => state)).toEqual(Array.from({ length: COUNT }, () => "posted"));
});

/** One by one, as a founder does, would take a minute: each yes reads the whole company. */
async function approveAll(ids: readonly string[]) {
  for (const id of ids) await approve(company.root, id, { open: () => channel });
}
