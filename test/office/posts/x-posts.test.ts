/** Approved posts on their way to X when something is wrong: nothing doubled, nothing lost, clear words. */
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { xChannel } from "../../../channels/x/x.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { askToApprove } from "../../../office/posts/approve-post.ts";
import { resolvePost } from "../../../office/posts/resolve-post.ts";
import { type SentPost, sendPosts } from "../../../office/posts/send-posts.ts";
import { stuckPosts } from "../../../office/status/stuck-posts.ts";
import { X_KEYS } from "../../channels/x/keys.ts";
import { openX, type Place, type XFault } from "../../channels/x/server.ts";
import {
  approve,
  type Company,
  DUE,
  emptyCompany,
  PAGE,
  section,
  WEEK,
  writeWeek,
} from "./approved-company.ts";
import { xEnv } from "./publish-once.ts";

const ID = "2026-11-24-x-a-drill";
const TEXT = "The drill took 41 minutes.";
const PICTURE = "Marketing/media/graph.png";
const PNG = Buffer.from("\x89PNG\r\n\x1A\n and so on", "latin1");

let company: Company;
let x: Place;

beforeEach(async () => {
  company = await emptyCompany();
  x = await openX();
  x.clock.now = DUE;
});

afterEach(async () => {
  await x.close();
  await company.remove();
});

const open =
  (timeoutMs = 20_000) =>
  () =>
    xChannel({ keys: X_KEYS, base: x.base, timeoutMs }, () => x.clock.now);

async function onLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE), busyMs: 30_000 });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

function send({
  env = xEnv(x.base),
  timeoutMs,
}: {
  env?: Record<string, string>;
  timeoutMs?: number;
} = {}) {
  return onLedger((ledger) =>
    sendPosts({
      ...{ root: company.root, ledger, env, now: () => x.clock.now },
      ...(timeoutMs === undefined ? {} : { open: open(timeoutMs) }),
      holder: "here\t1",
      isGone: () => true,
    }),
  );
}

async function approved(text = TEXT, fields = "") {
  await writeWeek(company.root, [{ title: "A drill", text, fields }]);
  await approve(company.root, ID, { open: open() });
}

const wait = (minutes: number) => {
  x.clock.now = new Date(x.clock.now.getTime() + minutes * 60_000);
};
const texts = () => x.tweets.map(({ sent }) => sent);
const stepsOf = (post: string) =>
  onLedger((ledger) =>
    ledger.read(async ({ outbox }) => (await outbox.steps(post)).map(({ step }) => step)),
  );
const tries = () => x.calls.filter((each) => each === "POST /2/tweets").length;
const week = () => readFile(path.join(company.root, WEEK), "utf8");
const only = (sent: SentPost[]): SentPost => {
  expect(sent.map(({ id }) => id)).toEqual([ID]);
  return sent[0] as SentPost;
};

