/** What channels count of posts, as memory keeps it and the table of four weeks shows it. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, MetricsOutcome } from "../../../channels/channel.ts";
import { parseReach, reachLine } from "../../../company/posts/reach.ts";
import { readConstitution } from "../../../files/company.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { countPosts } from "../../../office/posts/count-posts.ts";
import { companyChannels } from "../../../office/posts/outgoing.ts";
import { sendPosts } from "../../../office/posts/send-posts.ts";
import { openForem } from "../../channels/forem-server.ts";
import { runHq } from "../../cli/run-hq.ts";
import { approve, BEFORE, type Company, DUE, emptyCompany, writeWeek } from "./approved-company.ts";
import { wallChannel } from "./loopback-channel.ts";

const DAY_MS = 86_400_000;
const NAME = "metric:posts-x";

let company: Company;
let now: Date;
/** What the channel counted, or why it did not, and how often it was asked. */
let told: MetricsOutcome | null;
let asked: string[][];

beforeEach(async () => {
  company = await emptyCompany();
  now = DUE;
  told = null;
  asked = [];
});

afterEach(() => company.remove());

const channel: Channel = {
  ...wallChannel("http://127.0.0.1:1"),
  parts: ({ text }) => text.split("\n---\n"),
  send: async ({ post, index }) => ({
    ...{ kind: "posted", id: `${post.id}/${index}`, url: null, costMicroUsd: 0 },
  }),
  metrics: async (ids) => {
    asked.push([...ids]);
    const posts = ids.map((id, at) => ({ id, counts: { impressions: 100 + at, likes: 2 } }));
    return told ?? { kind: "counted", posts, costMicroUsd: 4_000 };
  },
};

async function posted(): Promise<void> {
  await writeWeek(company.root, [
    { title: "A drill", text: "The drill took 41 minutes.\n---\nTwo." },
  ]);
  const open = () => channel;
  await approve(company.root, "2026-11-24-x-a-drill", { open });
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  try {
    const sources = { root: company.root, ledger, env: {}, open, now: () => DUE };
    await sendPosts({ ...sources, holder: "here\t1", isGone: () => true });
  } finally {
    await ledger.close();
  }
}

const count = () =>
  countPosts({ root: company.root, env: {}, now: () => now, open: () => channel });

async function remembered(): Promise<string[]> {
  const text = await readFile(path.join(company.root, "memory.jsonl"), "utf8");
  const lines = text.split("\n").filter(Boolean);
  const found = lines.map((line) => JSON.parse(line)).find(({ name }) => name === NAME);
  return found?.observations ?? [];
}

