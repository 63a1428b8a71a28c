import path from "node:path";
import { foreignFix } from "../absorbing/foreign-file.ts";
import type { Connection } from "../database/connect.ts";
import { folderRisk } from "../database/folder-risk.ts";
import type { Place } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import { readState } from "../database/state.ts";
import { waitingWords } from "../retention/daily-retention.ts";
import { readWaiting } from "../retention/prune.ts";
import type { MemoryFinding, MemoryHealth } from "../store.ts";
import { quarantinedCount } from "./quarantine.ts";
import { damagedDatabases } from "./repair.ts";
import { wholeCopies } from "./whole-copy.ts";

/** What a person should know about a memory. `problem`: why the last checkpoint failed, or null. */
export function readHealth(on: {
  db: Database;
  place: Place;
  connection: Connection | null;
  problem: string | null;
  /** What a file that is no memory holds, or null. */
  foreign: string | null;
  now: Date;
}): MemoryHealth {
  const { db, place, connection, problem, foreign } = on;
  const { change, done } = readState(db);
  const count = (sql: string) => Number(db.row(sql)?.[0] ?? 0);
  const health: MemoryHealth = {
    filePath: place.file,
    databasePath: connection?.ino == null ? null : place.database,
    readOnly: Boolean(connection?.readOnly) || foreign !== null,
    entities: count("SELECT count(*) FROM entity"),
    relations: count("SELECT count(*) FROM relation"),
    observations: count("SELECT total(json_array_length(observations)) FROM entity"),
    carried: count("SELECT count(*) FROM carried"),
    quarantined: connection?.ino == null ? 0 : quarantinedCount(place),
    keptBack: count(
      "SELECT count(*) FROM kept_back WHERE kind <> 'entity' OR json_extract(key, '$') IN (SELECT name FROM entity)",
    ),
    lastCheckpoint: done?.at ?? null,
    pending: change - (done?.change ?? 0),
    findings: [],
  };
  health.findings = [
    ...findingsOf(health, place, { problem, foreign }),
    ...clockFindings(db, on.now),
  ];
  return health;
}

/** Days that cannot be: a clock was wrong, here or on another machine. */
function clockFindings(db: Database, now: Date): MemoryFinding[] {
  const findings: MemoryFinding[] = [];
  const warn = (what: string, fix: string) => findings.push({ severity: "warning", what, fix });
  // A clock that is a little ahead elsewhere is no fault.
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1_000).toISOString();
  const ahead = db.rows("SELECT name, at FROM entity WHERE at > ?1 ORDER BY at DESC", tomorrow);
  const [name, at] = ahead[0] ?? [];
  if (ahead.length > 0) {
    warn(
      `${ahead.length} entities are dated in the future, such as ${JSON.stringify(name)} (${String(at).slice(0, 10)}): a clock was wrong.`,
      'They are not taken for fresh. Add a line "Verified: <date>" to what is true, or write it anew.',
    );
  }
  const waiting = readWaiting(db);
  if (waiting !== null) {
    warn(waitingWords(waiting), "If the clock is right: hq memory accept. If not, set it right.");
  }
  return findings;
}

function findingsOf(
  health: MemoryHealth,
  place: Place,
  { problem, foreign }: { problem: string | null; foreign: string | null },
): MemoryFinding[] {
  const findings: MemoryFinding[] = [];
  const warn = (what: string, fix: string) => findings.push({ severity: "warning", what, fix });
  if (problem !== null) {
    findings.push({ severity: "error", what: problem, fix: "The changes are safe in graph.db." });
  }
  if (foreign !== null) {
    const what = `${place.file} holds ${foreign}, which is no memory. It is left as it is, and nothing can be written.`;
    findings.push({ severity: "error", what, fix: foreignFix(place) });
  } else if (health.readOnly) {
    warn(
      "The memory is read-only.",
      "Give the user that runs the server the right to write there.",
    );
  }
  const risk = folderRisk(place.folder);
  if (risk !== null) {
    warn(
      `The memory lies in ${risk}, where locks may not hold and two writers can damage it.`,
      "Keep the repository on a disk of this machine, and share it with git.",
    );
  }
  if (health.quarantined > 0) {
    warn(
      `${counted(health.quarantined, "damaged piece of the files was", "damaged pieces of the files were")} set aside in ${place.quarantine}; none was lost.`,
      "See them with: hq memory repair --dry-run",
    );
  }
  for (const name of wholeCopies(place)) {
    warn(
      `${place.file} was rewritten without what was damaged; it is whole, as it was found, in ${path.join(place.folder, name)}.`,
      "Look what is missing and add it (hq memory add, hq memory import); then hq memory repair --apply files the copy away.",
    );
  }
  if (health.keptBack > 0) {
    warn(
      `An edit of ${place.file} removed ${counted(health.keptBack, "thing", "things")} at once; all of it was kept.`,
      "See and decide with: hq memory accept --dry-run",
    );
  }
  const damaged = damagedDatabases(place).length;
  if (damaged > 0) {
    warn(
      `${counted(damaged, "damaged database file was", "damaged database files were")} set aside in ${place.folder}.`,
      "See what only they know with: hq memory repair --dry-run",
    );
  }
  return findings;
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
