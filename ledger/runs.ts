import { type ModelUsage, writeUsage } from "./spend.ts";
import type { Database, Row } from "./sqlite.ts";

export const RUN_ENDS = ["done", "failed", "stopped", "lost"] as const;

/** How a run ended: with its closing mark, without, by a stop or a cap, or with its process dead. */
export type RunEnd = (typeof RUN_ENDS)[number];

/** One run of a department. */
export interface RunRecord {
  id: string;
  agent: string;
  /** The departments through whose hands the task came, the oldest first, `agent` last. */
  chain: string[];
  task: string;
  /** The due time that it answers. */
  due: { job: string; dueAt: string } | null;
  state: "running" | "waiting" | RunEnd;
  /** The client's session. */
  session: string;
  /** The process that watches over it. */
  holder: string;
  leaseUntil: string;
  startedAt: string;
  endedAt: string | null;
  /** What the department said at its end. */
  result: string | null;
  /** Why it failed, was stopped or is lost. */
  why: string | null;
  /** Of the whole session, all its legs together. */
  usage: RunUsage;
  /** Which time its session is at work or waits: 1, and one more whenever it is taken up again. */
  leg: number;
  /** Null while somebody is at work on it, and at its end. */
  waiting: Waiting | null;
  /** The newest leg that was cut off and taken up again: what was told from it on is told again. */
  crashedLeg: number | null;
  /** Named again whenever the session is taken up; null for the client's own. */
  model: string | null;
  timeoutMs: number | null;
  /** A git worktree in which it works, from the root; null for the company's own files. */
  workplace: string | null;
}

/** Since when, and for what: what it handed over, or, cut off in a leg, to be taken up again. */
export interface Waiting {
  since: string;
  for: "answers" | "crash";
}

/** Of all model calls of the run, as the client reported them. */
export interface RunUsage {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** The same told apart; given when it is written down, see `spend` for reading. */
  byModel?: readonly ModelUsage[];
}

/** What the runs of a stretch of time used together. */
export interface RunTotals extends RunUsage {
  runs: number;
}

export type NewRun = Pick<
  RunRecord,
  "agent" | "chain" | "task" | "due" | "session" | "holder" | "leaseUntil" | "startedAt"
> &
  Partial<Pick<RunRecord, "model" | "timeoutMs" | "workplace">>;

export interface RunReads {
  find(id: string): Promise<RunRecord | null>;
  /** Those that somebody is at work on. */
  running(): Promise<RunRecord[]>;
  /** Those that wait, the oldest first. */
  waiting(): Promise<RunRecord[]>;
  /** The newest first. */
  list(limit: number): Promise<RunRecord[]>;
  /** Of those that began at the instant or later. */
  totalsSince(at: string): Promise<RunTotals>;
  /** Of those that began in the stretch of time, the oldest first. */
  between(from: string, until: string): Promise<RunRecord[]>;
  /** Ids of those that ended before the instant, without the newest of all, the oldest first. */
  endedBefore(which: { at: string; butNewest: number }): Promise<string[]>;
  /** Those that answer a due time, the newest first. */
  ofDue(due: { job: string; dueAt: string }): Promise<RunRecord[]>;
  /** Those that work in the worktree, the newest first. */
  ofWorkplace(workplace: string): Promise<RunRecord[]>;
  /** What the department gave to finish_run; null while it has not. */
  givenResult(id: string): Promise<string | null>;
}

export interface RunWrites {
  /** The id of the run that begins. */
  add(run: NewRun): Promise<string>;
  /** A sign of life, with what was used so far. False when the run has ended, or the leg is over. */
  renew(id: string, known: { leaseUntil: string; usage: RunUsage; leg?: number }): Promise<boolean>;
  /** Keeps what the department gives at its end. False when it gave something before, or the run has ended. */
  giveResult(id: string, given: { at: string; result: string }): Promise<boolean>;
  /**
   * The one end of a run; `idleMs`: how long before it nobody was at work on it any more. False when it had
   * ended, or the leg is over.
   */
  end(
    id: string,
    end: {
      state: RunEnd;
      at: string;
      result: string | null;
      why: string | null;
      usage: RunUsage;
      leg?: number;
      idleMs?: number;
    },
  ): Promise<boolean>;
  /**
   * The leg is over and the run is not: it asks no provider. `isUnheard`: of a leg that was cut off, that nobody
   * heard what it was told, nor what one before it was that was cut off as well. `idleMs` and false as for `end`.
   */
  wait(
    id: string,
    wait: {
      leg: number;
      at: string;
      for: Waiting["for"];
      usage: RunUsage;
      isUnheard?: boolean;
      idleMs?: number;
    },
  ): Promise<boolean>;
  /**
   * Takes a waiting run up: its next leg begins. Null when it does not wait, or that leg was begun by
   * another, so that of many only one is at work on a session.
   */
  takeUp(
    id: string,
    next: { leg: number; at: string; holder: string; leaseUntil: string },
  ): Promise<RunRecord | null>;
}

