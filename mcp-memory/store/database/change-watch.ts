/** Notices what other processes change: SQLite tells nobody. */
import type { Session } from "./session.ts";
import { readState } from "./state.ts";

export interface ChangeWatch {
  /** Looks from now on; calling it again is harmless. */
  start(): void;
  /** This process made the changes `first` to `last`, and has told of them. */
  ownChanges(first: number, last: number): void;
  stop(): void;
}

/** A look takes some microseconds; a client learns of another's change within this time. */
const LOOK_MS = 500;

/** Calls `onForeignChange` when the number of the last change moves by the hand of another process. */
export function createChangeWatch(session: Session, onForeignChange: () => void): ChangeWatch {
  let timer: NodeJS.Timeout | undefined;
  let seen: number | null = null;

  const look = async () => {
    const { change } = await session.read(readState);
    const isNew = seen !== null && change > seen;
    seen = change;
    if (isNew) onForeignChange();
  };
  // A memory that cannot be read says so at the next call; nobody waits for this look.
  const lookQuietly = () => void look().catch(() => undefined);
  return {
    start: () => {
      if (timer !== undefined) return;
      lookQuietly();
      timer = setInterval(lookQuietly, LOOK_MS).unref();
    },
    ownChanges: (first, last) => {
      // With a gap before them, somebody else's are left for the next look.
      if (seen === first - 1) seen = last;
    },
    stop: () => clearInterval(timer),
  };
}
