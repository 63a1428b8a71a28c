/**
 * What is to become of the due times of one job that have no outcome yet. Every due time ends as ran,
 * late, skipped or missed; at most one of a job is worked on at a time, and it is always the newest.
 */
import type { CatchUp } from "../constitution/types.ts";

/** Until so long after its due time a run is not late: whoever looks every five minutes is in time. */
export const IN_TIME_MS = 10 * 60_000;
/** A due time that failed so often is not tried again. */
export const MOST_ATTEMPTS = 3;
/** After a failure; longer each time. */
export const WAIT_MS = 60_000;

const MINUTE_MS = 60_000;

export interface OpenDue {
  /** ISO 8601, UTC. */
  dueAt: string;
  attempts: number;
  /** Somebody works on it who is alive. */
  isHeld: boolean;
  /** Not tried again before; null at once. */
  waitUntil: string | null;
  /** Why the last attempt failed. */
  why: string | null;
}

export interface DueQuestion {
  /** Without outcome, the oldest first. */
  open: readonly OpenDue[];
  /** Whether newer ones are due that are not written down yet. */
  moreFollow?: boolean;
  /** null when the job is not wanted any more. */
  catchUp: CatchUp | null;
  now: Date;
  /** Why nothing of this job may run now; null when it may. */
  stopped: string | null;
}

export type DueDecision =
  | { kind: "pass"; dueAt: string; state: "skipped" | "missed"; why: string }
  | { kind: "run"; dueAt: string; outcome: "ran" | "late" };

/** Decisions for some of the open due times; the others wait. */
export function decideDue(question: DueQuestion): DueDecision[] {
  const { open, moreFollow = false, catchUp, now, stopped } = question;
  const free = open.filter((due) => !due.isHeld && Date.parse(due.dueAt) <= now.getTime());
  if (catchUp === null)
    return free.map((due) => pass(due, "skipped", "it is no longer in the table Cadence"));
  if (moreFollow) return free.map((due) => passedBy(due, stopped));
  const newest = free.at(-1);
  const decisions = free.slice(0, -1).map((due) => passedBy(due, stopped));
  if (newest === undefined) return decisions;
  const decision = decideNewest(newest, { catchUp, now, stopped });
  const isHeld = open.some((due) => due.isHeld);
  return decision === null || (isHeld && decision.kind === "run")
    ? decisions
    : [...decisions, decision];
}

function passedBy(due: OpenDue, stopped: string | null): DueDecision {
  if (stopped !== null) return pass(due, "skipped", stopped);
  return pass(due, "missed", failed(due) ?? "the next one came before it could run");
}

/** null when it waits. */
function decideNewest(
  due: OpenDue,
  { catchUp, now, stopped }: { catchUp: CatchUp; now: Date; stopped: string | null },
): DueDecision | null {
  const lateMs = now.getTime() - Date.parse(due.dueAt);
  if (lateMs > allowedMs(catchUp)) {
    if (stopped !== null) return pass(due, "skipped", stopped);
    return pass(due, "missed", failed(due) ?? tooLate(catchUp));
  }
  if (due.attempts >= MOST_ATTEMPTS) {
    const why = due.why ?? "its process ended before it did";
    return pass(due, "missed", `it failed ${MOST_ATTEMPTS} times; the last time: ${why}`);
  }
  if (stopped !== null || isWaiting(due, now)) return null;
  return { kind: "run", dueAt: due.dueAt, outcome: lateMs <= IN_TIME_MS ? "ran" : "late" };
}

/** A clock that was set back must not make it wait for long. */
function isWaiting({ waitUntil, attempts }: OpenDue, now: Date): boolean {
  if (waitUntil === null) return false;
  const left = Date.parse(waitUntil) - now.getTime();
  return left > 0 && left <= waitMs(attempts);
}

/** How long a due time waits after its last failure, in milliseconds. */
export function waitMs(attempts: number): number {
  return WAIT_MS * 2 ** Math.max(0, attempts - 1);
}

function allowedMs(catchUp: CatchUp): number {
  if (catchUp.kind === "once") return Number.POSITIVE_INFINITY;
  return catchUp.kind === "skip" ? IN_TIME_MS : catchUp.minutes * MINUTE_MS;
}

function tooLate(catchUp: CatchUp): string {
  return catchUp.kind === "within"
    ? `nothing ran within ${catchUp.minutes} minutes, and its catch-up allows no later`
    : "nothing ran in time, and its catch-up is skip";
}

function failed({ attempts, why }: OpenDue): string | null {
  if (attempts === 0) return why === null ? null : `it could not begin; the last time: ${why}`;
  const times = attempts === 1 ? "once" : `${attempts} times`;
  return `it failed ${times}; the last time: ${why ?? "its process ended before it did"}`;
}

function pass(due: OpenDue, state: "skipped" | "missed", why: string): DueDecision {
  return { kind: "pass", dueAt: due.dueAt, state, why };
}
