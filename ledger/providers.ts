import type { Database } from "./sqlite.ts";

/** A provider of models that failed, until it answers again. */
export interface BreakerRecord {
  provider: string;
  /** Failures, one after the other. */
  faults: number;
  /** ISO 8601, UTC: not asked before. */
  openUntil: string;
  why: string;
  at: string;
}

/** A run that asks, or wants to ask, a provider that takes only so many at once. */
export interface SlotRecord {
  provider: string;
  run: string;
  /** The lower, the sooner. */
  priority: number;
  askedAt: string;
  /** Null while it waits. */
  givenAt: string | null;
}

export interface ProviderReads {
  breakers(): Promise<BreakerRecord[]>;
  /** Of runs that go on: what a dead one held is free. */
  slots(): Promise<SlotRecord[]>;
}

export interface ProviderWrites {
  putBreaker(breaker: BreakerRecord): Promise<void>;
  /** Whether it was there. */
  dropBreaker(provider: string): Promise<boolean>;
  /**
   * Asks for one of `slots` places: given when one is free and nobody waits who comes sooner, by priority
   * and then by how long it waits. False: asked again later, and its place in the queue is kept.
   */
  askSlot(
    asked: Pick<SlotRecord, "provider" | "run" | "priority"> & { at: string; slots: number },
  ): Promise<boolean>;
  /** Gives the place, or the wait for it, up. */
  leaveSlot(provider: string, run: string): Promise<void>;
}

export function providerTable(db: Database): ProviderReads & ProviderWrites {
  return {
    breakers: async () =>
      db.rows("SELECT * FROM breaker ORDER BY provider").map((row) => ({
        provider: String(row.provider),
        faults: Number(row.faults),
        openUntil: String(row.open_until),
        why: String(row.why),
        at: String(row.at),
      })),
    slots: async () =>
      db.rows(`${LIVE} ORDER BY s.provider, s.priority, s.asked_at, s.run`).map((row) => ({
        provider: String(row.provider),
        run: String(row.run),
        priority: Number(row.priority),
        askedAt: String(row.asked_at),
        givenAt: row.given_at == null ? null : String(row.given_at),
      })),
    putBreaker: async ({ provider, faults, openUntil, why, at }) => {
      db.run(
        `INSERT INTO breaker (provider, faults, open_until, why, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (provider) DO UPDATE SET faults = excluded.faults, open_until = excluded.open_until,
          why = excluded.why, at = excluded.at`,
        ...[provider, faults, openUntil, why, at],
      );
    },
    dropBreaker: async (provider) => db.run("DELETE FROM breaker WHERE provider = ?", provider) > 0,
    askSlot: async ({ provider, run, priority, at, slots }) => {
      db.run(
        `INSERT INTO slot (provider, run, priority, asked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        ...[provider, run, priority, at],
      );
      const live = db.rows(
        `${LIVE} AND s.provider = ? ORDER BY s.priority, s.asked_at, s.run`,
        provider,
      );
      const given = live.filter(({ given_at }) => given_at !== null);
      if (given.some((row) => row.run === run)) return true;
      const first = live.find(({ given_at }) => given_at === null);
      if (given.length >= slots || first?.run !== run) return false;
      db.run("UPDATE slot SET given_at = ? WHERE provider = ? AND run = ?", at, provider, run);
      return true;
    },
    leaveSlot: async (provider, run) => {
      db.run("DELETE FROM slot WHERE provider = ? AND run = ?", provider, run);
    },
  };
}

const LIVE = "SELECT s.* FROM slot s JOIN run r ON r.id = s.run WHERE r.state = 'running'";
