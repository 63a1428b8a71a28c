/** A company with posts that the founder approved, as the acts leave it. */

import { cpSync, mkdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { OpenChannel } from "../../../channels/open-channels.ts";
import { FOUNDERS_WORD } from "../../../company/claims/answers.ts";
import { answerStatements, listStatements } from "../../../office/answer-statements.ts";
import { approvePost, askToApprove } from "../../../office/posts/approve-post.ts";
import { readPosts } from "../../../office/posts/company-posts.ts";

export const PAGE = ".github/copilot-instructions.md";
const SAMPLE_PAGE = path.join(import.meta.dirname, "../../../examples/mare", PAGE);
export const BEFORE = new Date("2026-11-24T08:00:00.000Z");
/** In the window of a post at 09:30 in Lisbon. */
export const DUE = new Date("2026-11-24T10:00:00.000Z");
export const WEEK = "Marketing/drafts/week-2026-W48.md";

export interface Company {
  root: string;
  remove(): Promise<void>;
}

export async function emptyCompany(): Promise<Company> {
  const root = await mkdtemp(path.join(tmpdir(), "solo-hq-posts-"));
  mkdirSync(path.join(root, ".github"));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
  cpSync(SAMPLE_PAGE, path.join(root, PAGE));
  await writeFile(path.join(root, "memory.jsonl"), "");
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

export interface DraftPost {
  title: string;
  text: string;
  channel?: string;
  fields?: string;
  date?: string;
}

export function section({
  title,
  text,
  channel = "x",
  fields = "",
  date = "2026-11-24",
}: DraftPost): string {
  return `## ${date} · ${channel} · ${title}\n\n- Status: draft\n- At: 09:30 to 11:30\n${fields}\n${text}\n\n`;
}

export async function writeWeek(root: string, posts: readonly DraftPost[]): Promise<void> {
  await writeFile(path.join(root, WEEK), `# Week\n\n${posts.map(section).join("")}`);
}

/** The founder's own word for every statement of a post that waits for an answer. */
export async function answerAll(root: string, id: string, now = BEFORE): Promise<void> {
  const { posts } = await readPosts(root);
  const file = posts.find((post) => post.id === id)?.draft.file;
  const place = { root, now: () => now, work: `file:${file}#${id}` };
  const { statements } = await listStatements(place);
  if (statements.length === 0) return;
  await answerStatements(
    place,
    statements.map(({ number }) => ({ statement: number, is: "LIVE", by: FOUNDERS_WORD })),
  );
}

/** Every statement is answered and every missing review waived, as a founder in a hurry does. */
export async function approve(
  root: string,
  id: string,
  {
    open,
    now = BEFORE,
    passphrase = null,
  }: { open?: OpenChannel; now?: Date; passphrase?: string | null } = {},
) {
  const sources = { root, now: () => now, env: {}, open };
  await answerAll(root, id, now);
  const question = await askToApprove(sources, id);
  const waived = new Map(question.approvable.waivable.map(({ what }) => [what, "It is a test."]));
  return approvePost(sources, id, { waived, textHash: question.textHash, passphrase });
}
