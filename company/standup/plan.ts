import { clip } from "../clip.ts";
import type { Constitution, PackDutyRule } from "../constitution/types.ts";
import { checkSchedule } from "../cron.ts";
import { daysBetween, isTimeZone, timeIn } from "../dates.ts";
import type { Draft } from "../drafts.ts";
import { isWaiting } from "../drafts.ts";
import { datesAhead } from "../kit/facts/dates-ahead.ts";
import type { Pack } from "../pack/pack.ts";
import { answersOf, packOf, packRules, packsInForce } from "../pack/rows.ts";
import { conditionsHold } from "../pack/situation.ts";
import { changesSince } from "./changes.ts";
import { type Day, dayOf } from "./day.ts";
import { dayPlan } from "./day-plan.ts";
import { delegation } from "./delegation.ts";
import { expiringSkills } from "./expiring.ts";
import { datedFacts, staleFacts } from "./facts.ts";
import { compareText, isSoon, listed, listedByDue } from "./listed.ts";
import { daysLeft, type ObligationSources, obligationsDue } from "./obligations.ts";
import { unconfirmedBy } from "./pack-duties.ts";
import { overduePrompts } from "./prompts.ts";
import { recall } from "./remembered.ts";
import { boardView, TITLE_LIMIT } from "./tasks.ts";
import type {
  Listed,
  ObligationDue,
  PlannedTask,
  StaleFact,
  StandupInput,
  StandupPlan,
  TaskDueSoon,
  WaitingDraft,
} from "./types.ts";

const NOTES_LIMIT = 10;
const NOTE_LENGTH = 400;

/**
 * The plan of a day: what changed, what is late, what is due, what is stale, what waits, and from
 * that a ranked list of what to do and who does it. The same input gives the same plan, whatever
 * the order of entities, commits and drafts. A rule whose schedule or time zone cannot be used is
 * left out and named in `notes`; nothing is thrown.
 */
export function standupPlan(input: StandupInput): StandupPlan {
  const { now, board, memory } = input;
  const packs = input.packs ?? [];
  const { constitution, notes } = usableRules(input.constitution, now);
  const { rules, problems } = packRules(constitution, packs);
  const { timeZone, name } = constitution.company;
  const day = dayOf(now, timeZone, input.realNow);
  const delegate = delegation(constitution.departments);
  const recalled = recall(memory);
  const facts = datedFacts(recalled, constitution, day);
  const view = boardView(board, day.today);
  const pack = packOf(constitution, packs);
  const sources = { recalled, ahead: allDatesAhead(input, pack), packRules: rules };
  const obligations = obligationsDue(constitution, sources, day);
  const expiring = expiringSkills(input.skillPages, {
    day,
    delegate,
    packs: constitution.company.country === null ? [] : packsInForce(constitution, packs),
  });
  const prompts = overduePrompts(constitution, memory, day);
  const stale = staleFacts(facts, constitution, { day, delegate });
  const drafts = waitingDrafts(input.drafts, day);
  const dueIn = ({ due }: PlannedTask) => (due === null ? null : daysBetween(day.today, due));
  return {
    version: 1,
    date: day.today,
    time: timeIn(now, timeZone),
    now: now.toISOString(),
    timeZone,
    company: name === null ? null : clip(name, TITLE_LIMIT),
    lastStandup: input.lastStandup?.toISOString() ?? null,
    notes: firstNotes([...notes, ...problems.map(packNote), ...input.notes]),
    ...((input.outside ?? []).length === 0 ? {} : { outside: [...(input.outside ?? [])] }),
    missing: [
      ...(board === null ? (["board"] as const) : []),
      ...(memory === null ? (["memory"] as const) : []),
    ],
    changed: changesSince(input, { recalled, facts }, day),
    chronicTasks: listedByDue(view.chronic, dueIn),
    overdueTasks: listed(view.overdue),
    obligations: listedByDue(obligations.pressing, daysLeft),
    upcomingObligations: listed(obligations.upcoming),
    // One that came due today is not cut off by those that wait for weeks.
    overduePrompts: listedByDue(prompts, ({ daysLate }) => -daysLate),
    staleFacts: shortened(listed(stale)),
    expiringFacts: listed(expiring),
    waitingDrafts: listedByDue(drafts, ({ dueInDays }) => dueInDays),
    blockedTasks: listedByDue(view.blocked, dueIn),
    tasksDueSoon: listed(dueSoon(view.open, dueIn)),
    dayPlan: dayPlan({
      day,
      hasMemory: memory !== null,
      board,
      view,
      obligations: obligations.pressing,
      prompts,
      drafts,
      staleFacts: stale,
      expiringFacts: expiring,
      delegate,
    }),
  };
}

