/** Duties with a date set from outside: from the constitution's calendar and from the memory. */
import { missedDueDays, obligationState } from "../calendar.ts";
import { clip } from "../clip.ts";
import type { Constitution, ObligationRule } from "../constitution/types.ts";
import { daysBetween, isIsoDate } from "../dates.ts";
import type { DateAhead } from "../kit/dates-ahead.ts";
import { newestDate, newestValue } from "../labelled-lines.ts";
import type { RememberedEntity } from "../memory-view.ts";
import { slugOf } from "../slug.ts";
import type { Day } from "./day.ts";
import { compareText } from "./listed.ts";
import { datesOf, type Recall } from "./remembered.ts";
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

/** One due day of a duty; `slug` is what its days have in common. */
type Duty = Omit<ObligationDue, "missed"> & { slug: string };

/** A deadline that the memory holds. */
interface Deadline {
  entity: RememberedEntity;
  slug: string;
  due: string;
  /** The date in its name: another one than `due` when the deadline was moved. */
  inName: string | null;
  completed: boolean;
}

/**
 * Each duty once: a deadline in memory that the calendar names already (same slug, same day) is not
 * listed again, and its `Completed: <date>` is what makes the calendar's duty done.
 */
export function obligationsDue(
  constitution: Constitution,
  { recalled, ahead }: { recalled: Recall; ahead: readonly DateAhead[] },
  day: Day,
): Obligations {
  const deadlines = deadlinesOf(recalled.get("deadline") ?? [], day);
  const bases = basesOf(recalled, deadlines, day);
  const fromRules = constitution.obligations.flatMap((rule) =>
    ruleDue(rule, { deadlines, bases, day, since: constitution.company.since }),
  );
  const named = new Set(fromRules.map(({ entity }) => entity));
  const rules = new Map(constitution.obligations.map((rule) => [slugOf(rule.obligation), rule]));
  const fromMemory = deadlines
    .filter(({ completed, slug, due }) => !completed && !named.has(entityName(slug, due)))
    .filter(({ due }) => due >= (constitution.company.since ?? due) || due >= day.today)
    .map((deadline) => deadlineDue(deadline, rules.get(deadline.slug), day));
  const fromSkills = ahead.flatMap((date) => aheadDue(date, { deadlines, constitution, day }));
  const all = folded([...fromRules, ...fromMemory, ...fromSkills]).sort(byDue);
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

/** The entity in which a duty's day is recorded. */
function entityName(slug: string, due: string): string {
  return `deadline:${slug}:${due}`;
}

interface Duties {
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

function ruleDue(rule: ObligationRule, { deadlines, bases, day, since }: Duties): Duty[] {
  const slug = slugOf(rule.obligation);
  const completedDueDates = deadlines
    .filter((deadline) => deadline.slug === slug)
    .flatMap(settledDays);
  const { timeZone, now } = day;
  const question = { rule, timeZone, now, since, completedDueDates };
  const { nextDue } = obligationState(question);
  return [...missedDueDays(question), ...(nextDue === null ? [] : [nextDue])].map((due) => ({
    slug,
    obligation: clip(rule.obligation, NAME_LIMIT),
    due,
    ...stateOf(due, rule.warnDays, day.today),
    agent: rule.agent,
    source: "constitution",
    basis: bases.get(slug) ?? null,
    entity: entityName(slug, due),
  }));
}

/** The days of the calendar that a deadline answers: all of a done one, the old one of a moved one. */
function settledDays({ completed, due, inName }: Deadline): string[] {
  const named = inName === null || (inName === due && !completed) ? [] : [inName];
  return completed ? [due, ...named] : named;
}

function deadlineDue(deadline: Deadline, rule: ObligationRule | undefined, day: Day): Duty {
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
    ...stateOf(due, warnDays, day.today),
    agent: owner === null ? null : clip(owner, 40),
    source: "memory",
    basis: sourceOf(entity, day),
    entity: clip(entity.name, NAME_LIMIT),
  };
}

/**
 * A date that a skill names, unless memory has taken it over: there it is moved or done. What lay
 * before the company was there, or months ago, concerns nobody any more.
 */
function aheadDue(
  { date, what, agent, warnDays, source }: DateAhead,
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
      ...stateOf(date, warnDays, day.today),
      agent,
      source: "skill",
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
  due: string,
  warnDays: number,
  today: string,
): Pick<ObligationDue, "state" | "dueInDays"> {
  const dueInDays = daysBetween(today, due);
  if (dueInDays < 0) return { state: "overdue", dueInDays };
  return { state: dueInDays <= warnDays ? "due-soon" : "upcoming", dueInDays };
}

function deadlinesOf(entities: readonly RememberedEntity[], day: Day): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const entity of entities) {
    const parts = entity.name.split(":");
    const lastPart = parts.at(-1) ?? "";
    const inName = isIsoDate(lastPart) ? lastPart : null;
    const due = newestDate(entity, "Due", day) ?? inName;
    // Without a date it is a note about a deadline, not one.
    if (due === null) continue;
    const slug = slugOf(
      (inName === null ? parts.slice(1) : parts.slice(1, -1)).join(" ") || entity.name,
    );
    deadlines.push({
      entity,
      slug,
      due,
      inName,
      completed: datesOf(entity, "Completed").length > 0,
    });
  }
  return deadlines;
}
