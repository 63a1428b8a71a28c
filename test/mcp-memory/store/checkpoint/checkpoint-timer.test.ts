// Whether a process that outlives the server may go is decided here: only when every change that was
// told is in the files.
import { expect, it } from "vitest";
import type { CheckpointOutcome } from "../../../../mcp-memory/store/checkpoint/checkpoint.ts";
import type { CheckpointHow } from "../../../../mcp-memory/store/checkpoint/checkpoint-runs.ts";
import { createCheckpointTimer } from "../../../../mcp-memory/store/checkpoint/checkpoint-timer.ts";
import { until } from "../../workbench.ts";

/** A timer whose checkpoints end when the test says so, and whether a finisher is needed. */
function bench() {
  const runs: { how: CheckpointHow; end(outcome: CheckpointOutcome): void }[] = [];
  const seen = { needed: false };
  const timer = createCheckpointTimer({
    run: (how) => new Promise((end) => runs.push({ how, end })),
    onBehind: () => (seen.needed = true),
    onCaughtUp: () => (seen.needed = false),
    onFailure: () => undefined,
    delayMs: 1,
  });
  const started = (count: number) => until(() => runs.length >= count, `${count} have begun`);
  return { timer, runs, seen, started };
}

it("keeps the finisher for a change that came while a slow checkpoint was written, until that is written too", async () => {
  const { timer, runs, seen, started } = bench();
  const first = timer.changed();
  await started(1);
  // It waits for the first; its own time comes long before that ends.
  expect(timer.changed()).toBeNull();
  expect(seen.needed).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  runs[0]?.end({ kind: "done" });
  await first;
  await started(2);
  // The disk is slow, and so the next one rests.
  runs[1]?.end({ kind: "later", waitMs: 20 });
  expect(seen.needed).toBe(true);
  await started(3);
  expect(seen.needed).toBe(true);
  runs[2]?.end({ kind: "done" });
  await until(() => !seen.needed, "it is caught up");
  await timer.stop();
});

it("has a finisher for a call that is answered while the server leaves", async () => {
  const { timer, runs, seen, started } = bench();
  timer.ask();
  await started(1);
  const stopped = timer.stop();
  expect(timer.changed()).toBeNull();
  expect(seen.needed).toBe(true);
  runs[0]?.end({ kind: "done" });
  await stopped;
  expect(seen.needed).toBe(true);
});
