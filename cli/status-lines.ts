/** `hq status` in words: a column of subjects, a few short lines for each. */
import { clip } from "../company/clip.ts";
import { dateIn, daysBetween, timeIn } from "../company/dates.ts";
import type { Review } from "../company/protocol/review.ts";
import { lawfulDays } from "../company/standup/lawful-words.ts";
import { daysLeft } from "../company/standup/obligations.ts";
import type { ObligationDue } from "../company/standup/types.ts";
import type { RunRecord, RunTotals } from "../ledger/runs.ts";
import { shareUsed } from "../office/list-spend.ts";
import type { Status } from "../office/show-status.ts";
import type { Stuck } from "../office/status/stuck.ts";
import type { Io } from "./context.ts";
import { instantText } from "./job-lines.ts";
import { colors, plain, sentences, widthOf } from "./output.ts";
import { elapsed, usageWords } from "./run-lines.ts";

/** Of each list; the command beside the count shows all of it. */
const SHOWN = { plan: 3, duties: 3, reviews: 3, stuck: 4, caps: 3 } as const;
const SUBJECT_COLUMNS = 9;
/** A stuck run's reason may be pages long. */
const WHY_CHARS = 220;

/** The whole screen, at most 78 columns wide. */
export function statusScreen(io: Io, status: Status): string {
  const c = colors(io);
  const { company, timeZone } = status;
  const at = new Date(status.now);
  const when = `${dateIn(at, timeZone)}, ${timeIn(at, timeZone)} ${timeZone}`;
  const late = status.duties.some(isLate);
  const stuck = status.stuck.length > 0;
  const broken = (status.doctor?.errors ?? 0) > 0;
  const section = (subject: string, lines: readonly string[], shade = c.bold) =>
    sectionText(io, { subject, lines, shade });
  return [
    `${c.bold(clip(`${plain(company ?? "No company is set up yet")} · ${when}`, widthOf(io)))}\n\n`,
    section("Plan", planLines(status)),
    section("Duties", dutyLines(status.duties), late ? c.yellow : undefined),
    section("Reviews", reviewLines(status)),
    section("Running", runningLines(status)),
    section("Stuck", stuckLines(status.stuck), stuck ? c.red : undefined),
    section("Spent", spentLines(status)),
    section("Doctor", doctorLines(status.doctor), broken ? c.red : undefined),
    section("Next", nextLines(status)),
    ...status.notes
      .slice(0, SHOWN.stuck)
      .map((note) => `\n${sentences(io, clip(note, WHY_CHARS))}`),
  ].join("");
}

interface Section {
  subject: string;
  lines: readonly string[];
  shade(text: string): string;
}

/** The first line says it all, the others are under it. */
function sectionText(io: Io, { subject, lines, shade }: Section): string {
  const lead = " ".repeat(SUBJECT_COLUMNS);
  const [first = "", ...rest] = lines;
  const head = sentences(io, plain(first), subject.padEnd(SUBJECT_COLUMNS));
  return [
    `${shade(subject)}${head.slice(subject.length)}`,
    ...rest.map((line) => sentences(io, plain(line), `${lead}- `)),
  ].join("");
}

function more(all: number, shown: number, command: string): string[] {
  return all > shown ? [`${all - shown} more: ${command}`] : [];
}

function planLines({ plan }: Status): string[] {
  const { dayPlan, overdueTasks, chronicTasks } = plan;
  if (dayPlan.count === 0) return ["nothing is to be done"];
  const shown = dayPlan.items.slice(0, SHOWN.plan);
  const missed = chronicTasks.count === 0 ? "" : `, ${chronicTasks.count} missed again and again`;
  return [
    `${counted(dayPlan.count, "line")}; ${counted(overdueTasks.count, "task")} overdue${missed}`,
    ...shown.map(({ what, agent }) => `${what} · @${agent}`),
    ...more(dayPlan.count, shown.length, "hq standup --dry-run"),
  ];
}

function isLate({ lawfulInDays }: ObligationDue): boolean {
  return lawfulInDays < 0;
}

