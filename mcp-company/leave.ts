/** A client expects the process to be gone within a second of closing stdin. */
const LEAVE_MS = 700;

/**
 * Ends the process with its client: when stdin ends, readings under way (git, the memory) may finish
 * for a moment but nobody waits for their answers; when stdout breaks, nobody is there at all.
 */
export function leaveWithTheClient(): void {
  const leave = () => {
    setTimeout(() => process.exit(0), LEAVE_MS).unref();
  };
  process.stdin.on("end", leave);
  process.stdin.on("close", leave);
  process.stdout.on("error", () => process.exit(0));
  // Each answer that waits for a slow client listens for itself; many at once are no leak.
  process.stdout.setMaxListeners(0);
}
