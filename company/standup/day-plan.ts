/**
 * The ranked day plan. Every reason to act has a weight, a thousand apart, and inside one weight
 * up to 999 points say how pressing it is; the score is their sum and is shown in the plan, so that
 * nobody has to guess why a line stands where it stands. What is due today or within a week has its
 * own room in it: a backlog ranks above it and must not push it out.
 */
import type { Board, Task } from "../board/task.ts";
import { clip } from "../clip.ts";
import { daysBetween } from "../dates.ts";
import { FACTS_WARN_DAYS } from "../kit/facts/expiring-facts.ts";
import { type Candidate, days, MAX_POINTS, whenDue } from "./candidate.ts";
import type { Day } from "./day.ts";
import type { Delegate } from "./delegation.ts";
import { obligationLines } from "./duty-lines.ts";
import { compareText, isSoon, SOON_DAYS } from "./listed.ts";
import type { BoardView } from "./tasks.ts";
import { isBlocked, planned, TITLE_LIMIT } from "./tasks.ts";
import type {
  DayPlanKind,
  DayPlanLine,
  ExpiringFacts,
  Listed,
  ObligationDue,
  OverduePrompt,
  StaleFact,
  WaitingDraft,
} from "./types.ts";

export const DAY_PLAN_LIMIT = 12;

/** No reason fills the plan alone while others wait; duties from outside are not held back. */
const LINES_PER_KIND = 3;
/** Lines that are kept for what is due soon; more when more is due today, or nothing else waits. */
const SOON_ROOM = 8;

/** Of a draft that goes out today; more when its day has passed, less when it is to come. */
const DRAFT_POINTS = 500;

const WEIGHT: Readonly<Record<DayPlanKind, number>> = {
  "overdue-obligation": 11_000,
  "chronic-task": 10_000,
  obligation: 9_000,
  "overdue-task": 8_000,
  "task-today": 7_000,
  "overdue-prompt": 6_000,
  "blocked-task": 5_000,
  draft: 4_000,
  "expiring-facts": 3_500,
  "stale-facts": 3_000,
  "task-this-week": 2_000,
  "task-now": 1_000,
};

/** All of what the plan found, before any list is shortened. */
export interface Found {
  day: Day;
  /** Without it nothing is known to be done. */
  hasMemory: boolean;
  board: Board | null;
  view: BoardView;
  obligations: readonly ObligationDue[];
  prompts: readonly OverduePrompt[];
  drafts: readonly WaitingDraft[];
  staleFacts: readonly StaleFact[];
  expiringFacts: readonly ExpiringFacts[];
  delegate: Delegate;
}

export function dayPlan(found: Found): Listed<DayPlanLine> {
  const candidates = [
    ...obligationLines(found),
    ...taskLines(found),
    ...promptLines(found),
    ...draftLines(found),
    ...expiringLines(found),
    ...staleLines(found),
  ].sort(byScore);
  const items = choose(candidates).map(({ points, order: _order, dueIn: _dueIn, ...line }, at) => ({
    rank: at + 1,
    ...line,
    score: scoreOf(line.kind, points),
  }));
  return { count: candidates.length, items };
}

/** What is due soon in its own room, then the others in what is left, in the order of the scores. */
function choose(candidates: readonly Candidate[]): Candidate[] {
  const soon = candidates
    .filter(({ dueIn }) => isSoon(dueIn))
    .sort((a, b) => (a.dueIn ?? 0) - (b.dueIn ?? 0) || byScore(a, b));
  const others = firstOfEachKind(candidates.filter(({ dueIn }) => !isSoon(dueIn)));
  const dueToday = soon.filter(({ dueIn }) => dueIn === 0).length;
  const room = Math.max(SOON_ROOM, dueToday, DAY_PLAN_LIMIT - others.length);
  const first = soon.slice(0, Math.min(room, DAY_PLAN_LIMIT));
  return [...first, ...others.slice(0, DAY_PLAN_LIMIT - first.length)].sort(byScore);
}

/** The first of each kind, of duties a few; then the duties and a few of each; then by score. */
function firstOfEachKind(candidates: readonly Candidate[]): Candidate[] {
  const taken = new Map<DayPlanKind, number>();
  const [first, preferred, rest]: Candidate[][] = [[], [], []];
  for (const candidate of candidates) {
    const { kind } = candidate;
    const count = (taken.get(kind) ?? 0) + 1;
    taken.set(kind, count);
    const isDuty = kind === "overdue-obligation" || kind === "obligation";
    const isFew = count <= LINES_PER_KIND;
    if (count === 1 || (isDuty && isFew)) first?.push(candidate);
    else (isDuty || isFew ? preferred : rest)?.push(candidate);
  }
  return [first, preferred, rest].flatMap((group) => group ?? []);
}

function byScore(a: Candidate, b: Candidate): number {
  return (
    scoreOf(b.kind, b.points) - scoreOf(a.kind, a.points) ||
    a.order - b.order ||
    compareText(a.what, b.what) ||
    compareText(a.subject ?? "", b.subject ?? "")
  );
}

function scoreOf(kind: DayPlanKind, points: number): number {
  return WEIGHT[kind] + Math.max(0, Math.min(MAX_POINTS, points));
}