/** Every duty that the plan knows of, pressing or to come, without the limits of its lists; the earliest first. */
export function allObligations(input: StandupInput): ObligationDue[] {
  const { constitution } = usableRules(input.constitution, input.now);
  const { packs = [] } = input;
  const day = dayOf(input.now, constitution.company.timeZone, input.realNow);
  const { rules } = packRules(constitution, packs);
  const ahead = allDatesAhead(input, packOf(constitution, packs));
  const sources = { recalled: recall(input.memory), ahead, packRules: rules };
  const { pressing, upcoming } = obligationsDue(constitution, sources, day);
  return [...pressing, ...upcoming];
}

/** The constitution without the rules that no calendar can answer for, and a note for each. */
function usableRules(
  constitution: Constitution,
  now: Date,
): { constitution: Constitution; notes: string[] } {
  const notes: string[] = [];
  const { company } = constitution;
  const timeZone = isTimeZone(company.timeZone) ? company.timeZone : "UTC";
  if (timeZone !== company.timeZone) {
    notes.push(
      `The time zone "${company.timeZone}" is unknown, expected one such as Europe/Lisbon: this plan uses UTC.`,
    );
  }
  const usable = (what: string, rule: { schedule: string; line: number }): boolean => {
    const problem = checkSchedule(rule.schedule, timeZone, now);
    if (problem !== null)
      notes.push(`${what} (line ${rule.line} of the constitution) is not in this plan: ${problem}`);
    return problem === null;
  };
  const cadence = constitution.cadence.filter((rule) => usable(`The prompt ${rule.prompt}`, rule));
  const obligations = constitution.obligations.filter((rule) =>
    usable(`The obligation "${rule.obligation}"`, rule),
  );
  return {
    constitution: { ...constitution, company: { ...company, timeZone }, cadence, obligations },
    notes,
  };
}

function packNote({ row, problem }: { row: PackDutyRule; problem: string }): string {
  return `The obligation ${row.pack}:${row.duty} (line ${row.line} of the constitution) is not in this plan: ${problem}.`;
}

/** Days that come once: of the skills' pages, and of the pack where the answers do not say otherwise. */
function allDatesAhead(
  { skillPages, constitution }: StandupInput,
  pack: Pack | null,
): ObligationSources["ahead"] {
  const ofSkills = datesAhead(skillPages).map((date) => {
    return { ...date, from: "skill" as const, unconfirmed: null };
  });
  if (pack === null) return ofSkills;
  const answers = answersOf(constitution.situation, pack);
  const ofPack = pack.dates
    .filter(({ when }) => conditionsHold(when, answers) !== "no")
    .map((date) => ({
      ...date,
      source: date.source.article,
      from: "pack" as const,
      unconfirmed: unconfirmedBy(pack, date, answers),
    }));
  return [...ofSkills, ...ofPack];
}

function shortened({ count, items }: Listed<StaleFact>): Listed<StaleFact> {
  return {
    count,
    items: items.map((fact) => ({ ...fact, entity: clip(fact.entity, TITLE_LIMIT) })),
  };
}

function firstNotes(notes: readonly string[]): string[] {
  const shown = notes.slice(0, NOTES_LIMIT).map((note) => clip(note, NOTE_LENGTH));
  const more = notes.length - shown.length;
  return more > 0 ? [...shown, `… and ${more} more: run hq doctor.`] : shown;
}

/** What is due first stands first. */
function dueSoon(
  tasks: readonly PlannedTask[],
  dueIn: (task: PlannedTask) => number | null,
): TaskDueSoon[] {
  return tasks
    .map((task) => ({ ...task, due: task.due ?? "", dueInDays: dueIn(task) ?? -1 }))
    .filter(({ dueInDays }) => isSoon(dueInDays))
    .sort((a, b) => a.dueInDays - b.dueInDays || a.line - b.line);
}

/** By their day, the earliest first. */
function waitingDrafts(drafts: readonly Draft[], day: Day): WaitingDraft[] {
  return drafts
    .filter(isWaiting)
    .map(({ title, channel, date, status, file, line }) => ({
      title: clip(title, TITLE_LIMIT),
      channel,
      date,
      status,
      dueInDays: daysBetween(day.today, date),
      file,
      line,
    }))
    .sort((a, b) => compareText(a.date, b.date) || compareText(a.file, b.file) || a.line - b.line);
}