describe("a post that waits, and goes out once when it is put right", () => {
  it.each<{ name: string; fault: XFault; minutes: number; words: string }>([
    { name: "a used up limit that says when it ends", fault: "429", minutes: 16, words: "429" },
    { name: "one that does not", fault: "429-bare", minutes: 16, words: "429" },
    { name: "one of the day, beside a fresh one", fault: "429-day", minutes: 61, words: "429" },
    { name: "used up credits", fault: "402", minutes: 11, words: "console.x.com" },
    { name: "a revoked right", fault: "403-permission", minutes: 11, words: "Read and write" },
  ])("after $name", async ({ fault, minutes, words }) => {
    await approved();
    x.faults.post.push(fault);
    expect(only(await send())).toMatchObject({
      kind: "waits",
      why: expect.stringContaining(words),
    });
    wait(minutes - 2);
    expect(only(await send())).toMatchObject({ kind: "waits" });
    expect(tries()).toBe(1);
    wait(2);
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual([TEXT]);
  });

  it("after a wrong key, and after a clock that was wrong", async () => {
    await approved();
    const env = { ...xEnv(x.base), HQ_X_ACCESS_SECRET: "of another year" };
    expect(only(await send({ env }))).toMatchObject({
      kind: "waits",
      why: expect.stringContaining("taken back"),
    });
    x.skewMs = -7_200_000;
    expect(only(await send())).toMatchObject({
      kind: "waits",
      why: expect.stringContaining("clock"),
    });
    x.skewMs = 0;
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual([TEXT]);
  });

  it("with three of its four keys, and not to the folder", async () => {
    await approved();
    const { HQ_X_API_SECRET: _left, ...env } = xEnv(x.base);
    expect(only(await send({ env }))).toMatchObject({
      kind: "waits",
      why: expect.stringContaining("HQ_X_API_SECRET is not set"),
    });
    expect(texts()).toEqual([]);
  });

  it("holds back what else goes to the account, without asking X again", async () => {
    const posts = [TEXT, "Another.", "A third."].map((text, at) => ({
      title: at === 0 ? "A drill" : `Number ${at}`,
      text,
    }));
    await writeWeek(company.root, posts);
    for (const id of [ID, "2026-11-24-x-number-1", "2026-11-24-x-number-2"]) {
      await approve(company.root, id, { open: open() });
    }
    x.postLimit = 2;
    const kinds = (sent: SentPost[]) => sent.map(({ kind }) => kind);
    expect(kinds(await send())).toEqual(["posted", "posted", "waits"]);
    wait(5);
    expect(kinds(await send())).toEqual(["waits"]);
    expect(tries()).toBe(2);
    // Not even taken and given back: that would fill the record for as long as it rests.
    expect(await stepsOf("2026-11-24-x-number-2")).toEqual([]);
    wait(11);
    expect(kinds(await send())).toEqual(["posted"]);
    expect(texts()).toEqual(posts.map(({ text }) => text));
  });

  it("in the middle of a thread, at the part that the limit does not hold", async () => {
    await approved("One.\n---\nTwo.\n---\nThree.");
    x.postLimit = 2;
    expect(only(await send())).toMatchObject({
      kind: "waits",
      why: "x takes nothing until 2026-11-24T10:15:00.000Z: its limit is used up",
    });
    expect(tries()).toBe(2);
    wait(16);
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual(["One.", "Two.", "Three."]);
  });

  it("until its window is over, and then never", async () => {
    await approved();
    x.faults.post.push("402");
    await send();
    wait(91);
    expect(only(await send())).toMatchObject({ kind: "expired" });
    wait(-60);
    expect(await send()).toEqual([]);
    expect(texts()).toEqual([]);
    expect(await week()).toContain("- Status: review");
  });
});

describe("a post whose fate is open", () => {
  it.each<[XFault, number]>([
    ["html", 0],
    ["html-after", 1],
    ["500", 0],
    ["cut-answer", 1],
    ["no-id", 1],
    ["silent", 0],
    ["slow-loris", 1],
  ])("after %s is looked up, and stands there once in the end", async (fault, stands) => {
    await approved("One.\n---\nTwo.");
    x.faults.post.push(fault);
    const timeoutMs = fault === "silent" || fault === "slow-loris" ? 400 : 20_000;
    await send({ timeoutMs });
    expect(tries()).toBe(1);
    expect(texts()).toHaveLength(stands);
    for (let pass = 0; pass < 3; pass += 1) {
      wait(16);
      await send();
    }
    expect(texts()).toEqual(["One.", "Two."]);
    expect(x.tweets[1]?.in_reply_to).toBe(x.tweets[0]?.id);
    expect(await week()).toContain(`- Posted: https://x.com/mare/status/${x.tweets[0]?.id}`);
  });

  it("by X's word that it has it already, which is so", async () => {
    await approved();
    await open()().send({
      ...{ index: 0, text: TEXT, after: null },
      post: { ...JSON.parse(JSON.stringify(await outgoingOf())), files: new Map() },
    });
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual([TEXT]);
  });

  it("by X's word that it has it already, which nobody sees, never goes out twice", async () => {
    await approved();
    x.faults.post.push(...Array<XFault>(9).fill("403-duplicate"));
    expect(only(await send())).toMatchObject({ kind: "unknown" });
    for (let pass = 0; pass < 6; pass += 1) {
      wait(16);
      await send();
    }
    expect(texts()).toEqual([]);
    expect(await week()).toContain("- Status: review");
  });

  it("because the record is gone is looked up before anything is sent", async () => {
    await approved();
    await send();
    const file = path.join(company.root, LEDGER_FILE);
    for (const end of ["", "-wal", "-shm"]) await rm(`${file}${end}`, { force: true });
    await writeFile(
      path.join(company.root, WEEK),
      (await week()).replace("Status: posted", "Status: approved"),
    );
    await onLedger(async () => undefined);
    await approve(company.root, ID, { open: open(), now: DUE });
    wait(5);
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(tries()).toBe(1);
    expect(texts()).toEqual([TEXT]);
  });
});

