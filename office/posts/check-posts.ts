/** Posts checked for their words and for their channel: what `hq claims check` finds, and what the channel refuses. */
import path from "node:path";
import type { PostProblem } from "../../company/posts/channel-rules.ts";
import { readText } from "../../files/text.ts";
import { type CheckedDraft, channelName, type DraftFile } from "../check-draft.ts";
import { checkDraftFiles } from "../check-draft-file.ts";
import { type CompanyPost, postNamed, readPosts } from "./company-posts.ts";
import { problemsOf } from "./preview-post.ts";

export interface CheckedPost {
  id: string;
  file: string;
  draft: CheckedDraft;
  problems: PostProblem[];
}

export interface CheckedPosts {
  ok: boolean;
  posts: CheckedPost[];
  /** Parts that could not be looked up. */
  notes: string[];
}

/**
 * One post, or all that wait of that channel.
 * @throws HqError `not-found`, `usage` as `postNamed`
 */
export async function checkPosts(
  { root, now }: { root: string; now(): Date },
  { id, channel }: { id?: string | undefined; channel?: string | undefined },
): Promise<CheckedPosts> {
  const { posts } = await readPosts(root);
  const name = channel === undefined ? undefined : (channelName(channel) ?? channel);
  const chosen = id === undefined ? posts.filter(waits) : [postNamed(posts, id)];
  const wanted = chosen.filter(({ draft }) => name === undefined || draft.channel === name);
  const only = id === undefined ? null : (wanted[0]?.id ?? null);
  const byFile = Map.groupBy(wanted, ({ draft }) => draft.file);
  const files: DraftFile[] = [];
  for (const file of byFile.keys()) {
    const text = await readText(path.join(root, file));
    if (text !== null) files.push({ text, path: file, shown: file, post: only });
  }
  const found = await checkDraftFiles(root, files, { now, channel: name, all: only !== null });
  const checked: CheckedPost[] = [];
  for (const [at, { path: file }] of files.entries()) {
    for (const post of byFile.get(file ?? "") ?? []) {
      const draft = found[at]?.drafts.find((each) => each.id === post.id);
      if (draft === undefined) continue;
      const problems = await problemsOf(root, post);
      checked.push({ id: post.id, file: post.draft.file, draft, problems });
    }
  }
  const notes = new Set(found.flatMap((each) => each.notes));
  return { ok: checked.every(isOk), posts: checked, notes: [...notes] };
}

function waits({ draft: { status } }: CompanyPost): boolean {
  return status !== "posted" && status !== "dropped" && status !== "idea";
}

function isOk({ draft: { check }, problems }: CheckedPost): boolean {
  const isSound = check.kind === "checked" && check.ok;
  return isSound && problems.every(({ severity }) => severity !== "blocking");
}
