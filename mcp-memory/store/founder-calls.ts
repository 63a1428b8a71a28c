/** History and upkeep: the calls that are for the founder and for code, not for agents. */
import type { MemoryPolicy } from "../policy.ts";
import type { Place } from "./database/place.ts";
import type { Session } from "./database/session.ts";
import { changeAt, firstChange, graphAfter, readLog } from "./history/history.ts";
import { redactEverywhere } from "./history/redaction.ts";
import { takenBack, undo, undoAll } from "./history/undo.ts";
import { acceptRemovals, forgetKeptBack, listKeptBack } from "./repair/kept-back.ts";
import { findRepairs } from "./repair/repair.ts";
import { repairChosen } from "./repair/repair-chosen.ts";
import {
  adoptArchive,
  hasArchiveFile,
  outsideOfFile,
  stageArchive,
} from "./retention/archive-file.ts";
import { listArchive, listExpired, prune, readWaiting, restore } from "./retention/prune.ts";
import type { MemoryHistory, MemoryUpkeep } from "./store.ts";
import { takeIn } from "./writing/take-in.ts";

export interface FounderCalls {
  session: Session;
  place: Place;
  now: () => Date;
  /** Brings the files up to date and waits for it. */
  checkpoint: () => Promise<void>;
}

export function historyCalls(on: FounderCalls): MemoryHistory {
  const { session } = on;
  return {
    log: (request) =>
      session.read((db) => readLog(db, request, request.standing === true ? takenBack(db) : [])),
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
    undoAll: (seqs, { dryRun }) =>
      dryRun
        ? session.read((db) => undoAll({ db, write: null }, seqs))
        : session.write({ operation: "undo" }, (write) => undoAll({ db: write.db, write }, seqs)),
    redact: (text) => redactEverywhere(on, text),
  };
}

export function upkeepCalls({ session, place, now }: FounderCalls): MemoryUpkeep {
  return {
    keptBack: () => session.read(listKeptBack),
    acceptRemovals: () => session.write({ operation: "accept" }, acceptRemovals),
    keepAll: () => session.exclusive(({ db }) => forgetKeptBack(db)),
    expired: (policy) => session.read((db) => listExpired(db, policy, now())),
    prune: (policy: MemoryPolicy, { isAsked = true } = {}) =>
      session.write({ operation: "prune" }, (write) =>
        prune(write, policy, { now: now(), isAsked }),
      ),
    waiting: () => session.read(readWaiting),
    archive: () =>
      session.connection()?.readOnly || !hasArchiveFile(place)
        ? session.read(listArchive)
        : session.exclusive(({ db }) => {
            adoptArchive(db, place);
            return listArchive(db);
          }),
    archiveOutside: () => session.read((db) => outsideOfFile(db, place)),
    writeArchive: () =>
      session.exclusive(({ db }) => {
        adoptArchive(db, place);
        const { staged, count } = stageArchive(db, place);
        staged.install();
        return { file: place.archive, count };
      }),
    restore: (names) =>
      session.write({ operation: "restore" }, (write) => {
        adoptArchive(write.db, place);
        for (const name of names) restore(write, name);
      }),
    takeIn: (batch) => session.write({ operation: "take_in" }, (write) => takeIn(write, batch)),
    repairs: () => session.read((db) => findRepairs(db, place)),
    repair: (ids) => repairChosen({ session, place }, ids),
  };
}
