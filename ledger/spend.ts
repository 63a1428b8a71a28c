import type { Database, Row } from "./sqlite.ts";

/** What a run used of one model. */
export interface ModelUsage {
  /** Empty where the client did not name it. */
  model: string;
  calls: number;
  inputTokens: number;
  /** Of the input, what the provider had kept. */
  cachedTokens: number;
  outputTokens: number;
  /** Of the calls, those whose tokens were reckoned from bytes. */
  estimatedCalls: number;
  /** As the client reported them; null where it did not. */
  credits: number | null;
}

/** What one run used and holds. */
export interface RunSpend {
  run: string;
  agent: string;
  /** The job whose due time it answers. */
  job: string | null;
  startedAt: string;
  endedAt: string | null;
  isRunning: boolean;
  /** Milliseconds in all that nobody was at work on it, a wait that goes on not counted. */
  waitedMs: number;
  /** Since when it waits; null while it does not, and when it has ended. */
  waitingSince: string | null;
  /** The run that handed it over. */
  parent: string | null;
  /** By unit, what was set aside when it began. */
  reserved: Record<string, number>;
  usage: ModelUsage[];
}

/** A cap that was given to one run: what it hands over counts, too. */
export interface RunCap {
  run: string;
  startedAt: string;
  amount: number;
  unit: string;
}

export interface SpendReads {
  /** Of the runs that began at the instant or later, and of those that have not ended; the oldest first. */
  since(instant: string): Promise<RunSpend[]>;
  /** Of these runs, the oldest first. */
  of(runs: readonly string[]): Promise<RunSpend[]>;
  /** Of runs that ended, the newest first: of one department, or of all for null. */
  last(agent: string | null, limit: number): Promise<RunSpend[]>;
  /** Which budgets warned in which period, the newest first. */
  alerts(limit: number): Promise<{ budget: string; period: string; at: string }[]>;
  /** The caps that were given to the run, and to those through whose hands it came. */
  capsOver(run: string): Promise<RunCap[]>;
}

export interface SpendWrites {
  /** Sets amounts aside for a run that begins, by unit; what it held before is replaced. */
  reserve(run: string, amounts: Readonly<Record<string, number>>): Promise<void>;
  /** The cap of one run, and of what it hands over. */
  capRun(run: string, cap: { amount: number; unit: string }): Promise<void>;
  /** Notes that a budget warned. False when it had warned in that period. */
  alert(budget: string, period: string, at: string): Promise<boolean>;
}

const COLUMNS = `id, agent, job, started_at, ended_at,
  state = 'running' AND waiting_since IS NULL AS is_running, waited_ms,
  CASE WHEN state = 'running' THEN waiting_since END AS waits_since,
  (SELECT h.run FROM hand_over h WHERE h.child = run.id) AS parent, calls, input_tokens, output_tokens,
  (SELECT json_group_array(json_object('model', model, 'calls', u.calls, 'inputTokens', u.input_tokens,
    'cachedTokens', cached_tokens, 'outputTokens', u.output_tokens, 'estimatedCalls', estimated_calls,
    'credits', credits)) FROM run_usage u WHERE u.run = run.id) AS usage,
  (SELECT json_group_object(unit, amount) FROM reservation r WHERE r.run = run.id) AS reserved`;

export function spendTable(db: Database): SpendReads & SpendWrites {
  return {
    since: async (instant) =>
      db
        .rows(
          `SELECT ${COLUMNS} FROM run WHERE started_at >= ? OR state = 'running' ORDER BY seq`,
          instant,
        )
        .map(spendOf),
    of: async (runs) =>
      db
        .rows(
          `SELECT ${COLUMNS} FROM run WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
          JSON.stringify(runs),
        )
        .map(spendOf),
    last: async (agent, limit) =>
      db
        .rows(
          `SELECT ${COLUMNS} FROM run WHERE ended_at IS NOT NULL AND (? IS NULL OR agent = ?)
          ORDER BY seq DESC LIMIT ?`,
          ...[agent, agent, limit],
        )
        .map(spendOf),
    alerts: async (limit) =>
      db
        .rows("SELECT * FROM budget_alert ORDER BY at DESC, budget LIMIT ?", limit)
        .map(({ budget, period, at }) => ({
          budget: String(budget),
          period: String(period),
          at: String(at),
        })),
    reserve: async (run, amounts) => {
      db.run("DELETE FROM reservation WHERE run = ?", run);
      for (const [unit, amount] of Object.entries(amounts)) {
        db.run("INSERT INTO reservation (run, unit, amount) VALUES (?, ?, ?)", run, unit, amount);
      }
    },
    capsOver: async (run) =>
      db
        .rows(
          `WITH RECURSIVE above (id) AS (SELECT ? UNION
            SELECT h.run FROM hand_over h JOIN above ON h.child = above.id)
          SELECT run.id, started_at, unit, amount FROM run_cap c JOIN above ON c.run = above.id
          JOIN run ON run.id = c.run ORDER BY run.seq`,
          run,
        )
        .map((row) => ({
          ...{ run: String(row.id), startedAt: String(row.started_at) },
          ...{ unit: String(row.unit), amount: Number(row.amount) },
        })),
    capRun: async (run, { unit, amount }) => {
      db.run("INSERT INTO run_cap (run, unit, amount) VALUES (?, ?, ?)", run, unit, amount);
    },
    alert: async (budget, period, at) =>
      db.run(
        "INSERT INTO budget_alert (budget, period, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ...[budget, period, at],
      ) > 0,
  };
}

/** In the transaction of whoever calls it. */
export function writeUsage(db: Database, run: string, usage: readonly ModelUsage[]): void {
  for (const used of usage) {
    db.run(
      `INSERT INTO run_usage (run, model, calls, input_tokens, cached_tokens, output_tokens,
        estimated_calls, credits) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, model) DO UPDATE SET calls = excluded.calls,
        input_tokens = excluded.input_tokens, cached_tokens = excluded.cached_tokens,
        output_tokens = excluded.output_tokens, estimated_calls = excluded.estimated_calls,
        credits = excluded.credits`,
      ...[run, used.model, used.calls, used.inputTokens, used.cachedTokens, used.outputTokens],
      ...[used.estimatedCalls, used.credits],
    );
  }
}

function spendOf(row: Row): RunSpend {
  const usage = JSON.parse(String(row.usage)) as ModelUsage[];
  return {
    run: String(row.id),
    agent: String(row.agent),
    job: row.job == null ? null : String(row.job),
    startedAt: String(row.started_at),
    endedAt: row.ended_at == null ? null : String(row.ended_at),
    isRunning: row.is_running === 1,
    waitedMs: Number(row.waited_ms),
    waitingSince: row.waits_since == null ? null : String(row.waits_since),
    parent: row.parent == null ? null : String(row.parent),
    reserved: JSON.parse(String(row.reserved)) as Record<string, number>,
    usage: usage.length > 0 || Number(row.calls) === 0 ? usage : [totalOf(row)],
  };
}

/** Of a run that was written down before models were told apart. */
function totalOf(row: Row): ModelUsage {
  return {
    model: "",
    calls: Number(row.calls),
    inputTokens: Number(row.input_tokens),
    cachedTokens: 0,
    outputTokens: Number(row.output_tokens),
    estimatedCalls: 0,
    credits: null,
  };
}
