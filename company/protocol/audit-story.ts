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

/** Lines of at most 80 columns, a heading for each day; `timeZone` is the company's. */
export function auditStory(events: readonly AuditEvent[], timeZone: string): string[] {
  const lines: string[] = [];
  let day = "";
  for (const event of events) {
    const at = new Date(event.at);
    const date = dateIn(at, timeZone);
    if (date !== day) lines.push(...(day === "" ? [] : [""]), date);
    day = date;
    lines.push(...eventLines(event, timeIn(at, timeZone)));
  }
  return lines;
}

function eventLines(event: AuditEvent, time: string): string[] {
  const { hash, detail } = event;
  const bytes = hash === null ? "" : `, bytes ${hash.slice(0, HASH_CHARS)}…`;
  const head = wrap(`  ${time}  `, clip(`${headline(event)}${bytes}`, DETAIL_CHARS));
  return detail === null ? head : [...head, ...wrap(INDENT, clip(detail, DETAIL_CHARS))];
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
      return `${of} came to its end`;
    case "review.withdrawn":
      return `${who} took ${of} back`;
    default:
      return `${who}: ${what} ${of}`.trimEnd();
  }
}
