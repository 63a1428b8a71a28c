/**
 * The grammar of one task line, read so that it can be written back with one field changed:
 * `- [ ] T-012 Title · @agent · due 2026-11-27 (was 2026-11-20) · blocked: why · root cause: why`.
 */
import { clip } from "../clip.ts";
import { isIsoDate } from "../dates.ts";
import { type CutPart, cutFields } from "./loose-fields.ts";

export interface TaskLine {
  /** Bullet, box and the white space around them: `- [ ] `. */
  prefix: string;
  done: boolean;
  id: string;
  /** The text between the separators, raw with its white space; the first holds id and title. */
  segments: string[];
  /** What stands between the segments, one fewer: `·`, or what a person wrote instead of it. */
  marks: string[];
  /** What each segment means, same order. */
  fields: Field[];
  /** White space and an HTML comment at the end of the line; kept as they are. */
  tail: string;
}

export type Field =
  | { kind: "title"; text: string }
  | { kind: "agent"; agent: string }
  | {
      kind: "due";
      due: string | null;
      was: string[];
      wasProblem: Problem | null;
      problem: Problem | null;
    }
  /** Missed dates of a task that has no due date any more. */
  | { kind: "was"; was: string[]; wasProblem: Problem | null; problem: Problem | null }
  | { kind: "blocked"; reason: string }
  | { kind: "root-cause"; text: string }
  | { kind: "done"; on: string | null; problem: Problem | null }
  | { kind: "unknown"; problem: Problem };

export interface Problem {
  what: string;
  expected: string;
}

export type ReadLine =
  | { kind: "task"; line: TaskLine }
  /** Meant as a task by its looks, but not one. */
  | { kind: "malformed"; problem: Problem }
  | { kind: "other" };

