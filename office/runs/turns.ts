/** Clients that this process has at work at once. */
import { Semaphore } from "async-mutex";

/** Each takes 300 MB, and a machine of its founder has other things to do. */
const MOST_AT_ONCE = 3;

export type Turns = Pick<Semaphore, "runExclusive">;

/** As many at once as the machine has room for; whoever comes first begins first. */
export function openTurns(): Turns {
  return new Semaphore(MOST_AT_ONCE);
}