/** Each open task at most once, under its most pressing reason. */
function taskLines(found: Found): Candidate[] {
  const { board, view, day, delegate } = found;
  const undecided = new Map(
    view.chronic.filter(({ needsDecision }) => needsDecision).map((task) => [task.line, task]),
  );
  return (board?.tasks ?? []).flatMap((task): Candidate[] => {
    if (task.done || task.section === "Done") return [];
    const chronic = undecided.get(task.line);
    if (chronic === undefined) return datedLine(task, day.today, delegate);
    const owner = task.agent === null ? "" : `; it is with @${task.agent}`;
    return [
      {
        kind: "chronic-task",
        what: `Decide ${named(task)}: re-scope, demote, kill or name its root cause`,
        ...delegate.to("coo"),
        why: `missed ${chronic.misses} times${owner}; a new date alone is no answer`,
        points: chronic.misses * 10,
        subject: task.id,
        dueIn: task.due === null ? null : daysBetween(day.today, task.due),
        order: task.line,
      },
    ];
  });
}

function datedLine(task: Task, today: string, delegate: Delegate): Candidate[] {
  const inDays = task.due === null ? null : daysBetween(today, task.due);
  const reason = task.blocked ? `: ${clip(task.blocked, TITLE_LIMIT)}` : "";
  const blocked = isBlocked(task);
  const line = (kind: DayPlanKind, why: string, points: number): Candidate[] => {
    const what = kind === "blocked-task" ? `Unblock ${named(task)}` : named(task);
    const { id: subject, line: order } = task;
    return [{ kind, what, ...delegate.to(task.agent), why, points, subject, dueIn: inDays, order }];
  };
  const stuck = blocked ? `; blocked${reason}` : "";
  if (inDays !== null && inDays < 0) {
    const cause =
      task.rootCause === null ? "" : `; root cause: ${clip(task.rootCause, TITLE_LIMIT)}`;
    return line("overdue-task", `${days(-inDays)} late${stuck}${cause}`, -inDays);
  }
  if (inDays === 0) return line("task-today", `due today${stuck}`, 0);
  if (blocked) {
    const why = reason === "" ? "blocked, and the board does not say why" : `blocked${reason}`;
    return line("blocked-task", why, inDays === null ? 0 : MAX_POINTS - inDays);
  }
  if (inDays !== null && inDays <= SOON_DAYS) {
    return line("task-this-week", whenDue(inDays), MAX_POINTS - inDays);
  }
  if (inDays === null && task.section === "Now")
    return line("task-now", "in Now, without a date", 0);
  return [];
}

function named(task: Task): string {
  return `${task.id} ${planned(task).title}`;
}

function promptLines({ prompts, delegate, day }: Found): Candidate[] {
  return prompts.map((item) => ({
    kind: "overdue-prompt",
    what: `Run /${item.prompt}`,
    ...delegate.to(item.agent),
    why: `${item.daysLate === 0 ? "overdue since today" : `${days(item.daysLate)} overdue`}, ${
      item.lastRun === null ? "no run is recorded" : `last run ${day.dateOf(item.lastRun)}`
    }`,
    points: item.daysLate,
    subject: item.prompt,
    // Its time came and passed today: as near as what is due by the end of the day.
    dueIn: -item.daysLate,
    order: 0,
  }));
}

/** A draft is marketing's to finish; one in review waits for the founder's yes. */
function draftLines({ drafts, delegate }: Found): Candidate[] {
  return drafts.map((draft) => {
    const inReview = draft.status === "review";
    const copy = `"${draft.title}" for ${draft.channel}`;
    const when = draft.dueInDays === 0 ? "today" : `in ${days(draft.dueInDays)}`;
    return {
      kind: "draft",
      what: inReview ? `Read ${copy} and approve it or send it back` : `Finish ${copy}`,
      ...delegate.to(inReview ? "founder" : "marketing"),
      why:
        draft.dueInDays < 0
          ? `its day passed ${days(-draft.dueInDays)} ago, still ${draft.status}`
          : `goes out ${when}, still ${draft.status}`,
      points: DRAFT_POINTS - draft.dueInDays,
      subject: `${draft.file}:${draft.line}`,
      ...{ dueIn: draft.dueInDays, order: draft.line },
    };
  });
}

/** One line for each skill, however many of its facts expire. */
function expiringLines({ expiringFacts }: Found): Candidate[] {
  return expiringFacts.map(({ skill, facts, expired, checkBy, dueInDays, agent }) => {
    const gone = expired === 1 ? "one has expired" : `${expired} have expired`;
    return {
      kind: "expiring-facts",
      what: `Check ${facts === 1 ? "a fact" : `${facts} facts`} of the ${skill.startsWith("pack ") ? skill : `skill ${skill}`} at ${facts === 1 ? "its source" : "their sources, the first"} by ${checkBy}`,
      ...{ agent, insteadOf: null },
      why: `${expired === 0 ? "after that day" : `${gone}:`} nobody may rely on them`,
      points: Math.max(0, FACTS_WARN_DAYS - dueInDays),
      ...{ subject: skill, dueIn: dueInDays, order: 0 },
    };
  });
}

/** One line for each department, however many facts it has to look up. */
function staleLines({ staleFacts }: Found): Candidate[] {
  const byAgent = Map.groupBy(staleFacts, ({ agent }) => agent);
  return [...byAgent].map(([agent, facts]) => {
    const names = facts.slice(0, 3).map(({ entity }) => clip(entity, 40));
    const more = facts.length > names.length ? ", …" : "";
    return {
      kind: "stale-facts",
      what: `Look up ${facts.length === 1 ? "a stale fact" : `${facts.length} stale facts`}: ${names.join(", ")}${more}`,
      agent,
      insteadOf: null,
      why: "older than its kind may be; nobody may repeat it until then",
      points: facts.length,
      subject: facts.length === 1 && facts[0] ? clip(facts[0].entity, TITLE_LIMIT) : null,
      ...{ dueIn: null, order: 0 },
    };
  });
}
