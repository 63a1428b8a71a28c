/** Duties with a date set from outside: from the constitution's calendar, a country pack and the memory. */
import { missedDueDays, obligationState } from "../calendar.ts";
import { clip } from "../clip.ts";
import type { Constitution, ObligationRule } from "../constitution/types.ts";
import { daysBetween } from "../dates.ts";
import type { DateAhead } from "../kit/facts/dates-ahead.ts";
import { newestValue } from "../labelled-lines.ts";
import type { RememberedEntity } from "../memory-view.ts";
import type { PackRule } from "../pack/rows.ts";
import { slugOf } from "../slug.ts";
import type { Day } from "./day.ts";
import { type Deadline, deadlinesOf, entityName, settledDaysOf } from "./deadlines.ts";
import { compareText } from "./listed.ts";
import { openDays } from "./pack-duties.ts";
import type { Recall } from "./remembered.ts";
import type { ObligationDue } from "./types.ts";

/** Days of warning for a deadline that only the memory knows. */
const WARN_DAYS = 7;
const NAME_LIMIT = 160;
/** An old date of the law is not dug up again for ever. */
const AHEAD_LOOK_BACK_DAYS = 90;

export interface Obligations {
  /** Overdue or inside their warning window, the earliest first. */
  pressing: ObligationDue[];
  upcoming: ObligationDue[];
}

export interface ObligationSources {
  recalled: Recall;
  /** Of the skills' pages and of the country's pack. */
  ahead: readonly (DateAhead & { from: "skill" | "pack"; unconfirmed: string | null })[];
  /** The rows of Obligations that a pack dates. */
  packRules: readonly PackRule[];
}

/** Days to the day that a duty must be done by: `due` while it is to come, then the last lawful day. */
export function daysLeft({ dueInDays, lawfulInDays }: ObligationDue): number {
  return dueInDays >= 0 ? dueInDays : lawfulInDays;
}

/** One due day of a duty; `slug` is what its days have in common. */
type Duty = Omit<ObligationDue, "missed"> & { slug: string };

/**
 * Each duty once: a deadline in memory that the calendar names already (same slug, same day) is not
 * listed again, and its `Completed: <date>` is what makes the calendar's duty done.
 */
export function obligationsDue(
  constitution: Constitution,
  { recalled, ahead, packRules }: ObligationSources,
  day: Day,
): Obligations {
  const deadlines = deadlinesOf(recalled.get("deadline") ?? [], day);
  const bases = basesOf(recalled, deadlines, day);
  const { since } = constitution.company;
  const known = { deadlines, bases, day, since };
  const fromRules = [
    ...constitution.obligations.flatMap((rule) => ruleDue(rule, known)),
    ...packRules.flatMap((rule) => packDue(rule, known)),
  ];
  const named = new Set(fromRules.map(({ entity }) => entity));
  const rules = new Map(
    [...constitution.obligations, ...packRules].map((rule) => [slugOf(rule.obligation), rule]),
  );
  const fromMemory = deadlines
    .filter(({ completed, slug, due }) => !completed && !named.has(entityName(slug, due)))
    .filter(({ due }) => due >= (since ?? due) || due >= day.today)
    .map((deadline) => deadlineDue(deadline, rules.get(deadline.slug), day));
  const fromAhead = ahead.flatMap((date) => aheadDue(date, { deadlines, constitution, day }));
  // A skill and the pack may name the same day.
  const once = new Map(fromAhead.map((duty) => [duty.entity, duty]));
  const all = folded([...fromRules, ...fromMemory, ...once.values()]).sort(byDue);
  return {
    pressing: all.filter(({ state }) => state !== "upcoming"),
    upcoming: all.filter(({ state }) => state === "upcoming"),
  };
}

/** What is late of one duty becomes its oldest, with a count: a backlog must not hide what else is due. */
function folded(all: readonly Duty[]): ObligationDue[] {
  const late = Map.groupBy(all, ({ slug, state }) => (state === "overdue" ? slug : null));
  return [...late].flatMap(([slug, dues]) => {
    const shown = slug === null ? dues : dues.toSorted(byDue).slice(0, 1);
    const missed = slug === null ? 0 : new Set(dues.map(({ due }) => due)).size;
    return shown.map(({ slug: _slug, ...item }) => ({ ...item, missed }));
  });
}

function byDue(a: Omit<ObligationDue, "missed">, b: Omit<ObligationDue, "missed">): number {
  return (
    compareText(a.due, b.due) ||
    compareText(a.obligation, b.obligation) ||
    compareText(a.entity, b.entity)
  );
}

interface Known {
  deadlines: readonly Deadline[];
  bases: ReadonlyMap<string, string>;
  day: Day;
  since: string | null;
}

