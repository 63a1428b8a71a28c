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
  const run = async () => {
    isRunning = true;
    try {
      while (!isStopped && !(await session.read(isIndexUp))) {
        await session.exclusive(({ db }) => indexSlice(db));
        await pause(PAUSE_MS, undefined, { ref: false });
      }
      if (!isStopped) then();
    } catch {
      // Busy, full or read-only: the next question brings the index up, or says what is wrong.
    } finally {
      isRunning = false;
    }
  };
  return {
    ask: () => {
      if (timer !== undefined || isRunning || isStopped) return;
      timer = setTimeout(() => {
        timer = undefined;
        void run();
      }, DELAY_MS).unref();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
