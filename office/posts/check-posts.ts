/** Posts checked for their words and for their channel: what `hq claims check` finds, and what the channel refuses. */
import path from "node:path";
import type { PostProblem } from "../../company/posts/channel-rules.ts";
import type { CheckedDraft } from "../check-draft.ts";
import { checkNamedDraft } from "../check-draft-file.ts";
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
  const chosen = id === undefined ? posts.filter(waits) : [postNamed(posts, id)];
  const wanted = chosen.filter(({ draft }) => channel === undefined || draft.channel === channel);
  const checked: CheckedPost[] = [];
  const notes = new Set<string>();
  const only = id === undefined ? undefined : wanted[0]?.id;
  for (const [file, mine] of Map.groupBy(wanted, ({ draft }) => draft.file)) {
    const name = path.join(root, only === undefined ? file : `${file}#${only}`);
    const found = await checkNamedDraft(
      { name, cwd: root, given: root },
      { now, all: id !== undefined },
    );
    for (const note of found.notes) notes.add(note);
    for (const post of mine) {
      const draft = found.drafts.find((each) => each.id === post.id);
      if (draft === undefined) continue;
      checked.push({ id: post.id, file, draft, problems: await problemsOf(root, post) });
    }
  }
  return { ok: checked.every(isOk), posts: checked, notes: [...notes] };
}

function waits({ draft: { status } }: CompanyPost): boolean {
  return status !== "posted" && status !== "dropped" && status !== "idea";
}

function isOk({ draft: { check }, problems }: CheckedPost): boolean {
  const isSound = check.kind === "checked" && check.ok;
  return isSound && problems.every(({ severity }) => severity !== "blocking");
}
