/** Due times and their outcomes as lines for a person. */
import { dateIn, timeIn } from "../company/dates.ts";
import { wrap } from "../company/wrap.ts";
import type { Io } from "./context.ts";
import { colors, plain, widthOf } from "./output.ts";

export interface JobLine {
  job: string;
  dueAt: string;
  outcome: string;
  why: string | null;
}

/** `standup of 2026-11-30 08:30: ran (planned 5 lines, …)` */
export function jobLine(io: Io, line: JobLine, timeZone: string): string {
  const c = colors(io);
  const { job, dueAt, outcome, why } = line;
  const when = instantText(dueAt, timeZone);
  const text = `${nameOf(job)} of ${when}: ${outcome}${why === null ? "" : ` (${why})`}`;
  const [first = "", ...rest] = wrap("", plain(text), { width: widthOf(io), under: "  " });
  const paint = { ran: c.green, late: c.yellow, missed: c.red, failed: c.red }[outcome];
  const shown = paint === undefined ? first : first.replace(`: ${outcome}`, `: ${paint(outcome)}`);
  return [shown, ...rest].map((each) => `${each}\n`).join("");
}

/** `2026-11-30 08:30` in the company's zone. */
export function instantText(instant: string, timeZone: string): string {
  const time = new Date(instant);
  return `${dateIn(time, timeZone)} ${timeIn(time, timeZone)}`;
}

/** A job's id without its kind: `standup`. */
export function nameOf(job: string): string {
  return job.replace(/^prompt:/, "");
}

/** `Nothing is due. Next: standup, 2026-11-30 08:30.` */
export function nothingDue(next: { job: string; at: string } | null, timeZone: string): string {
  if (next === null) return "Nothing is due.";
  return `Nothing is due. Next: ${nameOf(next.job)}, ${instantText(next.at, timeZone)}.`;
}
