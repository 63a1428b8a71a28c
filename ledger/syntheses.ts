import type { Database } from "./sqlite.ts";

/** What days of runs were like; the office says what stands in them. */
export interface SynthesisReads {
  /** JSON, by the company's date; null for a day without one. */
  find(day: string): Promise<string | null>;
  /** The newest day that has one, with its JSON. */
  newest(): Promise<{ day: string; synthesis: string } | null>;
}

export interface SynthesisWrites {
  /** A day has one: a second one is not taken. */
  add(day: { day: string; at: string; synthesis: string }): Promise<boolean>;
}

export function synthesisTable(db: Database): SynthesisReads & SynthesisWrites {
  return {
    find: async (day) => {
      const row = db.row("SELECT synthesis FROM synthesis WHERE day = ?", day);
      return row === undefined ? null : String(row.synthesis);
    },
    newest: async () => {
      const row = db.row("SELECT day, synthesis FROM synthesis ORDER BY day DESC LIMIT 1");
      if (row === undefined) return null;
      return { day: String(row.day), synthesis: String(row.synthesis) };
    },
    add: async ({ day, at, synthesis }) =>
      db.run(
        "INSERT INTO synthesis (day, at, synthesis) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ...[day, at, synthesis],
      ) > 0,
  };
}
