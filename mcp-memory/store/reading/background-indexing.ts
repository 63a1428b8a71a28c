/** Keeps the index up while a server has nothing else to do, so that a question need not wait for it. */
import { setTimeout as pause } from "node:timers/promises";
import { loadConcepts } from "../../recall/concepts.ts";
import type { Session } from "../database/session.ts";
import { indexSlice, isIndexUp } from "./search-index.ts";

export interface BackgroundIndexing {
  /** Something may have changed. */
  ask(): void;
  stop(): void;
}

/** Changes that come together are indexed together, when none came for so long, */
const QUIET_MS = 250;
/** or after this time: a question indexes what is left itself. */
const LONGEST_MS = 2_000;
/** Between two slices, for calls that wait. */
const PAUSE_MS = 10;

export function createBackgroundIndexing(session: Session, then: () => void): BackgroundIndexing {
  let timer: NodeJS.Timeout | undefined;
  let askedFirst: number | null = null;
  let isRunning = false;
  let isStopped = false;
  const bringUp = async () => {
    let isUp = await session.read(isIndexUp);
    // A tenth of a second the first time, which nobody should wait for under the lock.
    if (!isUp) loadConcepts();
    while (!isUp && !isStopped) {
      isUp = await session.exclusive(({ db }) => indexSlice(db), { lasting: "forgettable" });
      await pause(PAUSE_MS, undefined, { ref: false });
    }
  };
  const run = async () => {
    isRunning = true;
    askedFirst = null;
    try {
      await bringUp();
      if (!isStopped) then();
    } catch {
      // Busy, full or read-only: the next question brings the index up, or says what is wrong.
    } finally {
      isRunning = false;
    }
    if (askedFirst !== null) ask();
  };
  // Under a stream of changes, looking again after each slice would have each process hold the lock
  // all the time.
  const ask = () => {
    askedFirst ??= performance.now();
    if (isRunning || isStopped) return;
    const left = askedFirst + LONGEST_MS - performance.now();
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, Math.min(QUIET_MS, left))).unref();
  };
  return {
    ask,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
