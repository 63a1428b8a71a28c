/**
 * Fields as people type them: ` - `, ` | `, `•`, commas or a dot without blanks before them, `due:`,
 * `📅` and `@{…}` for a date. Only a run of whole fields at the end of a part is read, and only where it
 * can mean nothing else; what may be words of the title stays in the title, and `hidden-fields` tells it.
 */
import { isIsoDate } from "../dates.ts";
import { isKnownOwner } from "./known-owners.ts";

/** A part of a line, cut at marks that a person wrote between fields. */
export interface CutPart {
  /** The text between the marks, raw with its white space. */
  texts: string[];
  /** The marks, one fewer than texts: `-`, `|`, `,`, or one character of white space. */
  marks: string[];
}

const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
/** A date that says by itself what it is. */
const SIGNED_DATE = String.raw`due:\s*${DATE}|[📅📆🗓]\uFE0F?\s*${DATE}|@\{${DATE}\}|@due\(${DATE}\)`;
/** `(due 2026-11-20)`, `[due:: 2026-11-20]`, `{due: 2026-11-20}`: the brackets set it apart. */
const DUE_WORDS = String.raw`due(?:\s+date)?(?:\s*::?\s*|\s+(?:on\s+|by\s+)?)${DATE}`;
const BRACKETED_DATE = String.raw`\(${DUE_WORDS}\)|\[${DUE_WORDS}\]|\{${DUE_WORDS}\}`;
const MARKED_DATE = `${SIGNED_DATE}|${BRACKETED_DATE}`;
const PLAIN_DATE = String.raw`(?:due|done)\s+(?:on\s+|by\s+)?${DATE}`;
const LAST_DATE = new RegExp(`(?:${MARKED_DATE}|${PLAIN_DATE})$`, "iu");
/** `@cfo`, `(@cfo)`, `[@cfo]`, `(Owner: @cfo)`, `[owner:: cfo]`, `owner: @cfo`. */
const NAME = "[A-Za-z][A-Za-z0-9-]{0,39}";
const SAID_OWNER = String.raw`(?:owner|assignee|assigned\s+to)\s*::?\s*`;
const OWNER_WORDS = String.raw`(?:owner|assignee|assigned\s+to)(?:\s*::?)?\s*`;
const LAST_OWNER = new RegExp(
  String.raw`(?:[([](?:${OWNER_WORDS})?@${NAME}[)\]]|[([]${SAID_OWNER}${NAME}[)\]]|(?:${OWNER_WORDS})?@${NAME})$`,
  "iu",
);
const WAS = /^\(\s*was\s[^()]*\)$/i;
const ENDS_IN_MARK = /(?:\s*[·•|;–—→]\s*|\s+(?:-{1,2}>?|=>|\/{1,2}|::)\s+|,\s*)$/u;
/** A part that is one field already. */
const ONE_FIELD = new RegExp(
  String.raw`^\s*(?:@[a-z][a-z0-9-]{0,39}|(?:due|done|was)\s+${DATE})\s*$`,
  "iu",
);
const OPEN_ENDED = /(?:blocked|root cause):/gi;
const IS_OPEN_ENDED = /^\s*(?:blocked|root cause):/i;
/** Characters to look at: missed dates, a field and a mark with its white space are shorter. */
const WAS_REACH = 600;
const FIELD_REACH = 48;
const MARK_REACH = 8;
/** An owner, a date and one of each kind twice, which is told. */
const MOST_FIELDS = 8;

interface Field {
  /** Where the field's text begins. */
  at: number;
  /** Where what parts it from the text before begins. */
  from: number;
  kind: "marked date" | "date" | "owner";
  isApart: boolean;
}

/**
 * The part cut at the fields that end it. `begins` is true for a part behind a separator of the
 * grammar: there a field may stand at its very beginning.
 */
export function cutFields(part: string, begins: boolean): CutPart {
  if (begins && (ONE_FIELD.test(part) || IS_OPEN_ENDED.test(part))) {
    return { texts: [part], marks: [] };
  }
  const open = openEnded(part);
  const head = open === null ? part : part.slice(0, open.from);
  const run = meantRun(trailingRun(head), begins);
  const cuts = run.filter(({ from }) => from > 0 || !begins);
  const spans: Cut[] = [
    ...cuts.map((field) => ({ from: field.from, to: field.at })),
    ...(open === null ? [] : [open]),
  ];
  return cutAt(part, spans);
}

