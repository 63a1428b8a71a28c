/** What an approval holds for, over random changes: what the outside would see voids it, and nothing else does. */
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Channel, OutgoingPart } from "../../../channels/channel.ts";
import { folderChannel } from "../../../channels/folder.ts";
import { newsletterChannel } from "../../../channels/newsletter.ts";
import type { OpenChannel } from "../../../channels/open-channels.ts";
import { parseApproval } from "../../../company/posts/approval.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { openLedger } from "../../../ledger/open.ts";
import {
  approvalFile,
  approvalHash,
  approvalStanding,
  postNow,
} from "../../../office/posts/approval-standing.ts";
import { readPosts } from "../../../office/posts/company-posts.ts";
import { sendPosts } from "../../../office/posts/send-posts.ts";
import { rounds } from "../../run/rounds.ts";
import { approve, BEFORE, type Company, DUE, emptyCompany, WEEK } from "./approved-company.ts";
import {
  APPROVED,
  type ModelWeek,
  type Mutation,
  mutationsOf,
  printWeek,
  WEEK_OF_POSTS,
} from "./week-model.ts";

const IDS = [
  "2026-11-24-x-a-drill",
  "2026-11-24-devto-what-a-drill-shows",
  "2026-11-24-newsletter-the-month",
];

let company: Company;
let ledger: Ledger;
/** What went out of each post before anything was changed. */
let asApproved: Map<string, string>;

beforeAll(async () => {
  company = await emptyCompany();
  mkdirSync(at("Marketing/media"));
  put({ ...WEEK_OF_POSTS, posts: WEEK_OF_POSTS.posts.map(asDraft) });
  for (const id of IDS) await approve(company.root, id);
  // What is refused for now is tried again, so that one record is enough for all changes.
  ledger = await openLedger({ file: ":memory:" });
  for (const id of IDS) {
    const approval = parseApproval(await readFile(at(approvalFile(id)), "utf8"));
    if (approval === null) throw new Error(`${id} was not approved`);
    const given = { hash: approvalHash(approval), post: id, at: BEFORE.toISOString() };
    await ledger.write(({ approvals }) => approvals.add(given));
  }
  put(WEEK_OF_POSTS);
  asApproved = await send();
  expect([...asApproved.keys()].sort()).toEqual([...IDS].sort());
});

afterAll(async () => {
  await ledger.close();
  await company.remove();
});

const at = (file: string) => path.join(company.root, file);

function asDraft(post: ModelWeek["posts"][number]): ModelWeek["posts"][number] {
  const fields = post.fields.map(([name, value]): [string, string] =>
    name === "Status" ? [name, "draft"] : [name, value],
  );
  return { ...post, fields };
}

function put(week: ModelWeek): void {
  writeFileSync(at(WEEK), printWeek(week));
  for (const [file, bytes] of Object.entries(week.pictures)) writeFileSync(at(file), bytes);
}

/** Everything that the outside would get to see, by the id of its post. */
async function send(): Promise<Map<string, string>> {
  const out = new Map<string, string>();
  const opened = (name: string): Channel =>
    name === "newsletter"
      ? newsletterChannel(company.root, { language: "en", from: null })
      : folderChannel(company.root);
  const open: OpenChannel = (name) => ({
    ...opened(name),
    send: async (part) => {
      out.set(part.post.id, (out.get(part.post.id) ?? "") + bytesOf(part));
      // Not now: a post that is out would be written into its draft, 10,000 times.
      return { kind: "refused", why: "a test", again: DUE.toISOString() };
    },
  });
  const sources = { root: company.root, ledger, env: {}, open, now: () => DUE };
  await sendPosts({ ...sources, holder: "here\t1", isGone: () => true });
  return out;
}

function bytesOf({ post: { files, ...post }, ...part }: OutgoingPart): string {
  const pictures = [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")]);
  return JSON.stringify({ post, part, pictures });
}

/** Of what stands in the file of the post at that place now. */
async function standingOf({ channel, date }: { channel: string; date: string }) {
  const { posts, constitution } = await readPosts(company.root);
  const post = posts.find(({ draft }) => draft.channel === channel && draft.date === date);
  if (post === undefined) return "none";
  const opened =
    channel === "newsletter"
      ? newsletterChannel(company.root, { language: "en", from: null })
      : folderChannel(company.root);
  const { facts } = await postNow(company.root, post, {
    ...{ constitution, channel: opened, account: "Marketing/published" },
  });
  const { kind } = await ledger.read(({ approvals }) =>
    approvalStanding(company.root, { facts, constitution }, approvals),
  );
  return kind;
}

const CASES = fc
  .nat({ max: APPROVED - 1 })
  .chain((place) => mutationsOf(place).map((mutations) => ({ place, mutations })));

it("is void as soon as the outside would see a change, holds through any other, and nothing else goes out", async () => {
  const count = { voided: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(CASES, async ({ place, mutations }) => {
      put(mutations.reduce((week, { apply }) => apply(week), WEEK_OF_POSTS));
      const isSeen = mutations.some((each: Mutation) => each.isSeen);
      const words = mutations.map(({ what }) => what).join("; ");
      const [id = "", post] = [IDS[place], WEEK_OF_POSTS.posts[place]];
      if (post === undefined) throw new Error(`there is no post ${place}`);
      const is = await standingOf(post);
      const out = await send();
      expect(is === "approved", `${id}: ${words}`).toBe(!isSeen);
      expect(out.has(id), `${id}: ${words}`).toBe(!isSeen);
      for (const [each, bytes] of out) expect(bytes, words).toBe(asApproved.get(each));
      count[isSeen ? "voided" : "kept"] += 1;
    }),
    { numRuns: rounds({ few: 120, many: 3_000, most: 10_000 }) },
  );
  expect(Math.min(count.voided, count.kept)).toBeGreaterThan(10);
});
