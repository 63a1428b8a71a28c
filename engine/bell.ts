/** How one service wakes another: what it did may be what the other waits for. */
import { setTimeout as pause } from "node:timers/promises";

export interface Bell {
  ring(): void;
  /** Resolves when it was rung since the last wait, when the time is over, or when the signal comes. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function openBell(): Bell {
  let isRung = false;
  let wake = () => {};
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    wait: async (ms, signal) => {
      if (!isRung) {
        const rung = new AbortController();
        wake = () => rung.abort();
        const either = AbortSignal.any([signal, rung.signal]);
        await pause(ms, undefined, { signal: either }).catch((error: unknown) => {
          if (!either.aborted) throw error;
        });
      }
      isRung = false;
    },
  };
}