async function outgoingOf() {
  const { readPosts } = await import("../../../office/posts/company-posts.ts");
  const { outgoing } = await import("../../../office/posts/outgoing.ts");
  const [post] = (await readPosts(company.root)).posts;
  if (post === undefined) throw new Error("no post");
  return (await outgoing(company.root, post)).post;
}

describe("a post that only the founder can settle", () => {
  const stuck = () =>
    onLedger((ledger) => ledger.read((tables) => stuckPosts(tables, x.clock.now)));

  it("is told after half an hour, and goes on from where it stands when it is settled", async () => {
    await approved("One.\n---\nTwo.");
    x.faults.post.push("cut-after");
    x.lagMs = 5 * 60_000;
    await send();
    // Words that stand under another post keep code from being sure.
    const [one] = x.tweets;
    if (one === undefined) throw new Error("no post");
    Object.assign(one, { in_reply_to: "1990000000000000777" });
    wait(20);
    expect(only(await send())).toMatchObject({
      kind: "unknown",
      why: expect.stringContaining(one.id),
    });
    expect(await stuck()).toEqual([]);
    wait(20);
    expect(only(await send())).toMatchObject({ kind: "unknown" });
    expect(await stuck()).toMatchObject([
      { kind: "post", subject: ID, help: expect.stringContaining("hq post resolve") },
    ]);
    const founder = { root: company.root, now: () => x.clock.now };
    x.lagMs = 0;
    const url = `https://x.com/mare/status/${one.id}/photo/1`;
    await resolvePost(founder, { id: ID, seen: { kind: "posted", url } });
    expect(await stuck()).toEqual([]);
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(x.tweets.map(({ in_reply_to }) => in_reply_to)[1]).toBe(one.id);
    expect(texts()).toEqual(["One.", "Two."]);
  });

  it("because X refuses a part of it is told with what stands there", async () => {
    await approved("One.\n---\nTwo.");
    x.faults.post.push("none", "403-other");
    expect(only(await send())).toMatchObject({ kind: "failed" });
    expect(await stuck()).toMatchObject([
      { what: expect.stringMatching(/did not go out \(failed\).*1 of its 2 parts stand there/) },
    ]);
    // Approved anew, it goes on with the second part.
    await approve(company.root, ID, { open: open(), now: x.clock.now });
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual(["One.", "Two."]);
    expect(await stuck()).toEqual([]);
  });
});

describe("nothing goes out", () => {
  it("to another account than the one that was approved", async () => {
    await approved();
    x.account = { id: "7002", username: "mare" };
    expect(only(await send())).toMatchObject({ kind: "void" });
    expect(tries()).toBe(0);
  });

  it("that was edited while X was asked who it is, or whose file is gone", async () => {
    await approved();
    x.stage = async () => {
      x.stage = async () => undefined;
      await writeFile(path.join(company.root, WEEK), (await week()).replace("41", "14"));
    };
    expect(only(await send())).toMatchObject({ kind: "cancelled" });
    await approve(company.root, ID, { open: open() });
    await rm(path.join(company.root, WEEK));
    expect(await send()).toEqual([]);
    expect(tries()).toBe(0);
  });

  it.each([
    ["missing", null],
    ["another picture", Buffer.concat([PNG, Buffer.from("more")])],
    ["of 20 MB", Buffer.concat([PNG, Buffer.alloc(20 * 1024 * 1024)])],
  ])("whose picture is by now %s", async (name, bytes) => {
    mkdirSync(path.join(company.root, path.dirname(PICTURE)), { recursive: true });
    const file = path.join(company.root, PICTURE);
    writeFileSync(file, PNG);
    await approved(TEXT, `- Media: ![The graph](${PICTURE})\n`);
    if (bytes === null) await rm(file);
    else writeFileSync(file, bytes);
    const sent = only(await send());
    expect(["void", "waits"]).toContain(sent.kind);
    expect(tries()).toBe(0);
    if (name === "another picture") return;
    const now = () => DUE;
    const asked = await askToApprove({ root: company.root, now, env: {}, open: open() }, ID);
    expect(asked.approvable.forbidden.join()).toContain(PICTURE);
  });

  it("in a window that is empty, is over, or has no time", async () => {
    const at = (window: string) =>
      section({ title: "A drill", text: TEXT }).replace("09:30 to 11:30", window);
    for (const [window, words] of [
      ["11:30 to 09:30", "empty"],
      ["08:00 to 08:30", "passed"],
      ["soon", "no time"],
    ] as const) {
      await writeFile(path.join(company.root, WEEK), `# Week\n\n${at(window)}`);
      const sources = { root: company.root, now: () => DUE, env: {}, open: open() };
      const { approvable } = await askToApprove(sources, ID);
      expect(approvable.forbidden.join(), window).toContain(words);
    }
  });
});

