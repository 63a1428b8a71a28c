import { LedgerError } from "./error.ts";
import reviews from "./migrations/0001-reviews.sql";
import answered from "./migrations/0002-answered.sql";
import words from "./migrations/0003-words.sql";
import jobs from "./migrations/0004-jobs.sql";
import results from "./migrations/0005-results.sql";
import spend from "./migrations/0006-spend.sql";
import waiting from "./migrations/0007-waiting.sql";
import notices from "./migrations/0008-notices.sql";
import providers from "./migrations/0010-providers.sql";
import waited from "./migrations/0011-waited.sql";
import statements from "./migrations/0012-statements.sql";
import outbox from "./migrations/0013-outbox.sql";
import rests from "./migrations/0014-rests.sql";
import workplace from "./migrations/0016-workplace.sql";
import boardChanges from "./migrations/0017-board-changes.sql";
import { type Database, inTransaction } from "./sqlite.ts";

/** In order; the number of those applied is the database's user_version. Never edit one that was released. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: "0001-reviews", sql: reviews },
  { name: "0002-answered", sql: answered },
  { name: "0003-words", sql: words },
  { name: "0004-jobs", sql: jobs },
  { name: "0005-results", sql: results },
  { name: "0006-spend", sql: spend },
  { name: "0007-waiting", sql: waiting },
  { name: "0008-notices", sql: notices },
  { name: "0010-providers", sql: providers },
  { name: "0011-waited", sql: waited },
  { name: "0012-statements", sql: statements },
  { name: "0013-outbox", sql: outbox },
  { name: "0014-rests", sql: rests },
  { name: "0016-workplace", sql: workplace },
  { name: "0017-board-changes", sql: boardChanges },
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
