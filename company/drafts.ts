/** The posts of one week, read from `Marketing/drafts/week-YYYY-Www.md`. */
import { splitLines } from "./board/lines.ts";
import { clip } from "./clip.ts";
import type { StatementLevel } from "./constitution/types.ts";
import { isIsoDate } from "./dates.ts";
import type { Finding } from "./finding.ts";
import { type PostExtra, readExtra } from "./posts/extra.ts";

export const DRAFT_STATUSES = ["idea", "draft", "review", "approved", "posted", "dropped"] as const;

export type DraftStatus = (typeof DRAFT_STATUSES)[number];

export interface Draft {
  /** Path from the company's root. */
  file: string;
  /** 1-based line of its heading. */
  line: number;
  /** ISO date on which it goes out. */
  date: string;
  /** Lower case: `x`, `dev.to`, `newsletter`. */
  channel: string;
  title: string;
  status: DraftStatus;
  /** As written; null when it is about none. */
  product: string | null;
  level: StatementLevel | null;
  /** What would be published, without the fields and the blank lines around it. */
  text: string;
  /** 1-based line of the file on which the text begins. */
  textLine: number;
  /** Left out when it has none of these fields. */
  extra?: PostExtra;
}

/** Characters of a text that a message shows. */
const SHOWN = 80;
const LEVELS: readonly StatementLevel[] = ["THESIS", "ROADMAP", "LIVE"];
const HEADING_FORM = "`## 2026-11-24 · x · Title`";
const FINDINGS_LIMIT = 50;

/**
 * The posts of one file, and what is wrong in it. Always gives a value: a post whose heading or
 * status cannot be understood is left out and reported. A second-level heading begins a post when
 * it begins like a date or has three parts; other headings belong to the text of the post above.
 */
export function parseDrafts(text: string, file: string): { drafts: Draft[]; findings: Finding[] } {
  const drafts: Draft[] = [];
  const findings: Finding[] = [];
  if (text.includes("\0")) findings.push(notText(file));
  for (const part of postsOf(text)) {
    const problems: Finding[] = [];
    const draft = readPost(part, file, problems);
    findings.push(...problems);
    if (draft !== null && problems.every(({ severity }) => severity === "warning")) {
      drafts.push(draft);
    }
  }
  return { drafts, findings: findings.slice(0, FINDINGS_LIMIT) };
}

/** Draft or review: somebody has to do something before it can go out. */
export function isWaiting(draft: Draft): boolean {
  return draft.status === "draft" || draft.status === "review";
}

interface Post {
  /** 1-based. */
  line: number;
  heading: string;
  body: string[];
}

function postsOf(text: string): Post[] {
  const posts: Post[] = [];
  let fence: string | null = null;
  for (const [at, { text: line }] of splitLines(text).lines.entries()) {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
    const heading = fence === null ? /^ {0,3}##[ \t]+(.*)$/.exec(line)?.[1] : undefined;
    if (heading !== undefined && (/^\d{4}-\d/.test(heading) || /·.*·/.test(heading))) {
      posts.push({ line: at + 1, heading: heading.trim(), body: [] });
      continue;
    }
    posts.at(-1)?.body.push(line);
    if (fence === null) fence = marker;
    else if (marker?.startsWith(fence) && line.trim() === marker) fence = null;
  }
  return posts;
}

function readPost(post: Post, file: string, problems: Finding[]): Draft | null {
  const report = (line: number, found: Pick<Finding, "what" | "expected" | "fix">) =>
    problems.push({ file, line, severity: "error", ...found });
  const [date = "", channel = "", ...title] = post.heading.split("·").map((part) => part.trim());
  if (!isIsoDate(date) || !/^[A-Za-z][\w.-]{0,39}$/.test(channel) || title.join("") === "") {
    const what = `the heading "${clip(post.heading, SHOWN)}"`;
    report(post.line, { what, expected: HEADING_FORM, fix: "Write date, channel and title." });
    return null;
  }
  const { fields, text, textLine } = readFields(post);
  const status = DRAFT_STATUSES.find(
    (known) => known === fields.get("status")?.value.toLowerCase(),
  );
  if (status === undefined) {
    const found = fields.get("status");
    report(found?.line ?? post.line, {
      what:
        found === undefined
          ? "a post without a status"
          : `the status "${clip(found.value, SHOWN)}"`,
      expected: `one of ${DRAFT_STATUSES.join(", ")}`,
      fix: "Write `- Status: draft` below its heading.",
    });
    return null;
  }
  const written = fields.get("level");
  const level = LEVELS.find((known) => known === written?.value.toUpperCase()) ?? null;
  if (written !== undefined && level === null) {
    const what = `the level "${clip(written.value, SHOWN)}"`;
    report(written.line, { what, expected: LEVELS.join(", "), fix: "Say what is proven." });
  }
  const extra = readExtra((name) => fields.get(name)?.value);
  return {
    file,
    line: post.line,
    date,
    channel: channel.toLowerCase(),
    title: title.join(" · "),
    status,
    product: fields.get("product")?.value || null,
    level,
    text,
    textLine,
    ...(extra === null ? {} : { extra }),
  };
}

/** The list at once under the heading, by lower-case name; the first of a name counts. */
function readFields(post: Post) {
  const fields = new Map<string, { value: string; line: number }>();
  let at = 0;
  for (; at < post.body.length; at += 1) {
    const line = post.body[at] ?? "";
    const field = /^[-*+][ \t]+([A-Za-z][A-Za-z ]{0,30}):(.*)$/.exec(line);
    if (field === null && line.trim() !== "") break;
    // A blank line ends the list, but not before it began.
    if (field === null && fields.size > 0) break;
    const name = (field?.[1] ?? "").toLowerCase();
    if (field !== null && !fields.has(name)) {
      fields.set(name, { value: (field[2] ?? "").trim(), line: post.line + at + 1 });
    }
  }
  const first = post.body.findIndex((line, place) => place >= at && line.trim() !== "");
  const textLine = post.line + 1 + (first === -1 ? at : first);
  return { fields, text: post.body.slice(at).join("\n").trim(), textLine };
}

function notText(file: string): Finding {
  return {
    file,
    line: 0,
    severity: "error",
    what: "a NUL byte",
    expected: "text",
    fix: "Restore the file from git.",
  };
}
