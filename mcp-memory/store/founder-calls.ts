/** History and upkeep: the calls that are for the founder and for code, not for agents. */
import { isUtf8 } from "node:buffer";
import path from "node:path";
import { MemoryError } from "../error.ts";
import type { MemoryPolicy } from "../policy.ts";
import { type Place, readBytes } from "./database/place.ts";
import type { Session } from "./database/session.ts";
import { asMemoryError } from "./database/sqlite.ts";
import { changeAt, firstChange, graphAfter, readLog } from "./history/history.ts";
import { checkRedaction, redactQuarantine, redactRows, redactText } from "./history/redact.ts";
import { undo } from "./history/undo.ts";
import { acceptRemovals, forgetKeptBack, listKeptBack } from "./repair/kept-back.ts";
import {
  applyRepairs,
  damagedDatabases,
  findRepairs,
  settleFiles,
  stageSettledPieces,
} from "./repair/repair.ts";
import { type StagedFile, stageFile } from "./repair/replace-file.ts";
import { wholeCopies } from "./repair/whole-copy.ts";
import { listArchive, listExpired, prune, restore } from "./retention/prune.ts";
import type { MemoryHistory, MemoryUpkeep } from "./store.ts";

export interface FounderCalls {
  session: Session;
  place: Place;
  now: () => Date;
  /** Brings the files up to date and waits for it. */
  checkpoint: () => Promise<void>;
}

export function historyCalls(on: FounderCalls): MemoryHistory {
  const { session, place } = on;
  return {
    log: (request) => session.read((db) => readLog(db, request)),
    graphAt: (when) =>
      session.read((db) => {
        const first = firstChange(db);
        const seq = typeof when === "string" ? changeAt(db, when) : when;
        if (seq === null || first === null || seq < first.seq) {
          return { kind: "before-history", first };
        }
        return { kind: "graph", seq, graph: graphAfter(db, seq) };
      }),
    undo: (seq, withDependents) =>
      session.write({ operation: "undo" }, (write) => undo(write, seq, withDependents)),
    redact: async (text) => {
      checkRedaction(text);
      // Edits that wait outside are taken in first, so that they are redacted too.
      await on.checkpoint();
      const { staged, count: quarantine, unread } = stageRedactedFiles(place, text);
      const rows = await allOrNothing(staged, () =>
        session.write({ operation: "redact" }, (write) => redactRows(write, text)),
      );
      for (const file of staged) file.install();
      await on.checkpoint();
      await session.maintain((db) => {
        // Deleted rows keep their bytes until the file is written anew.
        db.exec("VACUUM");
        db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      });
      return {
        ...rows,
        quarantine,
        unread: [...damagedDatabases(place), ...unread],
      };
    },
  };
}

/** Runs the work that the staged files belong to; when it fails they go. */
async function allOrNothing<T>(staged: StagedFile[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const file of staged) file.discard();
    throw error;
  }
}

interface RedactedFiles {
  staged: StagedFile[];
  /** Pieces and whole copies that held the text. */
  count: number;
  /** Copies in another encoding, which may hold it. */
  unread: string[];
}

/** The quarantine and the whole copies without the text, on the disk before a row is changed. */
function stageRedactedFiles(place: Place, text: string): RedactedFiles {
  const result: RedactedFiles = { staged: [], count: 0, unread: [] };
  let file = place.quarantine;
  try {
    const pieces = redactQuarantine(readBytes(file)?.toString("utf8") ?? "", text);
    if (pieces.count > 0) result.staged.push(stageFile(file, pieces.content));
    result.count = pieces.count;
    for (const name of wholeCopies(place, { settled: true })) {
      file = path.join(place.folder, name);
      const bytes = readBytes(file) ?? Buffer.alloc(0);
      if (!isUtf8(bytes) || bytes.includes(0)) result.unread.push(name);
      const before = bytes.toString("utf8");
      const content = redactText(before, text);
      if (content === before) continue;
      result.staged.push(stageFile(file, content));
      result.count += 1;
    }
    return result;
  } catch (error) {
    for (const one of result.staged) one.discard();
    throw asMemoryError(error, "redact", file);
  }
}

export function upkeepCalls({ session, place, now }: FounderCalls): MemoryUpkeep {
  return {
    keptBack: () => session.read(listKeptBack),
    acceptRemovals: () => session.write({ operation: "accept" }, acceptRemovals),
    keepAll: () => session.exclusive(({ db }) => forgetKeptBack(db)),
    expired: (policy) => session.read((db) => listExpired(db, policy, now())),
    prune: (policy: MemoryPolicy) =>
      session.write({ operation: "prune" }, (write) => prune(write, policy, now())),
    archive: () => session.read(listArchive),
    restore: (names) =>
      session.write({ operation: "restore" }, (write) => {
        for (const name of names) restore(write, name);
      }),
    repairs: () => session.read((db) => findRepairs(db, place)),
    repair: async (ids) => {
      const all = await session.read((db) => findRepairs(db, place));
      const unknown = ids?.find((id) => !all.some((item) => item.id === id));
      if (unknown !== undefined) {
        throw new MemoryError(
          "not-found",
          `Cannot repair ${unknown}: nothing has this id. Nothing was changed.`,
          { hint: "See what there is with: hq memory repair --dry-run" },
        );
      }
      const chosen = ids === undefined ? all : all.filter(({ id }) => ids.includes(id));
      let staged: StagedFile[];
      try {
        staged = stageSettledPieces(place, chosen);
      } catch (error) {
        throw asMemoryError(error, "settle", place.quarantine);
      }
      await allOrNothing(staged, () =>
        session.write({ operation: "repair" }, (write) => applyRepairs(write, place, chosen)),
      );
      try {
        settleFiles(place, chosen, staged);
      } catch (error) {
        throw asMemoryError(error, "settle", place.folder);
      }
      return chosen;
    },
  };
}
