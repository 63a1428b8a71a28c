/** One post of a weekly file by its id, and the text of it that is reviewed. */
import { clip } from "./clip.ts";
import type { Draft } from "./drafts.ts";
import { type HashOfFile, seenLines } from "./posts/seen.ts";
import { slugOf } from "./slug.ts";

/** A post with the id that it has in its file. */
export interface IdentifiedPost {
  /** `2026-11-24-x-why-the-restore-drill-failed`. */
  id: string;
  draft: Draft;
}

/** More than this fit no message. */
const IDS_SHOWN = 10;
const ID_CHARS = 120;

/**
 * The posts with their ids, in order: date, channel (`devto`) and the slug of the title. Further
 * posts of the same id get `-2`, `-3`, so that no two of a file share one.
 */
export function identifyPosts(drafts: readonly Draft[]): IdentifiedPost[] {
  const taken = new Set<string>();
  return drafts.map((draft) => {
    const plain = plainId(draft);
    let id = plain;
    for (let again = 2; taken.has(id); again += 1) id = `${plain}-${again}`;
    taken.add(id);
    return { id, draft };
  });
}

function plainId({ date, channel, title }: Draft): string {
  const parts = [date, slugOf(channel.replaceAll(".", "")), slugOf(title)];
  return parts.filter((part) => part !== "").join("-");
}

export type PostChoice =
  | { kind: "post"; post: IdentifiedPost }
  | { kind: "none" }
  /** The wanted text begins several ids. */
  | { kind: "several"; posts: IdentifiedPost[] };

/** The post of exactly this id, else the only one whose id begins so, in any case of letters. */
export function choosePost(posts: readonly IdentifiedPost[], wanted: string): PostChoice {
  const name = wanted.trim().toLowerCase();
  const exact = posts.find(({ id }) => id === name);
  if (exact !== undefined) return { kind: "post", post: exact };
  const begun = posts.filter(({ id }) => id.startsWith(name));
  const [only] = begun;
  if (only === undefined) return { kind: "none" };
  return begun.length === 1 ? { kind: "post", post: only } : { kind: "several", posts: begun };
}

/** Ids for a message, the first ten and how many more. */
export function listIds(posts: readonly IdentifiedPost[]): string {
  const shown = posts.slice(0, IDS_SHOWN).map(({ id }) => clip(id, ID_CHARS));
  const left = posts.length - shown.length;
  return [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join(", ") || "none";
}

/**
 * What goes out, in a normal form: another status, date or place in the file makes no other text. Of the
 * optional fields it holds those that are seen on the post's channel; `hashOf` puts files in by their bytes.
 */
export function postText(
  { channel, title, product, level, text, extra }: Draft,
  hashOf?: HashOfFile,
): string {
  return [
    `Channel: ${channel}`,
    `Title: ${title}`,
    `Product: ${product ?? "none"}`,
    `Level: ${level ?? "none"}`,
    ...seenLines(channel, extra, hashOf),
    "",
    text,
  ].join("\n");
}

/** A work's path parted into its file and the post in it; `post` is null for a whole file. */
export function partWorkPath(workPath: string): { file: string; post: string | null } {
  const at = workPath.indexOf("#");
  if (at < 0) return { file: workPath, post: null };
  return { file: workPath.slice(0, at), post: workPath.slice(at + 1) };
}

/** Whether two ids of posts that are not the same may name one post, renamed or moved to another day. */
export function isLikeId(one: string, other: string): boolean {
  const [a, b] = [partId(one), partId(other)];
  return a.slot === b.slot || (a.slug !== "" && a.slug === b.slug);
}

function partId(id: string): { slot: string; slug: string } {
  const [, slot = id, slug = ""] = /^(\d{4}-\d\d-\d\d-[^-]+)-?(.*?)(?:-\d+)?$/.exec(id) ?? [];
  return { slot, slug };
}
