/** Duties with a date set from outside: from the constitution's calendar and from the memory. */
import { obligationState } from "../calendar.ts";
import { clip } from "../clip.ts";
import type { Constitution, ObligationRule } from "../constitution/types.ts";
import { daysBetween, isIsoDate } from "../dates.ts";
import type { DateAhead } from "../kit/dates-ahead.ts";
import type { RememberedEntity } from "../memory-view.ts";
import { slugOf } from "../slug.ts";
import type { Day } from "./day.ts";
import { compareText } from "./listed.ts";
import { datesOf, firstValue, type Recall } from "./remembered.ts";
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

/** A deadline that the memory holds. */
interface Deadline {
  entity: RememberedEntity;
  slug: string;
  due: string;
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
  const deadlines = deadlinesOf(recalled.get("deadline") ?? []);
  const bases = basesOf(recalled, deadlines);
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
  const all = [...fromRules, ...fromMemory, ...fromSkills].sort(
    (a, b) =>
      compareText(a.due, b.due) ||
      compareText(a.obligation, b.obligation) ||
      compareText(a.entity, b.entity),
  );
  return {
    pressing: all.filter(({ state }) => state !== "upcoming"),
    upcoming: all.filter(({ state }) => state === "upcoming"),
  };
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
function basesOf(recalled: Recall, deadlines: readonly Deadline[]): Map<string, string> {
  const bases = new Map<string, string>();
  const noted = (recalled.get("obligation") ?? []).map((entity) => ({
    entity,
    slug: entity.name.replace(/^obligation:/, ""),
  }));
  for (const { entity, slug } of [...deadlines, ...noted]) {
    const source = sourceOf(entity);
    if (source !== null) bases.set(slug, source);
  }
  return bases;
}

function ruleDue(rule: ObligationRule, { deadlines, bases, day, since }: Duties): ObligationDue[] {
  const slug = slugOf(rule.obligation);
  const completedDueDates = deadlines
    .filter((deadline) => deadline.completed && deadline.slug === slug)
    .map(({ due }) => due);
  const { timeZone, now } = day;
  const { overdueSince, nextDue } = obligationState({
    rule,
    timeZone,
    now,
    since,
    completedDueDates,
  });
  const dates = [overdueSince, nextDue].filter((date) => date !== null);
  return [...new Set(dates)]
    .filter((due) => !completedDueDates.includes(due))
    .map((due) => ({
      obligation: clip(rule.obligation, NAME_LIMIT),
      due,
      ...stateOf(due, rule.warnDays, day.today),
      agent: rule.agent,
      source: "constitution",
      basis: bases.get(slug) ?? null,
      entity: entityName(slug, due),
    }));
}

function deadlineDue(
  deadline: Deadline,
  rule: ObligationRule | undefined,
  day: Day,
): ObligationDue {
  const { entity, slug, due } = deadline;
  const warn = Number.parseInt(firstValue(entity, "Warn") ?? "", 10);
  const warnDays = Number.isNaN(warn) ? (rule?.warnDays ?? WARN_DAYS) : warn;
  const owner = firstValue(entity, "Owner")?.replace(/^@/, "").toLowerCase() ?? rule?.agent ?? null;
  return {
    obligation: clip(
      rule?.obligation ?? firstValue(entity, "Summary") ?? slug.replaceAll("-", " "),
      NAME_LIMIT,
    ),
    due,
    ...stateOf(due, warnDays, day.today),
    agent: owner === null ? null : clip(owner, 40),
    source: "memory",
    basis: sourceOf(entity),
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
): ObligationDue[] {
  const { deadlines, constitution, day } = known;
  const slug = slugOf(what);
  const { since } = constitution.company;
  const isKnown = deadlines.some((deadline) => deadline.slug === slug && namesDay(deadline, date));
  if (isKnown || (since !== null && date < since)) return [];
  if (daysBetween(date, day.today) > AHEAD_LOOK_BACK_DAYS) return [];
  return [
    {
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

/** Also when it was moved by a newer `Due:` line: its name keeps the first day. */
function namesDay({ entity, due }: Deadline, date: string): boolean {
  return due === date || entity.name.endsWith(`:${date}`);
}

function sourceOf(entity: RememberedEntity): string | null {
  const source = firstValue(entity, "Source");
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

function deadlinesOf(entities: readonly RememberedEntity[]): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const entity of entities) {
    const parts = entity.name.split(":");
    const lastPart = parts.at(-1) ?? "";
    const inName = isIsoDate(lastPart) ? lastPart : null;
    const due = datesOf(entity, "Due")[0] ?? inName;
    // Without a date it is a note about a deadline, not one.
    if (due === null) continue;
    const slug = slugOf(
      (inName === null ? parts.slice(1) : parts.slice(1, -1)).join(" ") || entity.name,
    );
    deadlines.push({ entity, slug, due, completed: datesOf(entity, "Completed").length > 0 });
  }
  return deadlines;
}
