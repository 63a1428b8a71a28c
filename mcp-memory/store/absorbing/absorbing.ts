import type { Place } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";

/** What taking in the files needs; the database is inside a write transaction. */
export interface Absorbing {
  db: Database;
  place: Place;
  now: Date;
  log: (line: string) => void;
  /** False in a read-only place, where damaged pieces cannot be set aside. */
  canWrite: boolean;
}
