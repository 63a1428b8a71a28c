/** What a pass of the Improver needs, with a client that writes one line into a page. */
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { openLedger } from "../../../ledger/open.ts";
import type { RunSources } from "../../../office/runs/leg.ts";
import type { RunJob, RunOutcome } from "../../../office/runs/runtime.ts";
import { MORE, NOW, SKILL } from "./company.ts";

const USAGE = { calls: 1, inputTokens: 10, outputTokens: 5 };
export const RESULT =
  '```json\n{"effect": "Posts take prices from memory.", "check": "No old price in 30 days."}\n```';

/** Writes the line into the skill of the worktree where it is not yet, and is done. */
export async function writeLine({ workplace = "" }: RunJob): Promise<RunOutcome> {
  const file = path.join(workplace, SKILL);
  if (!readFileSync(file, "utf8").endsWith(MORE)) appendFileSync(file, MORE);
  return { state: "done", result: RESULT, usage: USAGE };
}

/** `work` is what the department does; every other process is taken for dead. */
export async function improving(
  root: string,
  work: (job: RunJob) => Promise<RunOutcome> = writeLine,
): Promise<RunSources & { close(): Promise<void> }> {
  const ledger = await openLedger({ file: path.join(root, ".hq", "hq.db") });
  const holder = `here:${process.pid}`;
  return {
    ...{ root, ledger, holder, now: () => NOW },
    isGone: (other) => other !== holder,
    newSession: () => crypto.randomUUID(),
    runtime: {
      run: (job) => work(job),
      endLeftOvers: () => Promise.resolve(0),
      leftSession: () => Promise.resolve({ kind: "none", usage: USAGE }),
    },
    close: () => ledger.close(),
  };
}
