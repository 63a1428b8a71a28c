/** Keeps the index up while a server has nothing else to do, so that a question need not wait for it. */
import { setTimeout as pause } from "node:timers/promises";
import type { Session } from "../database/session.ts";
import { indexSlice, isIndexUp } from "./search-index.ts";

export interface BackgroundIndexing {
  /** Something may have changed. */
  ask(): void;
  stop(): void;
}

/** Changes that come together are indexed together. */
const DELAY_MS = 250;
/** Between two slices, for calls that wait. */
const PAUSE_MS = 10;

export function createBackgroundIndexing(session: Session, then: () => void): BackgroundIndexing {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStopped = false;
  let isAskedAgain = false;
  const bringUp = async () => {
    let isUp = await session.read(isIndexUp);
    while (!isUp && !isStopped) {
      isUp = await session.exclusive(({ db }) => indexSlice(db), { lasting: "forgettable" });
      await pause(PAUSE_MS, undefined, { ref: false });
    }
  };
  const run = async () => {
    isRunning = true;
    isAskedAgain = false;
    try {
      await bringUp();
      if (!isStopped) then();
    } catch {
      // Busy, full or read-only: the next question brings the index up, or says what is wrong.
    } finally {
      isRunning = false;
    }
    // What came meanwhile waits for more: under a stream of changes, looking again after each slice
    // would have each process hold the lock all the time.
    if (isAskedAgain) ask();
  };
  const ask = () => {
    if (isRunning) isAskedAgain = true;
    if (timer !== undefined || isRunning || isStopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      void run();
    }, DELAY_MS).unref();
  };
  return {
    ask,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