/** Where each duty is written in law, by its slug: what `hq init` or a department noted as its source. */
function basesOf(recalled: Recall, deadlines: readonly Deadline[], day: Day): Map<string, string> {
  const bases = new Map<string, string>();
  const noted = (recalled.get("obligation") ?? []).map((entity) => ({
    entity,
    slug: entity.name.replace(/^obligation:/, ""),
  }));
  for (const { entity, slug } of [...deadlines, ...noted]) {
    const source = sourceOf(entity, day);
    if (source !== null) bases.set(slug, source);
  }
  return bases;
}

function ruleDue(rule: ObligationRule, { deadlines, bases, day, since }: Known): Duty[] {
  const slug = slugOf(rule.obligation);
  const completedDueDates = settledDaysOf(deadlines, slug);
  const { timeZone, now } = day;
  const question = { rule, timeZone, now, since, completedDueDates };
  const { nextDue } = obligationState(question);
  return [...missedDueDays(question), ...(nextDue === null ? [] : [nextDue])].map((due) => ({
    slug,
    obligation: clip(rule.obligation, NAME_LIMIT),
    due,
    ...stateOf({ due, until: due }, rule.warnDays, day.today),
    ...WITHOUT_PACK,
    agent: rule.agent,
    source: "constitution",
    basis: bases.get(slug) ?? null,
    entity: entityName(slug, due),
  }));
}

/** What only a pack knows of a duty. */
const WITHOUT_PACK = { payBy: null, period: null, unconfirmed: null } as const;

function packDue(rule: PackRule, { deadlines, day, since }: Known): Duty[] {
  const { obligation, agent, warnDays, duty } = rule;
  const slug = slugOf(obligation);
  const done = new Set(settledDaysOf(deadlines, slug));
  const open = openDays(rule, { today: day.today, since, done });
  if (open === null) return [];
  return open.days.map(({ due, until, payBy, period }) => ({
    slug,
    obligation,
    due,
    ...stateOf({ due, until }, warnDays, day.today),
    payBy,
    period: period === "" ? null : period,
    unconfirmed: open.unconfirmed,
    agent,
    source: "pack",
    basis: clip(duty.source.article, NAME_LIMIT),
    entity: entityName(slug, due),
  }));
}

function deadlineDue(
  deadline: Deadline,
  rule: Pick<ObligationRule, "obligation" | "agent" | "warnDays"> | undefined,
  day: Day,
): Duty {
  const { entity, slug, due } = deadline;
  const warn = Number.parseInt(newestValue(entity, "Warn", day) ?? "", 10);
  const warnDays = Number.isNaN(warn) ? (rule?.warnDays ?? WARN_DAYS) : warn;
  const named = newestValue(entity, "Owner", day)?.replace(/^@/, "").toLowerCase();
  const owner = named ?? rule?.agent ?? null;
  return {
    slug,
    obligation: clip(
      rule?.obligation ?? newestValue(entity, "Summary", day) ?? slug.replaceAll("-", " "),
      NAME_LIMIT,
    ),
    due,
    ...stateOf({ due, until: due }, warnDays, day.today),
    ...WITHOUT_PACK,
    agent: owner === null ? null : clip(owner, 40),
    source: "memory",
    basis: sourceOf(entity, day),
    entity: clip(entity.name, NAME_LIMIT),
  };
}

/**
 * A date that a skill or the pack names, unless memory has taken it over: there it is moved or done.
 * What lay before the company was there, or months ago, concerns nobody any more.
 */
function aheadDue(
  { date, what, agent, warnDays, source, from, unconfirmed }: ObligationSources["ahead"][number],
  known: { deadlines: readonly Deadline[]; constitution: Constitution; day: Day },
): Duty[] {
  const { deadlines, constitution, day } = known;
  const slug = slugOf(what);
  const { since } = constitution.company;
  const isKnown = deadlines.some(
    (deadline) => deadline.slug === slug && (deadline.due === date || deadline.inName === date),
  );
  if (isKnown || (since !== null && date < since)) return [];
  if (daysBetween(date, day.today) > AHEAD_LOOK_BACK_DAYS) return [];
  return [
    {
      slug,
      obligation: clip(what, NAME_LIMIT),
      due: date,
      ...stateOf({ due: date, until: date }, warnDays, day.today),
      ...WITHOUT_PACK,
      unconfirmed,
      agent,
      source: from,
      basis: source === "" ? null : clip(source, NAME_LIMIT),
      entity: entityName(slug, date),
    },
  ];
}

function sourceOf(entity: RememberedEntity, day: Day): string | null {
  const source = newestValue(entity, "Source", day);
  return source === null ? null : clip(source, NAME_LIMIT);
}

function stateOf(
  { due, until }: { due: string; until: string },
  warnDays: number,
  today: string,
): Pick<ObligationDue, "state" | "dueInDays" | "lawfulUntil" | "lawfulInDays"> {
  const dueInDays = daysBetween(today, due);
  const lawfulInDays = daysBetween(today, until);
  const days = { dueInDays, lawfulUntil: until, lawfulInDays };
  if (lawfulInDays < 0) return { state: "overdue", ...days };
  return { state: dueInDays <= warnDays ? "due-soon" : "upcoming", ...days };
}