const BULLET = String.raw`(?:[-*+–—•‣◦]|\d{1,9}[.)])`;
const TASK = new RegExp(
  String.raw`^( {0,3}${BULLET}[ \t\u00a0]+\[)([ xX])(\][ \t\u00a0]+)(.*)$`,
  "u",
);
/** Characters of a text that a message shows. */
const SHOWN = 60;
const ID = /^T-\d{1,6}$/;
const BOX_LIKE = /^ {0,3}[-*+][ \t]*\[.?\](?![([:])/u;
const BULLET_WITH_ID = /^ {0,3}[-*+][ \t]+[Tt]-\d+(?!\w)/;
/** No bullet, a drawn box, a row of a table: not read as a list, but with the id of a task. */
const UNLISTED = [
  /^ {0,3}\[[ xX✓✔]?\][ \t\u00a0]*[Tt]-\d+(?!\w)/u,
  /^ {0,3}(?:[-*+–—•‣◦]|\d{1,9}[.)])?[ \t]*[☐☑☒⬜✅][ \t\u00a0]*[Tt]-\d+(?!\w)/u,
  /^ {0,3}[–—•‣◦][ \t]+[Tt]-\d+(?!\w)/u,
  /^ {0,3}\|.*\[[ xX]\].*\b[Tt]-\d+(?!\w)/u,
];

/** Reads one top-level line of the board. */
export function readTaskLine(text: string): ReadLine {
  const match = TASK.exec(text);
  if (match === null) return unboxed(text);
  const [, bullet = "", box = "", gap = "", rest = ""] = match;
  const { body, tail } = splitTail(rest);
  const { texts: segments, marks } = splitSegments(body);
  const first = (segments[0] ?? "").trim().replace(/^(T-\d{1,6})\u00a0+/, "$1 ");
  const [id = "", ...words] = first.split(/[ \t]+/);
  if (!ID.test(id)) {
    const what =
      id === "" ? "a task without id and title" : `a task that begins with "${clip(id, SHOWN)}"`;
    return { kind: "malformed", problem: { what, expected: "an id such as T-012 first" } };
  }
  if (words.length === 0) {
    return {
      kind: "malformed",
      problem: { what: `${id} without a title`, expected: "words after the id" },
    };
  }
  const fields = readFields(segments, words.join(" "));
  const line = { prefix: bullet + box + gap, done: box !== " ", id, segments, marks, fields, tail };
  return { kind: "task", line };
}

/** The line as text; of an unchanged one the same bytes. */
export function writeTaskLine(line: TaskLine): string {
  const body = line.segments.map((text, at) =>
    at === 0 ? text : (line.marks[at - 1] ?? "·") + text,
  );
  return line.prefix + body.join("") + line.tail;
}

function unboxed(text: string): ReadLine {
  const isMeant = [BOX_LIKE, BULLET_WITH_ID, ...UNLISTED].some((form) => form.test(text));
  if (!isMeant) return { kind: "other" };
  const problem = {
    what: `"${clip(text, SHOWN)}"`,
    expected: "a task such as `- [ ] T-012 Title`",
  };
  return { kind: "malformed", problem };
}

function splitTail(rest: string): { body: string; tail: string } {
  const trimmed = rest.trimEnd();
  const comment = trimmed.endsWith("-->") ? trimmed.lastIndexOf("<!--") : -1;
  const body = (comment > 0 ? trimmed.slice(0, comment) : trimmed).trimEnd();
  return { body, tail: rest.slice(body.length) };
}

/** At each `·` with white space (or nothing more) on both sides, and at fields as people type them. */
function splitSegments(body: string): CutPart {
  const parts = atDots(body).map((part, at) => cutFields(part, at > 0));
  return {
    texts: parts.flatMap(({ texts }) => texts),
    marks: parts.flatMap(({ marks }, at) => (at === 0 ? marks : ["·", ...marks])),
  };
}

function atDots(body: string): string[] {
  const segments: string[] = [];
  let start = 0;
  for (let at = body.indexOf("·"); at !== -1; at = body.indexOf("·", at + 1)) {
    const before = body[at - 1];
    const after = body[at + 1];
    if (!isGap(before) || !isGap(after)) continue;
    segments.push(body.slice(start, at));
    start = at + 1;
  }
  segments.push(body.slice(start));
  return segments;
}

function isGap(char: string | undefined): boolean {
  return char === undefined || /\s/u.test(char);
}

function readFields(segments: readonly string[], title: string): Field[] {
  const fields: Field[] = [{ kind: "title", text: title }];
  // A title may hold the separator itself; after the first field it can only be a mistake.
  let inTitle = true;
  for (const raw of segments.slice(1)) {
    const text = raw.trim();
    const field = readField(text);
    if (field !== null) inTitle = false;
    const words: Field = inTitle
      ? { kind: "title", text }
      : { kind: "unknown", problem: unknownField(text) };
    fields.push(field ?? words);
  }
  return fields;
}

function unknownField(text: string): Problem {
  return {
    what: text === "" ? "an empty field" : `the field "${clip(text, SHOWN)}"`,
    expected: "@agent, due, done, blocked: or root cause:",
  };
}

const BRACKETED = /^(?:\(([^()]*)\)|\[([^[\]]*)\]|\{([^{}]*)\})$/;
/** What brackets may hold as a field. */
const MEANT = /^(?:@[A-Za-z]|(?:owner|assignee|assigned\s+to)(?:\s*::?\s*@?|\s+@)[A-Za-z]|due\b)/i;

function readField(given: string): Field | null {
  // What stands in brackets as a whole: `(due 2026-11-20)`, `[owner:: cfo]`.
  const bracketed = /^[([{]/.test(given) ? BRACKETED.exec(given) : null;
  const inner = bracketed?.[1] ?? bracketed?.[2] ?? bracketed?.[3];
  const text = inner !== undefined && MEANT.test(inner.trim()) ? inner.trim() : given;
  const agent =
    /^(?:(?:owner|assignee|assigned\s+to)(?:\s*::?\s*@?|\s+@)|@)([A-Za-z][A-Za-z0-9-]{0,39})$/i.exec(
      text,
    );
  if (agent !== null) return { kind: "agent", agent: (agent[1] ?? "").toLowerCase() };
  const labelled = /^(blocked|root cause):(.*)$/i.exec(text);
  if (labelled !== null) {
    const value = (labelled[2] ?? "").trim();
    const isBlocked = (labelled[1] ?? "").toLowerCase() === "blocked";
    return isBlocked ? { kind: "blocked", reason: value } : { kind: "root-cause", text: value };
  }
  const signed =
    /^(?:due(?:\s+date)?\s*::?\s*|[📅📆🗓]\uFE0F?\s*|@\{|@due\()(\d{4}-\d{2}-\d{2})[})]?(.*)$/iu.exec(
      text,
    );
  if (signed !== null) return readDue(`${signed[1] ?? ""}${signed[2] ?? ""}`);
  const dated = /^(due|was|done)(?:\s+(.*))?$/i.exec(text);
  if (dated === null) return null;
  const value = (dated[2] ?? "").trim().replace(/^(?:on|by)\s+(?=\d)/i, "");
  switch ((dated[1] ?? "").toLowerCase()) {
    case "due":
      return readDue(value);
    case "was":
      return readWas(value);
    default: {
      const ok = isIsoDate(value);
      return { kind: "done", on: ok ? value : null, problem: ok ? null : notADate("done", value) };
    }
  }
}

function readDue(value: string): Field {
  const open = value.endsWith(")") ? value.indexOf("(") : -1;
  const date = (open === -1 ? value : value.slice(0, open)).trim();
  const inner = open === -1 ? null : value.slice(open + 1, -1).trim();
  const missed = inner === null ? null : readWas(inner.replace(/^was\b/i, "").trim());
  const wasProblem = missed?.wasProblem ?? null;
  const isDate = isIsoDate(date);
  const problem = isDate ? wasProblem : notADate("due", date);
  return { kind: "due", due: isDate ? date : null, was: missed?.was ?? [], wasProblem, problem };
}

function readWas(list: string): Extract<Field, { kind: "was" }> {
  const dates = list.split(",").map((date) => date.trim());
  const bad = dates.find((date) => !isIsoDate(date));
  const problem = bad === undefined ? null : notADate("was", bad);
  return { kind: "was", was: dates.filter(isIsoDate), wasProblem: problem, problem };
}

function notADate(label: string, value: string): Problem {
  return {
    what: value === "" ? `"${label}" without a date` : `"${label} ${clip(value, SHOWN)}"`,
    expected: "a day of the calendar as YYYY-MM-DD",
  };
}
