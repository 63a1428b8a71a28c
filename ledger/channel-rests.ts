import type { Database } from "./sqlite.ts";

/** An account to which nothing may go for a while, by what its channel said. */
export interface ChannelRest {
  /** Which of our channels it is. */
  goesTo: string;
  account: string;
  /** ISO 8601, UTC. */
  until: string;
  why: string;
}

export interface ChannelRestReads {
  /** One that is over by that instant is none. */
  find(goesTo: string, account: string, at: string): Promise<ChannelRest | null>;
}

export interface ChannelRestWrites {
  /** What ends later counts. */
  set(rest: ChannelRest): Promise<void>;
}

export function channelRestTable(db: Database): ChannelRestReads & ChannelRestWrites {
  return {
    find: async (goesTo, account, at) => {
      const row = db.row(
        "SELECT * FROM channel_rest WHERE goes_to = ? AND account = ? AND until > ?",
        ...[goesTo, account, at],
      );
      if (row === undefined) return null;
      return { goesTo, account, until: String(row.until), why: String(row.why) };
    },
    set: async ({ goesTo, account, until, why }) => {
      db.run(
        "INSERT INTO channel_rest (goes_to, account, until, why) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until, why = excluded.why WHERE excluded.until > until",
        ...[goesTo, account, until, why],
      );
    },
  };
}
