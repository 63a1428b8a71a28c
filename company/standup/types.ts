import type { Board, BoardSection } from "../board/task.ts";
import type { Constitution } from "../constitution/types.ts";
import type { Draft, DraftStatus } from "../drafts.ts";
import type { KitFile } from "../kit/context.ts";
import type { MemoryView } from "../memory-view.ts";
import type { Pack } from "../pack/pack.ts";

/** Everything that the plan is made of. No clock, disk or git is read: the caller hands it all in. */
export interface StandupInput {
  now: Date;
  /** The instant that it really is, for a plan of another day; `now` when left out. */
  realNow?: Date;
  constitution: Constitution;
  /** null when BOARD.md could not be read. */
  board: Board | null;
  /** null when the memory could not be read. */
  memory: MemoryView | null;
  drafts: readonly Draft[];
  /** The pages of the company's skills. */
  skillPages: readonly KitFile[];
  /** The country packs that the kit brought; none when left out. */
  packs?: readonly Pack[];
  /** Any range; the plan takes those since the last standup. */
  commits: readonly Commit[];
  /** null before the first one. */
  lastStandup: Date | null;
  /** Parts that could not be read, one sentence each. */
  notes: readonly string[];
  /** What was heard outside, in words of our own; none when left out. */
  outside?: readonly string[];
}

export interface Commit {
  hash: string;
  /** ISO instant. */
  at: string;
  author: string;
  /** First line of the message. */
  subject: string;
}

/**
 * The plan of one day, as plain JSON: what `hq standup --json` prints and `standup_brief` returns.
 * Dates are `YYYY-MM-DD` in the company's time zone, instants are ISO 8601 in UTC. A later version
 * may add fields; it changes `version` when it takes one away or gives it another meaning.
 */
export interface StandupPlan {
  version: 1;
  /** The company's day. */
  date: string;
  /** The company's wall clock, `08:30`. */
  time: string;
  /** The instant of the plan. */
  now: string;
  timeZone: string;
  company: string | null;
  /** Instant of the standup before this one; null when this is the first. */
  lastStandup: string | null;
  /** What could not be read or understood, one sentence each. */
  notes: string[];
  /** How much was heard outside; left out when nothing was. */
  outside?: string[];
  /** Parts that the plan had to do without. */
  missing: ("board" | "memory")[];
  changed: Changes;
  /** Two or more misses and not done. */
  chronicTasks: Listed<ChronicTask>;
  /** Past their due date, chronic ones not repeated. */
  overdueTasks: Listed<OverdueTask>;
  /** Overdue, or inside their warning window. */
  obligations: Listed<ObligationDue>;
  /** The next ones, not yet inside their warning window. */
  upcomingObligations: Listed<ObligationDue>;
  overduePrompts: Listed<OverduePrompt>;
  staleFacts: Listed<StaleFact>;
  /** Skills with facts of law, rates or prices that expire within thirty days or have. */
  expiringFacts: Listed<ExpiringFacts>;
  waitingDrafts: Listed<WaitingDraft>;
  blockedTasks: Listed<BlockedTask>;
  /** Open and due today or within a week, whatever else is said of them. */
  tasksDueSoon: Listed<TaskDueSoon>;
  dayPlan: Listed<DayPlanLine>;
}

/** The head of a list for a person in a hurry, and how many there are in all. */
export interface Listed<T> {
  /** All of them, also those that `items` leaves out. */
  count: number;
  /** The most important ones first. */
  items: T[];
}

export interface Changes {
  /** Everything after this instant counts as new. */
  since: string;
  commits: Listed<Commit>;
  tasksDone: Listed<DoneTask>;
  decisions: Listed<RememberedChange>;
  lessons: Listed<RememberedChange>;
  facts: Listed<RememberedChange>;
}

export interface DoneTask {
  id: string;
  title: string;
  agent: string | null;
  doneOn: string;
}

export interface RememberedChange {
  /** Name of the entity in the memory. */
  entity: string;
  /** Its day. */
  date: string;
  /** One line of what it says. */
  says: string;
}

