/**
 * A damaged database of which everything but an index is whole: the full-text index, or an index of a table.
 * Its rows are copied, and the indexes made anew, so that nothing is lost: no call that no file has yet, no
 * log, no archive.
 */
import { filesAreKnown } from "../absorbing/absorb.ts";
import { COPIED_TABLES, copyInto } from "../absorbing/carry-over.ts";
import type { Place } from "../database/place.ts";
import { checkRows } from "../database/row-sums.ts";
import { type Database, openDatabase, sqliteFailure, withoutIndexes } from "../database/sqlite.ts";
import { readState } from "../database/state.ts";

/** Fills a database that was just made. False when more is damaged, or another process was first. */
export function copyWhole(db: Database, damaged: string, place: Place): boolean {
  let old: Database | undefined;
  try {
    const from = openDatabase(damaged, { mayForgetIndexes: true });
    old = from;
    // Under its lock: who still writes into it comes before, or carries its change over itself.
    return withoutIndexes(from, () => {
      return areTablesWhole(from) && isStateWhole(from, place) && copyInto(db, from);
    });
  } catch (error) {
    if (sqliteFailure(error) === null) throw error;
    return false;
  } finally {
    old?.close();
  }
}

function areTablesWhole(old: Database): boolean {
  for (const table of ["state", ...COPIED_TABLES]) {
    const found = old.rows(`PRAGMA integrity_check(${table})`);
    if (found.length !== 1 || found[0]?.[0] !== "ok") return false;
  }
  // SQLite looks at the build of a table, and not at its texts.
  checkRows(old);
  return true;
}

/** What the counters say has no sum, and is held against the log and the files. */
function isStateWhole(old: Database, place: Place): boolean {
  const { change, generation, done } = readState(old);
  if (done === null || done.generation > generation || !filesAreKnown(old, place)) return false;
  const log = "SELECT max(seq), count(*) FILTER (WHERE seq > ?) FROM change";
  const [newest, since] = old.row(log, done.change) ?? [];
  return newest === change && since === change - done.change;
}
