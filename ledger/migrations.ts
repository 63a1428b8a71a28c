import { LedgerError } from "./error.ts";
import reviews from "./migrations/0001-reviews.sql";
import answered from "./migrations/0002-answered.sql";
import words from "./migrations/0003-words.sql";
import { type Database, inTransaction } from "./sqlite.ts";

/** In order; the number of those applied is the database's user_version. Never edit one that was released. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: "0001-reviews", sql: reviews },
  { name: "0002-answered", sql: answered },
  { name: "0003-words", sql: words },
];

/**
 * Brings the database to this version, each migration in a transaction of its own. Several processes
 * may do so at once: the version is read again under the write lock.
 * @throws LedgerError `newer-format` before anything is touched.
 */
export function migrate(db: Database, path: string): void {
  refuseNewer(db, path);
  while (versionOf(db) < MIGRATIONS.length) {
    inTransaction(db, "write", () => {
      const version = versionOf(db);
      const next = MIGRATIONS[version];
      if (next === undefined) return;
      db.exec(next.sql);
      db.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
  refuseNewer(db, path);
}

export function refuseNewer(db: Database, path: string): void {
  const version = versionOf(db);
  if (version <= MIGRATIONS.length) return;
  throw new LedgerError(
    "newer-format",
    `Cannot open ${path}: it has format ${version}, expected at most ${MIGRATIONS.length}. Nothing was touched.`,
    { hint: "A newer Solo HQ made it: upgrade this one." },
  );
}

function versionOf(db: Database): number {
  return Number(db.row("PRAGMA user_version")?.user_version ?? 0);
}