it("a window across a change of the clocks is the one that the clocks show", async () => {
  // In Lisbon 01:30 to 02:30 of that morning is half an hour: the clocks go from 01:00 to 02:00.
  const id = "2027-03-28-x-a-drill";
  const post = { title: "A drill", text: TEXT, date: "2027-03-28" };
  await writeFile(
    path.join(company.root, "Marketing/drafts/week-2027-W12.md"),
    `# Week\n\n${section(post).replace("09:30 to 11:30", "01:30 to 02:30")}`,
  );
  await approve(company.root, id, { open: open(), now: new Date("2027-03-27T10:00:00.000Z") });
  const kindAt = async (instant: string) => {
    x.clock.now = new Date(instant);
    return (await send()).map(({ kind }) => kind);
  };
  expect(await kindAt("2027-03-28T00:59:00.000Z")).toEqual([]);
  expect(await kindAt("2027-03-28T01:00:00.000Z")).toEqual(["posted"]);
});

describe("a cap of the constitution", () => {
  const cap = async (limit: string) => {
    const page = path.join(company.root, PAGE);
    const row = `| posts | ${limit} | day | 80% |\n`;
    const text = (await readFile(page, "utf8")).replace(/^\| posts \|.*\n/m, "");
    await writeFile(page, text.replace(/^(\|[-| ]+\|\n)(?=\| company \|.*\d)/m, `$1${row}`));
    expect(await readFile(page, "utf8")).toContain(row);
  };

  it("holds a part of a thread back, lost answers counted", async () => {
    await cap("2 posts");
    await approved("One.\n---\nTwo.\n---\nThree.");
    x.faults.post.push("cut-after");
    await send();
    wait(11);
    expect(only(await send())).toMatchObject({
      kind: "waits",
      why: expect.stringContaining("the cap of 2 posts per day"),
    });
    expect(texts()).toEqual(["One.", "Two."]);
    await cap("3 posts");
    wait(1);
    expect(only(await send())).toMatchObject({ kind: "posted" });
    expect(texts()).toEqual(["One.", "Two.", "Three."]);
  });

  it("in money counts what is on its way, of which nobody knows yet", async () => {
    await cap("0.02 USD");
    const other = "2026-11-24-x-the-other";
    await writeWeek(company.root, [
      { title: "A drill", text: TEXT },
      { title: "The other", text: "Another." },
    ]);
    for (const id of [ID, other]) await approve(company.root, id, { open: open() });
    x.lagMs = 5 * 60_000;
    x.faults.post.push("cut-after");
    const sent = await send();
    expect(sent.map(({ id, kind }) => [id, kind])).toEqual([
      [ID, "unknown"],
      [other, "waits"],
    ]);
    expect(sent[1]?.why).toContain("0.02 USD per day");
    expect(texts()).toEqual([TEXT]);
  });
});

it("two publishers at once send it once", async () => {
  await approved("One.\n---\nTwo.");
  const sent = await Promise.all([send(), send(), send()]);
  expect(sent.flat().filter(({ kind }) => kind === "posted")).toHaveLength(1);
  expect(texts()).toEqual(["One.", "Two."]);
});
