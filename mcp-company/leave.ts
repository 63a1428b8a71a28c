/** A client expects the process to be gone within a second of closing stdin. */
const LEAVE_MS = 700;
/** For what is being recorded to end, and the ledger to become one file. */
const CLOSE_MS = 250;

/**
 * Ends the process with its client: when stdin ends, readings under way (git, the memory) may finish
 * for a moment but nobody waits for their answers; when stdout breaks, nobody is there at all. `close`
 * ends what is kept open, behind the writes that were asked for before.
 */
export function leaveWithTheClient(close: () => Promise<void>): void {
  const end = () => {
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    void close().finally(() => process.exit(0));
  };
  const leave = () => {
    setTimeout(end, LEAVE_MS).unref();
  };
  process.stdin.on("end", leave);
  process.stdin.on("close", leave);
  process.stdout.on("error", () => process.exit(0));
  // Each answer that waits for a slow client listens for itself; many at once are no leak.
  process.stdout.setMaxListeners(0);
}
