/**
 * Starts runs one after another whose client makes calls until it is told to end; prints what it used:
 * `tries`, then `size` tokens a call, at most `calls` of them. With "hang" it stays in its first run.
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HqError } from "../../../company/error.ts";
import { holderHere, isGone, machineName } from "../../../engine/holder.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { runDepartment } from "../../../office/run-department.ts";
import type { Runtime } from "../../../office/runs/runtime.ts";

const [root = "", tries = "1", size = "10", calls = "5", how = ""] = process.argv.slice(2);
const ledger = await openLedger({ file: path.join(root, LEDGER_FILE), busyMs: 30_000 });
const machine = machineName({});
let total = 0;

const runtime: Runtime = {
  endLeftOvers: () => Promise.resolve(0),
  run: async (_job, { onEvent, signal }) => {
    let used = usageOf(0);
    const ended = new Promise((resolve) => signal.addEventListener("abort", resolve));
    for (let call = 1; call <= Number(calls) && !signal.aborted; call += 1) {
      used = usageOf(call);
      total += Number(size);
      onEvent({ kind: "usage", usage: used });
      // A model thinks for longer than the record takes; a machine at its limits has its time, too.
      await Promise.race([ended, seenIn(call)]);
      if (how === "hang") {
        process.stdout.write("hangs\n");
        await pause(600_000);
      }
    }
    if (!signal.aborted) return { state: "failed", why: "It stood still.", usage: used };
    return { state: "stopped", why: String(signal.reason), usage: used };
  },
};

/** Until the record has what was used, and was compared. */
async function seenIn(call: number): Promise<void> {
  for (;;) {
    const running = await ledger.read(({ runs }) => runs.running());
    const mine = running.find(({ holder }) => holder === holderHere(machine));
    if (mine === undefined || mine.usage.calls >= call) break;
    await pause(2);
  }
  await pause(5);
}

function usageOf(call: number) {
  const tokens = { calls: call, inputTokens: call * Number(size), outputTokens: 0 };
  const more = { model: "scripted", cachedTokens: 0, estimatedCalls: 0, credits: null };
  return { ...tokens, byModel: [{ ...tokens, ...more }] };
}

const why: string[] = [];
for (let left = Number(tries); left > 0; left -= 1) {
  try {
    const { run } = await runDepartment(
      {
        ...{ root, ledger, runtime, now: () => new Date(), holder: holderHere(machine) },
        newSession: () => randomUUID(),
        isGone: (holder) => isGone(holder, machine),
      },
      { agent: "marketing", task: "Spend." },
    );
    why.push(`${run.state}: ${run.why ?? ""}`);
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    why.push(`${error.code}: ${error.message}`);
  }
}
process.stdout.write(`${JSON.stringify({ total, why })}\n`);
await ledger.close();