/** What every task in the plan shows. */
export interface PlannedTask {
  id: string;
  title: string;
  /** Who the board names; null when nobody. */
  agent: string | null;
  section: BoardSection;
  /** 1-based line of BOARD.md. */
  line: number;
  due: string | null;
}

export interface OverdueTask extends PlannedTask {
  due: string;
  daysLate: number;
  misses: number;
}

export interface TaskDueSoon extends PlannedTask {
  due: string;
  /** 0 today. */
  dueInDays: number;
}

export interface ChronicTask extends PlannedTask {
  misses: number;
  /** Dates that were missed, oldest first. */
  missedDates: string[];
  rootCause: string | null;
  /** Whether it is past its due date today. */
  overdue: boolean;
  /** No root cause is written and it was not demoted: it waits for one of the four answers. */
  needsDecision: boolean;
}

export interface BlockedTask extends PlannedTask {
  /** null when the board does not say why. */
  reason: string | null;
}

export interface ObligationDue {
  obligation: string;
  due: string;
  /** Overdue only when the last lawful day has passed. */
  state: "overdue" | "due-soon" | "upcoming";
  /** Days to `due`: negative when that day has passed, 0 today. */
  dueInDays: number;
  /** The last lawful day, after weekend, holiday or August; `due` where no pack says more. */
  lawfulUntil: string;
  /** Days to it: negative when it is late. */
  lawfulInDays: number;
  /** Of a payment that is due on no business day and does not move: the last day to pay on. */
  payBy: string | null;
  /** What it is about, such as `fourth quarter 2026`; null when no pack says. */
  period: string | null;
  /** Questions of the pack without an answer, so that nobody knows whether it applies; null when it does. */
  unconfirmed: string | null;
  /** How many due days of this duty passed undone: `due` is the oldest of them. 0 when it is not late. */
  missed: number;
  agent: string | null;
  /** Where it is written: a row of the constitution, an entity of the memory, a date ahead of a skill or pack. */
  source: "constitution" | "memory" | "skill" | "pack";
  /** The law or document that asks for it, as memory notes it; null when nobody did. */
  basis: string | null;
  /** The memory entity whose `Completed: <date>` says that it is done. */
  entity: string;
}

export interface OverduePrompt {
  prompt: string;
  agent: string;
  /** Instant of the due time that passed. */
  overdueSince: string;
  daysLate: number;
  /** Instant; null when it never ran. */
  lastRun: string | null;
}

export interface StaleFact {
  entity: string;
  entityType: string;
  /** Day of the fact, which may be one to come; null when nothing says how old it is. */
  asOf: string | null;
  /** Null without a day, and for a day to come. */
  ageDays: number | null;
  freshForDays: number;
  /** Who looks it up: the first owner of the type who is on board. */
  agent: string;
}

export interface ExpiringFacts {
  skill: string;
  /** Facts of it that expire or have. */
  facts: number;
  /** Those that have. */
  expired: number;
  /** The earliest of their days. */
  checkBy: string;
  /** Negative when that day has passed. */
  dueInDays: number;
  /** The first of them. */
  first: string;
  /** The first few, by the day of each. */
  names: string[];
  /** Who checks them at their sources. */
  agent: string;
}

export interface WaitingDraft {
  title: string;
  channel: string;
  date: string;
  status: DraftStatus;
  /** Negative when its day has passed. */
  dueInDays: number;
  file: string;
  line: number;
}

/** Why a line is in the day plan, in falling order of weight. */
export type DayPlanKind =
  | "overdue-obligation"
  | "chronic-task"
  | "obligation"
  | "overdue-task"
  | "task-today"
  | "overdue-prompt"
  | "blocked-task"
  | "draft"
  | "expiring-facts"
  | "stale-facts"
  | "task-this-week"
  | "task-now";

export interface DayPlanLine {
  /** From 1. */
  rank: number;
  kind: DayPlanKind;
  /** What to do, in the imperative. */
  what: string;
  /** Who does it: a department on board, or `founder`. */
  agent: string;
  /** The department it belongs to when that one is not on board. */
  insteadOf: string | null;
  /** Why it ranks here. */
  why: string;
  /** See day-plan.ts. */
  score: number;
  /** What it is about: a task id, an entity, a prompt, a file; null for a group. */
  subject: string | null;
}
