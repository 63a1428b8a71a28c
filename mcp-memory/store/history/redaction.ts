/** Taking a text out of the whole memory, step by step: rows, kept files, memory.jsonl, unused pages. */
import { MemoryError } from "../../error.ts";
import type { Place } from "../database/place.ts";
import type { Session } from "../database/session.ts";
import type { Database } from "../database/sqlite.ts";
import { setAsideDatabases } from "../repair/repair.ts";
import { unfinished } from "../repair/unfinished.ts";
import { discardKept, installKept, stageKeptFiles, upToDate } from "./kept-files.ts";
import { checkRedaction, type Redacted, redactRows } from "./redact.ts";
import { everySpelling } from "./spellings.ts";

/**
 * Takes the text out of graph, log, archive, quarantine, whole copies and files. `unread` names
 * files that may hold it and cannot be read here. Until the rows are committed a failure changes
 * nothing; from then on it says what is done and what is not, and doing it again finishes.
 */
export async function redactEverywhere(
  on: { session: Session; place: Place; checkpoint: () => Promise<void> },
  text: string,
): Promise<Redacted & { unread: string[] }> {
  const { session, place } = on;
  checkRedaction(text);
  const spelled = everySpelling(text.trim());
  // Edits that wait outside are taken in first, so that they are redacted too.
  await on.checkpoint();
  let files = stageKeptFiles(place, spelled);
  let rows: Omit<Redacted, "quarantine">;
  try {
    rows = await session.write({ operation: "redact" }, (write) => redactRows(write, spelled));
  } catch (error) {
    discardKept(files);
    throw error;
  }
  const steps: Step[] = [
    {
      what: "damaged pieces and copies of files",
      run: () =>
        session.exclusive(() => {
          files = upToDate(files, place, spelled);
          installKept(files);
        }),
    },
    { what: "memory.jsonl", run: on.checkpoint },
    { what: "pages of graph.db that are no longer used", run: () => session.maintain(cleanPages) },
    {
      what: "files that were left over meanwhile",
      run: () =>
        session.exclusive(() => {
          const { count } = files;
          files = stageKeptFiles(place, spelled);
          files.count += count;
          installKept(files);
        }),
    },
  ];
  try {
    await runAll(steps, place);
  } finally {
    discardKept(files);
  }
  return {
    ...rows,
    quarantine: files.count,
    unread: [...setAsideDatabases(place), ...files.unread],
  };
}

interface Step {
  /** Where the text may stand until it ran. */
  what: string;
  run: () => Promise<unknown>;
}

async function runAll(steps: Step[], place: Place): Promise<void> {
  const done = ["graph, log and archive"];
  for (const [index, { what, run }] of steps.entries()) {
    try {
      await run();
    } catch (error) {
      const left = steps.slice(index).map((step) => step.what);
      throw unfinished(error, {
        work: "redaction",
        path: place.folder,
        done: done.join("; "),
        left: `${left.join("; ")}, which may still hold the text`,
        again: "redact the same text again",
      });
    }
    done.push(what);
  }
}

/** Deleted rows keep their bytes until the file is written anew, and until its log is cut back. */
function cleanPages(db: Database): void {
  db.exec("VACUUM");
  const [busy] = db.row("PRAGMA wal_checkpoint(TRUNCATE)") ?? [];
  if (busy === 1) {
    throw new MemoryError("busy", "Cannot cut back graph.db-wal: another process is reading it.");
  }
}
