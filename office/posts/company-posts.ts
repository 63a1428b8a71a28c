/** All posts of the company with the time at which each may go out. */
import path from "node:path";
import type { Constitution } from "../../company/constitution/types.ts";
import {
  choosePost,
  type IdentifiedPost,
  identifyPosts,
  listIds,
} from "../../company/draft-posts.ts";
import type { Draft } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import type { Finding } from "../../company/finding.ts";
import { type ChannelRhythm, readRhythms, SOP_FILE, slotsFor } from "../../company/posts/slots.ts";
import { type WindowOutcome, windowOf } from "../../company/posts/window.ts";
import { readConstitution, readDrafts } from "../../files/company.ts";
import { readText } from "../../files/text.ts";

export interface CompanyPost extends IdentifiedPost {
  window: WindowOutcome;
}

export interface CompanyPosts {
  constitution: Constitution;
  timeZone: string;
  /** In the order of files and lines. */
  posts: CompanyPost[];
  drafts: Draft[];
  rhythms: ChannelRhythm[];
  /** What is wrong in the drafts and in the table of channels. */
  findings: Finding[];
}

/** @throws HqError `no-company`, `unreadable-file` */
export async function readPosts(root: string): Promise<CompanyPosts> {
  const { constitution } = await readConstitution(root);
  const { drafts, findings: inDrafts } = await readDrafts(root, []);
  const { rhythms, findings: inSop } = rhythmsOf((await readText(path.join(root, SOP_FILE))) ?? "");
  const { timeZone } = constitution.company;
  const byFile = Map.groupBy(drafts, ({ file }) => file);
  const posts = [...byFile.values()].flatMap(identifyPosts).map(({ id, draft }) => {
    const { date, channel, extra } = draft;
    const slots = slotsFor(rhythms, channel);
    return { id, draft, window: windowOf({ date, at: extra?.at ?? null, slots, timeZone }) };
  });
  return { constitution, timeZone, posts, drafts, rhythms, findings: [...inDrafts, ...inSop] };
}

let lastPage: { page: string; read: ReturnType<typeof readRhythms> } | undefined;

/** The page is read each time; right before a send the same words are not taken apart again. */
function rhythmsOf(page: string): ReturnType<typeof readRhythms> {
  if (lastPage?.page !== page) lastPage = { page, read: readRhythms(page) };
  return lastPage.read;
}

/**
 * The post of that id, or the only one whose id begins so. `FILE#ID` is taken too.
 * @throws HqError `not-found`, `usage` when several begin so
 */
export function postNamed(posts: readonly CompanyPost[], given: string): CompanyPost {
  const at = given.indexOf("#");
  const wanted = at < 0 ? given : given.slice(at + 1);
  const chosen = choosePost(posts, wanted);
  if (chosen.kind === "post") {
    const found = posts.find(({ id, draft }) => {
      return id === chosen.post.id && draft === chosen.post.draft;
    });
    if (found !== undefined) return found;
  }
  if (chosen.kind === "several") {
    throw new HqError(
      "usage",
      `Cannot choose the post "${wanted}": ${chosen.posts.length} begin so, expected one.`,
      { hint: `Give more of its id: ${listIds(chosen.posts)}` },
    );
  }
  throw new HqError(
    "not-found",
    `Cannot find the post "${wanted}": no draft has this id, expected one of those in Marketing/drafts.`,
    { hint: "hq post list shows them; the beginning of an id is enough." },
  );
}
