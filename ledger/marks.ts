import type { Database } from "./sqlite.ts";

/** Facts about the engine itself: `engine.began`, `engine.looked`. */
export interface MarkReads {
  get(name: string): Promise<string | null>;
}

export interface MarkWrites {
  set(name: string, value: string): Promise<void>;
}

export function markTable(db: Database): MarkReads & MarkWrites {
  return {
    get: async (name) => {
      const row = db.row("SELECT value FROM mark WHERE name = ?", name);
      return row === undefined ? null : String(row.value);
    },
    set: async (name, value) => {
      db.run(
        "INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        ...[name, value],
      );
    },
  };
}