export function runTable(db: Database): RunReads & RunWrites {
  const find = async (id: string) => {
    const row = db.row("SELECT * FROM run WHERE id = ?", id);
    return row === undefined ? null : runOf(row);
  };
  const all = (sql: string, ...values: (string | number)[]) => db.rows(sql, ...values).map(runOf);
  // What it used is settled with its end: before that, by whoever holds it.
  const uses = (id: string, { byModel = [] }: RunUsage, leg: number | null): boolean => {
    const held =
      db.row(
        "SELECT 1 FROM run WHERE id = ? AND state = 'running' AND (? IS NULL OR leg = ?)",
        ...[id, leg, leg],
      ) !== undefined;
    if (held) writeUsage(db, id, byModel);
    return held;
  };
  return {
    find,
    running: async () =>
      db
        .rows("SELECT * FROM run WHERE state = 'running' AND waiting_since IS NULL ORDER BY seq")
        .map(runOf),
    waiting: async () =>
      db
        .rows("SELECT * FROM run WHERE waiting_since IS NOT NULL AND ended_at IS NULL ORDER BY seq")
        .map(runOf),
    list: async (limit) => db.rows("SELECT * FROM run ORDER BY seq DESC LIMIT ?", limit).map(runOf),
    totalsSince: async (at) => {
      const row = db.row(
        `SELECT count(*) AS runs, sum(calls) AS calls, sum(input_tokens) AS input,
          sum(output_tokens) AS output FROM run WHERE started_at >= ?`,
        at,
      );
      const of = (column: string) => Number(row?.[column] ?? 0);
      return {
        ...{ runs: of("runs"), calls: of("calls") },
        ...{ inputTokens: of("input"), outputTokens: of("output") },
      };
    },
    between: async (from, until) =>
      all("SELECT * FROM run WHERE started_at >= ? AND started_at < ? ORDER BY seq", from, until),
    endedBefore: async ({ at, butNewest }) =>
      db
        .rows(
          `SELECT id FROM run WHERE ended_at < ?
          AND seq NOT IN (SELECT seq FROM run ORDER BY seq DESC LIMIT ?) ORDER BY seq`,
          ...[at, butNewest],
        )
        .map(({ id }) => String(id)),
    ofDue: async ({ job, dueAt }) =>
      all("SELECT * FROM run WHERE job = ? AND due_at = ? ORDER BY seq DESC", job, dueAt),
    ofWorkplace: async (workplace) =>
      all("SELECT * FROM run WHERE workplace = ? ORDER BY seq DESC", workplace),
    givenResult: async (id) => {
      const row = db.row("SELECT result FROM run_result WHERE run = ?", id);
      return row === undefined ? null : String(row.result);
    },
    giveResult: async (id, { at, result }) =>
      db.run(
        `INSERT INTO run_result (run, at, result) SELECT id, ?, ? FROM run
        WHERE id = ? AND state = 'running' AND waiting_since IS NULL ON CONFLICT DO NOTHING`,
        ...[at, result, id],
      ) > 0,
    add: async ({ agent, chain, task, due, session, holder, leaseUntil, startedAt, ...more }) => {
      const row = db.row(
        `INSERT INTO run (agent, chain, task, job, due_at, state, session, holder, lease_until, started_at,
          model, timeout_ms, workplace)
        VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        ...[agent, JSON.stringify(chain), task, due?.job ?? null, due?.dueAt ?? null, session],
        ...[holder, leaseUntil, startedAt, more.model ?? null, more.timeoutMs ?? null],
        more.workplace ?? null,
      );
      return String(row?.id);
    },
    renew: async (id, { leaseUntil, usage, leg = null }) =>
      uses(id, usage, leg) &&
      db.run(
        `UPDATE run SET lease_until = ?, calls = ?, input_tokens = ?, output_tokens = ?
        WHERE ${AT_WORK}`,
        ...[leaseUntil, ...numbersOf(usage), id, leg, leg],
      ) > 0,
    end: async (id, { state, at, result, why, usage, leg = null, idleMs = 0 }) =>
      uses(id, usage, leg) &&
      db.run(
        `UPDATE run SET waited_ms = ? + ${WAITED_UNTIL}, state = ?, ended_at = ?, result = ?, why = ?,
          calls = ?, input_tokens = ?, output_tokens = ? WHERE id = ? AND state = 'running' AND (? IS NULL OR leg = ?)`,
        ...[idleMs, at, state, at, result, why, ...numbersOf(usage), id, leg, leg],
      ) > 0,
    wait: async (id, { leg, at, for: what, usage, isUnheard = false, idleMs = 0 }) => {
      const isMine =
        uses(id, usage, leg) &&
        db.run(
          `UPDATE run SET waited_ms = waited_ms + ?, waiting_since = ?, waiting_for = ?, calls = ?, input_tokens = ?,
            output_tokens = ?, crashed_leg = CASE WHEN ? = 'answers' THEN crashed_leg
              WHEN ? THEN COALESCE(crashed_leg, leg) ELSE leg END
          WHERE ${AT_WORK}`,
          ...[idleMs, at, what, ...numbersOf(usage), what, isUnheard ? 1 : 0, id, leg, leg],
        ) > 0;
      // Its hq may have been killed while it held one, and it may wait for a day.
      if (isMine) db.run("DELETE FROM slot WHERE run = ?", id);
      return isMine;
    },
    takeUp: async (id, { leg, at, holder, leaseUntil }) => {
      const changed = db.run(
        `UPDATE run SET waited_ms = ${WAITED_UNTIL}, waiting_since = NULL, waiting_for = NULL, leg = leg + 1, holder = ?, lease_until = ?
        WHERE id = ? AND state = 'running' AND waiting_since IS NOT NULL AND leg = ?`,
        ...[at, holder, leaseUntil, id, leg - 1],
      );
      return changed === 0 ? null : find(id);
    },
  };
}

/** In this leg, where it is named: the watcher of one that was given up writes nothing any more. */
const AT_WORK = "id = ? AND state = 'running' AND waiting_since IS NULL AND (? IS NULL OR leg = ?)";

/** With the wait that is over at the instant, if it waits; a clock that was set back takes nothing away. */
const WAITED_UNTIL = `waited_ms + CASE WHEN waiting_since IS NULL THEN 0 ELSE
  max(0, CAST(round((julianday(?) - julianday(waiting_since)) * 86400000) AS INTEGER)) END`;

function numbersOf({ calls, inputTokens, outputTokens }: RunUsage): number[] {
  return [calls, inputTokens, outputTokens];
}

function runOf(row: Row): RunRecord {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  const job = text("job");
  const state = String(row.state) as RunRecord["state"];
  const since = state === "running" ? text("waiting_since") : null;
  return {
    id: String(row.id),
    agent: String(row.agent),
    chain: JSON.parse(String(row.chain)) as string[],
    task: String(row.task),
    due: job === null ? null : { job, dueAt: String(row.due_at) },
    state: since === null ? state : "waiting",
    session: String(row.session),
    holder: String(row.holder),
    leaseUntil: String(row.lease_until),
    startedAt: String(row.started_at),
    endedAt: text("ended_at"),
    result: text("result"),
    why: text("why"),
    usage: {
      calls: Number(row.calls),
      inputTokens: Number(row.input_tokens),
      outputTokens: Number(row.output_tokens),
    },
    leg: Number(row.leg),
    waiting: since === null ? null : { since, for: String(row.waiting_for) as Waiting["for"] },
    crashedLeg: row.crashed_leg === null ? null : Number(row.crashed_leg),
    model: text("model"),
    timeoutMs: row.timeout_ms === null ? null : Number(row.timeout_ms),
    workplace: text("workplace"),
  };
}
