/** Work that goes on beside the passes: a department at work must not keep what is due from being seen. */
import { openTurns, type Turns } from "../office/runs/turns.ts";

export interface Beside {
  /** Begins it when one of the slots is free. Its key keeps it from being begun twice at once. */
  begin(key: string, work: () => Promise<void>, stillHeld?: () => Promise<unknown>): void;
  /** Begins it at once: it takes its turns itself. */
  accompany(key: string, work: () => Promise<void>): void;
  /** Says of everything that is at work that it is: after a sleep of the machine all leases have run out. */
  renew(): Promise<void>;
  /** Resolves when nothing is at work any more; throws what `onError` did not take, the first of it. */
  over(): Promise<void>;
}

export interface BesideOptions {
  /** Says whether it took the error. */
  onError?(error: unknown): boolean;
  /** Shared with whoever else starts clients. */
  turns?: Turns;
}

export function openBeside({ onError, turns = openTurns() }: BesideOptions = {}): Beside {
  const working = new Map<string, Promise<void>>();
  const held = new Map<string, () => Promise<unknown>>();
  const errors: unknown[] = [];
  const start = (key: string, begun: Promise<void>) => {
    const done = begun
      .catch((error: unknown) => {
        if (onError?.(error) !== true) errors.push(error);
      })
      .finally(() => {
        working.delete(key);
        held.delete(key);
      });
    working.set(key, done);
  };
  return {
    begin: (key, work, stillHeld) => {
      if (working.has(key)) return;
      if (stillHeld !== undefined) held.set(key, stillHeld);
      start(key, turns.runExclusive(work));
    },
    accompany: (key, work) => {
      if (!working.has(key)) start(key, work());
    },
    renew: async () => {
      for (const stillHeld of held.values()) await stillHeld();
    },
    over: async () => {
      while (working.size > 0) await Promise.all(working.values());
      if (errors.length > 0) throw errors[0];
    },
  };
}
