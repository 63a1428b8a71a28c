/** The plan as Markdown that reads well in a terminal: short lines, no tables, nothing empty. */
import { dateIn, timeIn } from "../dates.ts";
import { closingCommand } from "./closing.ts";
import { aboutPeriod, lawfulDays } from "./lawful-words.ts";
import { isSoon } from "./listed.ts";
import { daysLeft } from "./obligations.ts";
import { folded, oneLine } from "./page-lines.ts";
import { renderChanges } from "./render-changes.ts";
import type { Listed, ObligationDue, StaleFact, StandupPlan, TaskDueSoon } from "./types.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** One part of the page: its lines, or the words that say there is nothing of it. */
interface Part {
  heading: string;
  lines: string[];
  nothing: string;
}

/**
 * The plan for a person: what could not be read first, then every part in the plan's order, then
 * one line with the parts that have nothing to say, then the day plan. Ends with a newline.
 */
export function renderStandup(plan: StandupPlan): string {
  return `${standupLines(plan).flatMap(folded).join("\n")}\n`;
}

/** The same, each item and paragraph on one line however long: who shows it breaks it to the width there is. */
export function standupLines(plan: StandupPlan): string[] {
  const parts = partsOf(plan);
  const nothing = parts.filter(({ lines }) => lines.length === 0).map((part) => part.nothing);
  const blocks = [
    head(plan),
    notes(plan),
    ...parts
      .filter(({ lines }) => lines.length > 0)
      .map((part) => [part.heading, "", ...part.lines]),
    outside(plan),
    nothing.length > 0 ? oneLine("", `Nothing: ${nothing.join(", ")}.`) : [],
    next(plan.upcomingObligations, plan.lastStandup === null),
    today(plan),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function head(plan: StandupPlan): string[] {
  const weekday = WEEKDAYS[new Date(`${plan.date}T00:00:00Z`).getUTCDay()] ?? "";
  const { lastStandup, timeZone } = plan;
  const last =
    lastStandup === null
      ? "This is the first standup."
      : `Last standup: ${dateIn(new Date(lastStandup), timeZone)} ${timeIn(new Date(lastStandup), timeZone)}.`;
  const company = plan.company === null ? "" : ` · ${plan.company}`;
  return [
    ...oneLine("# ", `Standup ${plan.date}${company}`),
    "",
    ...oneLine("", `${weekday}, ${plan.time} ${timeZone}. ${last}`),
  ];
}

function notes({ notes: lines, missing }: StandupPlan): string[] {
  const without = [
    ...(missing.includes("board") ? ["Without the board: no task is in this plan."] : []),
    ...(missing.includes("memory")
      ? [
          "Without the memory: duties below may be done already, and nothing is known of prompts, facts, decisions and lessons.",
        ]
      : []),
  ];
  if (lines.length + without.length === 0) return [];
  const items = [...without, ...lines].flatMap((note) => oneLine("- ", note));
  return ["**Not everything could be read:**", "", ...items];
}

function outside({ outside: heard = [] }: StandupPlan): string[] {
  if (heard.length === 0) return [];
  return ["## Outside", "", ...heard.flatMap((each) => oneLine("- ", each))];
}

function partsOf(plan: StandupPlan): Part[] {
  const hasBoard = !plan.missing.includes("board");
  const hasMemory = !plan.missing.includes("memory");
  const parts = [
    { heading: changedHeading(plan), lines: renderChanges(plan.changed), nothing: "changes" },
    ...(hasBoard ? [chronic(plan), overdue(plan)] : []),
    obligations(plan),
    ...(hasMemory ? [prompts(plan), staleFacts(plan)] : []),
    expiring(plan),
    drafts(plan),
    ...(hasBoard ? [blocked(plan)] : []),
  ];
  return parts;
}

function changedHeading({ changed, lastStandup, timeZone }: StandupPlan): string {
  const since = dateIn(new Date(changed.since), timeZone);
  return lastStandup === null ? `## Changed since ${since}` : "## Changed since the last standup";
}

function chronic({ chronicTasks: list }: StandupPlan): Part {
  const rule =
    "Two misses or more. A later date alone is no answer: re-scope it, demote it to Next without a date, kill it, or write its root cause on its line.";
  const lines = bullets(list, (task) => {
    const answered = task.rootCause === null ? "" : ` · root cause: ${task.rootCause}`;
    return `${task.id} ${task.title}${owner(task.agent)} · missed ${task.missedDates.join(", ")}${answered}`;
  });
  return {
    heading: `## Chronically missed (${list.count})`,
    lines: lines.length === 0 ? [] : [...oneLine("", rule), "", ...lines],
    nothing: "chronic misses",
  };
}

function overdue({ overdueTasks: list }: StandupPlan): Part {
  return {
    heading: `## Overdue (${list.count})`,
    lines: bullets(
      list,
      (task) =>
        `${task.id} ${task.title}${owner(task.agent)} · due ${task.due}, ${days(task.daysLate)} late`,
    ),
    nothing: "overdue tasks",
  };
}

function basis(text: string | null): string {
  return text === null ? "" : ` · ${text}`;
}

function unconfirmed({ unconfirmed: question }: ObligationDue): string {
  return question === null ? "" : ` · not confirmed that it applies: no answer to ${question}`;
}

function obligations({ obligations: list }: StandupPlan): Part {
  const lines = bullets(list, (item) => {
    const late = `${days(-item.lawfulInDays)} late`;
    const when =
      item.missed > 1
        ? `${item.missed} missed since ${item.due}, the oldest ${late}`
        : `due ${item.due}${lawfulDays(item)}, ${item.lawfulInDays < 0 ? late : whenDue(daysLeft(item))}`;
    return `${item.obligation}${aboutPeriod(item)}${owner(item.agent)} · ${when} · ${item.entity}${basis(item.basis)}${unconfirmed(item)}`;
  });
  const rule =
    'Duties from outside. One is done when memory holds "Completed: <date>" on its entity: hq duty done DUTY writes it.';
  return {
    heading: `## Obligations (${list.count})`,
    lines: lines.length === 0 ? [] : [...oneLine("", rule), "", ...lines],
    nothing: "obligations inside their warning window",
  };
}

function prompts({ overduePrompts: list, timeZone }: StandupPlan): Part {
  const date = (instant: string) => dateIn(new Date(instant), timeZone);
  return {
    heading: `## Prompts overdue (${list.count})`,
    lines: bullets(list, (item) => {
      const last = item.lastRun === null ? "no run is recorded" : `last run ${date(item.lastRun)}`;
      return `/${item.prompt}${owner(item.agent)} · since ${date(item.overdueSince)}, ${last}`;
    }),
    nothing: "overdue prompts",
  };
}

function staleFacts({ staleFacts: list }: StandupPlan): Part {
  return {
    heading: `## Facts to look up again (${list.count})`,
    lines: bullets(list, (fact) => {
      const age = ageOf(fact);
      return `${fact.entity} (${fact.entityType}) · ${age}, fresh for ${days(fact.freshForDays)}${owner(fact.agent)}`;
    }),
    nothing: "stale facts",
  };
}

function ageOf({ ageDays, asOf }: StaleFact): string {
  if (ageDays !== null) return `${days(ageDays)} old`;
  return asOf === null ? "no date is known" : `dated ${asOf}, a day to come`;
}

function expiring({ expiringFacts: list }: StandupPlan): Part {
  return {
    heading: `## Facts to check (${list.count})`,
    lines: bullets(list, ({ skill, facts, expired, checkBy, dueInDays, names, agent }) => {
      const when = dueInDays < 0 ? `${days(-dueInDays)} ago` : whenDue(dueInDays);
      const gone = expired === 0 ? "" : `, ${expired} expired`;
      const many = facts === 1 ? "1 fact" : `${facts} facts`;
      const rest = facts > names.length ? `; and ${facts - names.length} more: hq facts due` : "";
      return `${skill} · ${many}${gone} · the first by ${checkBy}, ${when}${owner(agent)} · ${names.join("; ")}${rest}`;
    }),
    nothing: "facts that expire",
  };
}

function drafts({ waitingDrafts: list }: StandupPlan): Part {
  return {
    heading: `## Drafts waiting (${list.count})`,
    lines: bullets(list, (draft) => {
      const when =
        draft.dueInDays < 0 ? `${days(-draft.dueInDays)} late` : whenDue(draft.dueInDays);
      return `${draft.date} ${draft.channel} "${draft.title}" · ${draft.status}, ${when} · ${draft.file}:${draft.line}`;
    }),
    nothing: "drafts waiting",
  };
}

function blocked({ blockedTasks: list }: StandupPlan): Part {
  return {
    heading: `## Blocked (${list.count})`,
    lines: bullets(
      list,
      (task) =>
        `${task.id} ${task.title}${owner(task.agent)} · ${task.reason ?? "the board does not say why"}`,
    ),
    nothing: "blocked work",
  };
}

/** At the first standup all that is to come; later what is due within a week, or the next one only. */
function next(upcoming: Listed<ObligationDue>, isFirst: boolean): string[] {
  const line = (item: ObligationDue) =>
    `${item.obligation}${aboutPeriod(item)}${owner(item.agent)} · due ${item.due}${lawfulDays(item)}, ${whenDue(item.dueInDays)}${basis(item.basis)}`;
  const [first] = upcoming.items;
  if (first === undefined) return [];
  const soon = upcoming.items.filter(({ dueInDays }) => isSoon(dueInDays));
  if (isFirst || soon.length > 1) {
    const items = isFirst ? upcoming.items : soon;
    return ["## Obligations to come", "", ...bullets({ ...upcoming, items }, line)];
  }
  const later = upcoming.count > 1 ? ` … and ${upcoming.count - 1} later.` : "";
  return oneLine("", `Next obligation: ${line(first)}.${later}`);
}

function today({ dayPlan, tasksDueSoon }: StandupPlan): string[] {
  if (dayPlan.count === 0) {
    return [
      "## Today",
      "",
      ...oneLine("", "Nothing is due. Take a task from Next, or add one: hq board add TITLE."),
    ];
  }
  const lines = dayPlan.items.flatMap((line) => {
    const number = `${line.rank}. `;
    const why = `${line.why.charAt(0).toUpperCase()}${line.why.slice(1)}.`;
    const instead = line.insteadOf === null ? "" : ` @${line.insteadOf} is not on board.`;
    const command = closingCommand(line);
    const done = command === null ? "" : ` When done: ${command}`;
    return [
      ...oneLine(number, `${line.what} → @${line.agent}`),
      ...oneLine(" ".repeat(number.length), `${why}${instead}${done}`),
    ];
  });
  const shown = new Set(dayPlan.items.map(({ subject }) => subject));
  const items = tasksDueSoon.items.filter(({ id }) => !shown.has(id));
  const left = { count: items.length + tasksDueSoon.count - tasksDueSoon.items.length, items };
  return ["## Today", "", ...lines, ...more(dayPlan), ...alsoDue(left)];
}

/** What is due within a week and has no line of its own in the plan. */
function alsoDue(list: Listed<TaskDueSoon>): string[] {
  if (list.items.length === 0) return [];
  const lines = bullets(
    list,
    (task) => `${task.id} ${task.title}${owner(task.agent)} · due ${whenDue(task.dueInDays)}`,
  );
  return ["", "Also due within a week:", "", ...lines];
}

function bullets<T>(list: Listed<T>, say: (item: T) => string): string[] {
  return [...list.items.flatMap((item) => oneLine("- ", say(item))), ...more(list)];
}

function more({ count, items }: Listed<unknown>): string[] {
  return count > items.length ? ["", `… and ${count - items.length} more.`] : [];
}

function owner(agent: string | null): string {
  return agent === null ? "" : ` · @${agent}`;
}

function whenDue(inDays: number): string {
  if (inDays === 0) return "today";
  return inDays === 1 ? "tomorrow" : `in ${days(inDays)}`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
