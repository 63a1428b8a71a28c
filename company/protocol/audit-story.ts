/** The record as one readable story: who did what, when, and about which bytes. */
import { clip } from "../clip.ts";
import { dateIn, timeIn } from "../dates.ts";
import { wrap } from "../wrap.ts";

/** One event as the ledger has it. */
export interface AuditEvent {
  at: string;
  who: string;
  what: string;
  subject: string | null;
  hash: string | null;
  detail: string | null;
}

const DETAIL_CHARS = 1_000;
const HASH_CHARS = 12;
const INDENT = "         ";

export interface StoryForm {
  /** The company's. */
  timeZone: string;
  /** Columns. */
  width: number;
  /** What a review is about, by its id, where the story is not of one work only. */
  works: ReadonlyMap<string, string>;
}

/** Lines no wider than asked, but for paths; a heading for each day. */
export function auditStory(events: readonly AuditEvent[], form: StoryForm): string[] {
  const { timeZone, works } = form;
  const lines: string[] = [];
  let day = "";
  for (const event of events) {
    const at = new Date(event.at);
    const date = dateIn(at, timeZone);
    if (date !== day) lines.push(...(day === "" ? [] : [""]), date);
    day = date;
    const work = event.what === "review.asked" ? works.get(event.subject ?? "") : undefined;
    const [head = "", ...rest] = eventTexts(event, work);
    lines.push(...wrap(`  ${timeIn(at, timeZone)}  `, head, { width: form.width }));
    for (const text of rest) lines.push(...wrap(INDENT, text, { width: form.width }));
  }
  return lines;
}

/** What happened, on what work, and the words that were said. */
function eventTexts(event: AuditEvent, work: string | undefined): string[] {
  const { what, hash, detail } = event;
  const bytes = hash === null ? "" : `, bytes ${hash.slice(0, HASH_CHARS)}…`;
  // The detail begins with the reviewer, who would seem to be the one that speaks.
  const to = what === "review.asked" ? "to " : "";
  return [
    clip(`${headline(event)}${bytes}`, DETAIL_CHARS),
    ...(work === undefined ? [] : [work]),
    ...(detail === null ? [] : [clip(`${to}${detail}`, DETAIL_CHARS)]),
  ];
}

function headline({ who, what, subject }: AuditEvent): string {
  const of = subject ?? "";
  switch (what) {
    case "review.asked":
      return `${who} asked for review ${of}`;
    case "review.answered":
      return `${who} answered ${of}`;
    case "statement.answered":
      return `${who} answered a statement of ${of}`;
    case "review.refused":
      return subject === null ? `${who} was refused` : `${who} was refused, about ${of}`;
    case "review.expired":
      return `${of} expired`;
    case "review.withdrawn":
      return `${who} took ${of} back`;
    case "ledger.begun":
      return "The record was begun anew";
    case "gap.reported":
      return `${who} reported a gap, ${of}`;
    case "gap.taken":
      return `${who} took up the gap ${of}`;
    case "post.approved":
      return who === "hq" ? `${of} goes out by its approval` : `${who} approved ${of}`;
    case "post.unapproved":
      return `${who} took the approval of ${of} back`;
    default:
      return `${who}: ${what} ${of}`.trimEnd();
  }
}