interface Cut {
  from: number;
  to: number;
}

/** The mark before the first `blocked:` or `root cause:`, whose words run to the end of the part. */
function openEnded(part: string): Cut | null {
  for (const { index } of part.matchAll(OPEN_ENDED)) {
    const mark = ENDS_IN_MARK.exec(part.slice(Math.max(0, index - MARK_REACH), index));
    if (mark !== null) return { from: index - mark[0].length, to: index };
  }
  return null;
}

/** Each cut is one mark; the white space around it stays with the texts, as around ` · `. */
function cutAt(part: string, cuts: readonly Cut[]): CutPart {
  const texts: string[] = [];
  const marks: string[] = [];
  let start = 0;
  for (const { from, to } of cuts) {
    const between = part.slice(from, to);
    const sign = /\S+/u.exec(between);
    const at = from + (sign?.index ?? 0);
    const mark = sign?.[0] ?? between.slice(0, 1);
    texts.push(part.slice(start, at));
    marks.push(mark);
    start = at + mark.length;
  }
  texts.push(part.slice(start));
  return { texts, marks };
}

/** The fields with which a text ends, in its order. */
function trailingRun(text: string): Field[] {
  const run: Field[] = [];
  let rest = text.trimEnd();
  while (run.length < MOST_FIELDS) {
    const field = lastField(rest, run.length > 0);
    if (field === null) return run;
    run.unshift(field);
    rest = rest.slice(0, field.from);
  }
  return run;
}

/** The field at the end of a text that ends in no white space; null when it ends in words. */
function lastField(text: string, isBeforeField: boolean): Field | null {
  const body = withoutMisses(text);
  const words = body.slice(-FIELD_REACH);
  const isDated = /\d[)}\]]?$/.test(words);
  const isOwned = body === text && /@[^@]*$|[)\]]$/.test(words);
  const found =
    (isDated ? LAST_DATE.exec(words) : null) ?? (isOwned ? LAST_OWNER.exec(words) : null);
  if (found === null) return null;
  const at = body.length - found[0].length;
  const before = body.slice(Math.max(0, at - MARK_REACH), at);
  const mark = ENDS_IN_MARK.exec(before)?.[0] ?? "";
  const between = mark === "" ? before.slice(before.trimEnd().length) : mark;
  const from = at - between.length;
  if (from > 0 && between === "") return null;
  // A name that no department has is an owner only between a mark and another field.
  const kind = kindOf(found[0], mark !== "" && isBeforeField);
  const isApart = mark !== "" || /^[([{]/.test(found[0]);
  return kind === null ? null : { at, from, kind, isApart };
}

/** The text before `(was 2026-11-20)` at its end. */
function withoutMisses(text: string): string {
  if (!text.endsWith(")")) return text;
  const open = text.lastIndexOf("(");
  const isBounded = open !== -1 && text.length - open <= WAS_REACH;
  return isBounded && WAS.test(text.slice(open)) ? text.slice(0, open).trimEnd() : text;
}

function kindOf(words: string, isAnyOwner: boolean): Field["kind"] | null {
  const date = new RegExp(DATE).exec(words)?.[0] ?? "";
  if (date === "") {
    const name = /([A-Za-z][A-Za-z0-9-]*)[)\]]?$/.exec(words)?.[1] ?? "";
    return isAnyOwner || isKnownOwner(name) ? "owner" : null;
  }
  if (!isIsoDate(date)) return null;
  return /^(?:due|done)\s/i.test(words) ? "date" : "marked date";
}

/**
 * The end of the run that can only be fields: from the first that is set off by a mark, stands at the
 * beginning, or says what it is. An owner and a date side by side need no mark.
 */
function meantRun(run: readonly Field[], begins: boolean): readonly Field[] {
  const isPair =
    run.some(({ kind }) => kind === "owner") && run.some((one) => one.kind !== "owner");
  const first = run.findIndex(
    ({ isApart, from, kind }) =>
      isApart || (from === 0 && begins) || kind === "marked date" || isPair,
  );
  return first === -1 ? [] : run.slice(first);
}