function dutyLines(duties: readonly ObligationDue[]): string[] {
  if (duties.length === 0) return ["none within 14 days"];
  const late = duties.filter(isLate).length;
  const shown = duties.slice(0, SHOWN.duties);
  return [
    `${duties.length} within 14 days${late === 0 ? "" : `, ${late} of them late`}`,
    ...shown.map(
      (duty) =>
        `${duty.due}${lawfulDays(duty)} (${inDays(daysLeft(duty))}) ${clip(duty.obligation, 60)} · @${duty.agent ?? "founder"}`,
    ),
    ...more(duties.length, shown.length, "hq standup --dry-run"),
  ];
}

function reviewLines({ reviews, now, timeZone }: Status): string[] {
  if (reviews.length === 0) return ["none is open"];
  const shown = reviews.slice(0, SHOWN.reviews);
  const today = dateIn(new Date(now), timeZone);
  const ageOf = ({ askedAt }: Review) => daysBetween(dateIn(new Date(askedAt), timeZone), today);
  return [
    `${reviews.length} open`,
    ...shown.map((review) => {
      const { id, requester, reviewer, workPath } = review;
      const work = clip(workPath ?? "a text", 40);
      return `${id}: ${requester} waits for ${reviewer} on ${work}, ${inDays(-ageOf(review))}`;
    }),
    ...more(reviews.length, shown.length, "hq review list"),
  ];
}

function runningLines({ running, waiting, now }: Status): string[] {
  const since = ({ startedAt }: RunRecord) => elapsed(Date.parse(now) - Date.parse(startedAt));
  const waits = waiting.length === 0 ? "" : `, ${waiting.length} waiting: hq runs list`;
  return [
    `${running.length === 0 ? "nothing" : counted(running.length, "run")}${waits}`,
    ...running.map(
      (run) =>
        `${run.id}: ${run.agent}, ${since(run)}, ${clip(run.task, 50)} (${usageWords(run.usage)})`,
    ),
  ];
}

function stuckLines(stuck: readonly Stuck[]): string[] {
  if (stuck.length === 0) return ["nothing"];
  const shown = stuck.slice(0, SHOWN.stuck);
  return [
    counted(stuck.length, "thing"),
    ...shown.map(({ what, help }) => `${clip(what, WHY_CHARS)} → ${help}`),
    ...more(stuck.length, shown.length, "hq status --json"),
  ];
}

function spentLines({ spent: { today, week }, caps }: Status): string[] {
  const shown = caps.slice(0, SHOWN.caps).map((cap) => {
    const share = `${Math.floor(shareUsed(cap) * 100)}% of ${cap.words} a ${cap.per}`;
    const isStopped = cap.unpriced.length > 0 ? "; without a price, and so stopped: hq spend" : "";
    return `${cap.scope}: ${share}${isStopped}`;
  });
  if (week.runs === 0) return ["nothing since Monday", ...shown];
  return [`today ${totalWords(today)}`, `since Monday ${totalWords(week)}; hq spend`, ...shown];
}

function totalWords({ runs, ...usage }: RunTotals): string {
  return runs === 0 ? "nothing" : `${counted(runs, "run")}, ${usageWords(usage)}`;
}

function doctorLines(doctor: Status["doctor"]): string[] {
  if (doctor === null) return ["could not examine the company"];
  const { errors, warnings, worst } = doctor;
  if (worst === null) return ["nothing to mend"];
  const counts = [
    ...(errors === 0 ? [] : [counted(errors, "error")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ];
  const place = worst.file === "." ? "" : `${worst.file}: `;
  return [`${counts.join(", ")}: hq doctor`, clip(`${place}${worst.what}`, WHY_CHARS)];
}

function nextLines({ next, runner, timeZone }: Status): string[] {
  if (runner === null) return ["nothing runs by itself: hq runner set"];
  if (next?.next == null) return [`nothing in Cadence runs by itself on ${runner}`];
  return [`${next.prompt}, ${instantText(next.next, timeZone)}, on ${runner}`];
}

function inDays(days: number): string {
  if (days === 0) return "today";
  const count = counted(Math.abs(days), "day");
  return days < 0 ? `${count} ago` : `in ${count}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
