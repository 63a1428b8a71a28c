/** History and upkeep: the calls that are for the founder and for code, not for agents. */
import { existsSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { MemoryError } from "../error.ts";
import type { MemoryPolicy } from "../policy.ts";
import { changeAt, firstChange, graphAfter, readLog } from "./history.ts";
import { acceptRemovals, forgetKeptBack, listKeptBack } from "./kept-back.ts";
import { type Place, readBytes } from "./place.ts";
import { listArchive, listExpired, prune, restore } from "./prune.ts";
import { checkRedaction, redactQuarantine, redactRows } from "./redact.ts";
import { applyRepairs, damagedDatabases, findRepairs, settleFiles } from "./repair.ts";
import type { Session } from "./session.ts";
import { asMemoryError } from "./sqlite.ts";
import type { MemoryHistory, MemoryUpkeep } from "./store.ts";
import { undo } from "./undo.ts";
import { wholeCopies } from "./whole-copy.ts";

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
      const rows = await session.write({ operation: "redact" }, (write) => redactRows(write, text));
      const quarantine = await redactQuarantineFile(place, text);
      await on.checkpoint();
      await session.maintain((db) => {
        // Deleted rows keep their bytes until the file is written anew.
        db.exec("VACUUM");
        db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      });
      return {
        ...rows,
        quarantine,
        unread: [...damagedDatabases(place), ...wholeCopies(place, { settled: true })],
      };
    },
  };
}

async function redactQuarantineFile(place: Place, text: string): Promise<number> {
  try {
    if (!existsSync(place.quarantine)) return 0;
    const before = readBytes(place.quarantine)?.toString("utf8") ?? "";
    const { content, count } = redactQuarantine(before, text);
    if (count > 0) await writeFileAtomic(place.quarantine, content);
    return count;
  } catch (error) {
    throw asMemoryError(error, "redact", place.quarantine);
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
      await session.write({ operation: "repair" }, (write) => applyRepairs(write, place, chosen));
      try {
        await settleFiles(place, chosen);
      } catch (error) {
        throw asMemoryError(error, "settle", place.folder);
      }
      return chosen;
    },
  };
}
