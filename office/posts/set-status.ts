/** The line Status of one post, and what became of it, written by code; every other byte stays. */
import path from "node:path";
import { joinLines, splitLines } from "../../company/board/lines.ts";
import { identifyPosts } from "../../company/draft-posts.ts";
import { type DraftStatus, parseDrafts } from "../../company/drafts.ts";
import { withLock } from "../../files/lock.ts";
import { readText, writeText } from "../../files/text.ts";
import { DRAFTS_LOCK } from "./new-post.ts";

export interface StatusChange {
  file: string;
  id: string;
  status: DraftStatus;
  /** Where it stands now: written as a line `Posted` below. */
  postedAt?: string | undefined;
}

/** Whether it was changed: a post that is gone, or says so already, is left alone. */
export async function setStatus(
  root: string,
  { file, id, status, postedAt }: StatusChange,
): Promise<boolean> {
  return withLock(path.join(root, DRAFTS_LOCK), async () => {
    const text = await readText(path.join(root, file));
    const post = identifyPosts(parseDrafts(text ?? "", file).drafts).find((each) => each.id === id);
    if (text === null || post === undefined || post.draft.status === status) return false;
    const before = splitLines(text);
    const lines = [...before.lines];
    const field = /^([-*+][ \t]+Status:[ \t]*)(.*?)([ \t]*)$/i;
    const at = lines.findIndex((line, place) => place >= post.draft.line && field.test(line.text));
    const found = lines[at];
    if (found === undefined) return false;
    lines[at] = { ...found, text: found.text.replace(field, `$1${status}$3`) };
    if (postedAt !== undefined) {
      lines.splice(at + 1, 0, { text: `- Posted: ${postedAt}`, end: found.end });
    }
    await writeText(path.join(root, file), joinLines({ mark: before.mark, lines }, before));
    return true;
  });
}
