/** A post that is unknown, failed or expired is told to the founder: once as a notice, and in the plan of the day. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Channel } from "../../../channels/channel.ts";
import { readConstitution } from "../../../files/company.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { resolvePost } from "../../../office/posts/resolve-post.ts";
import { sendPosts } from "../../../office/posts/send-posts.ts";
import { sendNotices } from "../../../office/send-notices.ts";
import { runHq } from "../../cli/run-hq.ts";
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

let company: Company;
let wall: Wall;
let channel: Channel;
let ledger: Ledger;
let now: Date;

beforeEach(async () => {
  company = await emptyCompany();
  writeFileSync(path.join(company.root, "BOARD.md"), "# Board\n\n## Now\n");
  wall = await openWall();
  // Of a channel that cannot be sure, what is not seen stays unknown.
  channel = wallChannel(wall.url, { isSure: false });
  now = BEFORE;
  ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  expect(await notices()).toEqual([]);
  await writeWeek(company.root, [{ title: "A drill", text: "The drill took 41 minutes." }]);
  await approve(company.root, ID, { open: () => channel });
});

afterEach(async () => {
  await ledger.close();
  await wall.close();
  await company.remove();
});

/** The words of one more pass of the notices. */
async function notices(): Promise<string[]> {
  const told: string[] = [];
  await sendNotices({
    ...{ root: company.root, ledger, now: () => now, machine: "desk", quiet: undefined },
    constitution: (await readConstitution(company.root)).constitution,
    notifier: {
      deliver: async (message) => {
        told.push(...message.notices.map(({ text }) => text));
        return { kind: "sent" };
      },
    },
  });
  return told;
}

async function send(at: Date): Promise<void> {
  now = at;
  const sources = { root: company.root, ledger, env: {}, open: () => channel, now: () => at };
  await sendPosts({ ...sources, holder: "here\t1", isGone: () => true });
}

async function plan(): Promise<string> {
  const { stdout } = await runHq(["standup", "--dry-run"], { cwd: company.root, now: () => now });
  return stdout.replaceAll(/\s+/g, " ");
}

it("that may or may not stand there, until the founder has said", async () => {
  wall.faults.push("cut-before");
  await send(DUE);
  // Until then it is looked up by itself.
  expect(await notices()).toEqual([]);
  now = new Date(DUE.getTime() + 31 * 60_000);
  const words = `Nobody knows whether ${ID} stands on wall`;
  const told = await notices();
  expect(told).toEqual([expect.stringContaining(words)]);
  expect(told[0]).toContain(`hq post resolve ${ID} --posted URL or --not-posted`);
  expect(await notices()).toEqual([]);
  expect(await plan()).toContain(words);
  const { stdout } = await runHq(["status"], { cwd: company.root, now: () => now });
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(words);
  const seen = { kind: "posted", url: "https://wall.example/1" } as const;
  await resolvePost({ root: company.root, now: () => now }, { id: ID, seen });
  expect(await notices()).toEqual([]);
  expect(await plan()).not.toContain(words);
});

it("that its channel refused, for two days", async () => {
  wall.faults.push("refuse");
  await send(DUE);
  const words = `${ID} did not go out (failed)`;
  expect(await notices()).toEqual([expect.stringContaining(words)]);
  expect(await notices()).toEqual([]);
  expect(await plan()).toContain(words);
  now = new Date(DUE.getTime() + 3 * 86_400_000);
  expect(await plan()).not.toContain(words);
});

it("whose window passed", async () => {
  await send(new Date("2026-11-24T20:00:00.000Z"));
  const words = `${ID} did not go out (expired)`;
  expect(await notices()).toEqual([expect.stringContaining(words)]);
  expect(await plan()).toContain(words);
});

it("is not told while all is well", async () => {
  await send(DUE);
  expect(wall.posts).toHaveLength(1);
  expect(await notices()).toEqual([]);
  expect(await plan()).not.toContain(WEEK);
});
