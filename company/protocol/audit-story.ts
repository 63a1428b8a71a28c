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

/**
 * Lines of at most 80 columns but for paths, a heading for each day; `timeZone` is the company's.
 * `works` says of a review's id what it is about, where the story is not of one work only.
 */
export function auditStory(
  events: readonly AuditEvent[],
  timeZone: string,
  works: ReadonlyMap<string, string> = new Map(),
): string[] {
  const lines: string[] = [];
  let day = "";
  for (const event of events) {
    const at = new Date(event.at);
    const date = dateIn(at, timeZone);
    if (date !== day) lines.push(...(day === "" ? [] : [""]), date);
    day = date;
    const work = event.what === "review.asked" ? works.get(event.subject ?? "") : undefined;
    lines.push(...eventLines(event, timeIn(at, timeZone), work));
  }
  return lines;
}

function eventLines(event: AuditEvent, time: string, work: string | undefined): string[] {
  const { what, hash, detail } = event;
  const bytes = hash === null ? "" : `, bytes ${hash.slice(0, HASH_CHARS)}…`;
  const head = wrap(`  ${time}  `, clip(`${headline(event)}${bytes}`, DETAIL_CHARS));
  const about = work === undefined ? [] : wrap(INDENT, work);
  // It begins with the reviewer, who would seem to be the one that speaks.
  const to = what === "review.asked" ? "to " : "";
  const told = detail === null ? [] : wrap(INDENT, clip(`${to}${detail}`, DETAIL_CHARS));
  return [...head, ...about, ...told];
}

function headline({ who, what, subject }: AuditEvent): string {
  const of = subject ?? "";
  switch (what) {
    case "review.asked":
      return `${who} asked for review ${of}`;
    case "review.answered":
      return `${who} answered ${of}`;
    case "review.refused":
      return subject === null ? `${who} was refused` : `${who} was refused, about ${of}`;
    case "review.expired":
      return `${of} expired`;
    case "review.withdrawn":
      return `${who} took ${of} back`;
    case "gap.reported":
      return `${who} reported a gap, ${of}`;
    default:
      return `${who}: ${what} ${of}`.trimEnd();
  }
}