describe("hq post metrics", () => {
  it("keeps one line for each week, of the newest reading, whatever the number of days", async () => {
    await posted();
    expect(await count()).toMatchObject({
      channels: [{ channel: "x", kind: "counted", why: null, costMicroUsd: 4_000 }],
    });
    // Both parts of the thread, in one week.
    expect(asked).toEqual([["2026-11-24-x-a-drill/0", "2026-11-24-x-a-drill/1"]]);
    expect(await remembered()).toEqual([
      "Week 2026-W48: 201 impressions, 4 likes (1 post, 2026-11-24)",
      "As of: 2026-11-24",
    ]);
    for (let day = 1; day <= 4; day += 1) {
      now = new Date(DUE.getTime() + day * DAY_MS);
      await count();
    }
    expect(await remembered()).toEqual([
      "Week 2026-W48: 201 impressions, 4 likes (1 post, 2026-11-28)",
      "As of: 2026-11-28",
    ]);
  });

  it("asks a channel once a day, and not of what is older than four weeks", async () => {
    await posted();
    await count();
    expect((await count()).channels).toMatchObject([{ kind: "today" }]);
    expect(asked).toHaveLength(1);
    now = new Date(DUE.getTime() + 29 * DAY_MS);
    expect((await count()).channels).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it("says what it could not reach and keeps what it knew", async () => {
    await posted();
    await count();
    const before = await remembered();
    now = new Date(DUE.getTime() + DAY_MS);
    told = { kind: "unreachable", why: "it did not answer in time" };
    const { channels, reach } = await count();
    expect(channels).toMatchObject([{ kind: "unreachable", why: "it did not answer in time" }]);
    expect(await remembered()).toEqual(before);
    expect(reach).toMatchObject([{ channel: "x" }]);
    told = null;
    expect((await count()).channels).toMatchObject([{ kind: "counted" }]);
  });

  it("asks another account nothing of what went to the folder", async () => {
    await posted();
    const other = { ...channel, name: "other" };
    await countPosts({ root: company.root, env: {}, now: () => now, open: () => other });
    expect(asked).toEqual([[]]);
  });
});

it("shows four weeks with bars, at most 80 columns, the same without colour", async () => {
  const lines = [
    { week: "2026-W45", posts: 2, counts: { impressions: 500, likes: 3 }, date: "2026-11-08" },
    { week: "2026-W47", posts: 12, counts: { impressions: 1_000, likes: 30 }, date: "2026-11-22" },
    { week: "2026-W48", posts: 1, counts: { impressions: 1 }, date: "2026-11-24" },
  ].map(reachLine);
  expect(
    lines.map((line) =>
      reachLine(parseReach(line) ?? { week: "", posts: 0, counts: {}, date: "" }),
    ),
  ).toEqual(lines);
  const entity = { type: "entity", name: NAME, entityType: "metric", observations: lines };
  await writeFile(path.join(company.root, "memory.jsonl"), `${JSON.stringify(entity)}\n`);
  const shown = await runHq(["post", "metrics"], { cwd: company.root, now: () => DUE });
  expect(shown.stdout).toContain(`x
  week      posts  impressions
  2026-W45      2          500  ██████████            3 likes
  2026-W46      –            –
  2026-W47     12         1000  ████████████████████  30 likes
  2026-W48      1            1  ▏
`);
  for (const line of shown.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  const json = await runHq(["post", "metrics", "--json"], { cwd: company.root, now: () => DUE });
  expect(JSON.parse(json.stdout).reach[0].weeks[2].reach.counts).toEqual({
    impressions: 1_000,
    likes: 30,
  });
});

it("takes dev.to's page views and reactions through its API", async () => {
  const forem = await openForem("a-key");
  try {
    await mkdir(path.join(company.root, ".hq"));
    const secrets = path.join(company.root, ".hq/secrets.env");
    await writeFile(secrets, "HQ_DEVTO_API_KEY=a-key\n");
    await chmod(secrets, 0o600);
    const id = "2026-11-24-devto-a-drill";
    const fields = "- Canonical: https://mare.example/drill\n";
    await writeWeek(company.root, [
      { title: "A drill", channel: "dev.to", text: "The drill took 41 minutes.", fields },
    ]);
    const env = { HQ_DEVTO_URL: forem.base };
    const { constitution } = await readConstitution(company.root);
    const open = await companyChannels(company.root, constitution, { env, now: () => DUE });
    await approve(company.root, id, { open, now: BEFORE });
    const hq = (...args: string[]) => runHq(args, { cwd: company.root, env, now: () => DUE });
    expect((await hq("post", "send")).stdout).toContain("posted");
    for (const article of forem.articles) {
      Object.assign(article, { page_views_count: 120, public_reactions_count: 7 });
    }
    const ran = await hq("post", "metrics", "--json");
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: true,
      channels: [{ channel: "dev.to", kind: "counted" }],
      reach: [{ channel: "devto" }],
    });
    const [week] = JSON.parse(ran.stdout).reach[0].weeks.slice(-1);
    expect(week.reach.counts).toEqual({ reads: 120, reactions: 7 });
  } finally {
    await forem.close();
  }
});
