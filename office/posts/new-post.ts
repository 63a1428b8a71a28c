/** A new section in the file of its week. */
import path from "node:path";
import { joinLines, splitLines } from "../../company/board/lines.ts";
import { clip } from "../../company/clip.ts";
import { isIsoDate, weekOf } from "../../company/dates.ts";
import { identifyPosts } from "../../company/draft-posts.ts";
import { type Draft, parseDrafts } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { withLock } from "../../files/lock.ts";
import { DRAFTS_FOLDER } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import { channelName } from "../check-draft.ts";

export interface NewPost {
  /** ISO date. */
  date: string;
  channel: string;
  title: string;
  text: string;
  /** Fields in the order in which they are written: `["Product", "Farol"]`; empty values are left out. */
  fields: readonly (readonly [name: string, value: string | undefined])[];
}

/** Two commands that write drafts wait for each other here. */
export const DRAFTS_LOCK = ".hq/drafts.lock";
const SHOWN = 80;

/**
 * Writes the section with `Status: draft`, in the order of dates; not one other byte of the file changes.
 * @throws HqError `usage` for what would be no post of this text, `write-failed`
 */
export async function newPost(
  root: string,
  wanted: NewPost,
): Promise<{ id: string; file: string; line: number }> {
  const post = { ...wanted, channel: requireChannel(wanted.channel), text: wanted.text.trim() };
  if (!isIsoDate(post.date)) {
    throw refused(`the date "${clip(post.date, SHOWN)}" is no day of the calendar`);
  }
  const file = `${DRAFTS_FOLDER}/week-${weekOf(post.date)}.md`;
  return withLock(path.join(root, DRAFTS_LOCK), async () => {
    const before = await readText(path.join(root, file));
    const text = withSection(before ?? `# Week ${weekOf(post.date)}\n`, post, file);
    const draft = requireWhole(text, { file, before, post });
    await writeText(path.join(root, file), text);
    const posts = identifyPosts(parseDrafts(text, file).drafts);
    const made = posts.find((each) => each.draft.line === draft.line);
    return { id: made?.id ?? "", file, line: draft.line };
  });
}

function requireChannel(given: string): string {
  const channel = channelName(given);
  if (channel !== null) return channel;
  throw refused(`the channel "${clip(given, SHOWN)}" is no name, expected x, dev.to or newsletter`);
}

/** Before the first post of a later day, else at the end; the other lines keep their own ends. */
function withSection(page: string, post: NewPost, file: string): string {
  const before = splitLines(page);
  const { date, channel, title, text, fields } = post;
  const written = [["Status", "draft"] as const, ...fields].filter(([, value]) => value?.trim());
  const section = [
    `## ${date} · ${channel} · ${title.trim()}`,
    "",
    ...written.map(([name, value = ""]) => `- ${name}: ${value.trim()}`),
    "",
    ...text.split(/\r?\n/),
  ];
  const later = parseDrafts(page, file).drafts.find((draft) => draft.date > date);
  const at = later === undefined ? before.lines.length : later.line - 1;
  const head = before.lines.slice(0, at);
  const tail = before.lines.slice(at);
  while (head.at(-1)?.text.trim() === "") head.pop();
  const between = ["", ...section, ...(tail.length === 0 ? [] : [""])];
  const end = page.includes("\r\n") ? "\r\n" : "\n";
  const lines = [...head, ...between.map((line) => ({ text: line, end })), ...tail];
  return joinLines({ mark: before.mark, lines }, before);
}

/** What stands in the file is read again: it must be the old posts and this one, word for word. */
function requireWhole(
  text: string,
  { file, before, post }: { file: string; before: string | null; post: NewPost },
): Draft {
  const old = before === null ? [] : parseDrafts(before, file).drafts;
  const { drafts, findings } = parseDrafts(text, file);
  const isSame = (draft: Draft): boolean =>
    draft.date === post.date &&
    draft.channel === post.channel &&
    draft.text.replaceAll("\r\n", "\n") === post.text.replaceAll("\r\n", "\n");
  const made = drafts.filter(isSame);
  if (drafts.length === old.length + 1 && made.length > old.filter(isSame).length) {
    const last = made.at(-1);
    if (last !== undefined) return last;
  }
  const broken = findings.find(({ severity }) => severity === "error");
  const why = broken === undefined ? "" : ` ${findingSentence(broken)}`;
  throw refused(
    `the title or text would not come back as one post: a line of it looks like a heading or a field.${why}`,
  );
}

function refused(why: string): HqError {
  return new HqError("usage", `Cannot write the post: ${why}. Nothing was changed.`);
}
