/**
 * The pass that finds nothing to do, and it is nearly all of them. It decides nothing: wherever anything
 * might be to do, the whole pass is made.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { dateIn } from "../company/dates.ts";
import { dueTimes } from "../company/schedule/due-times.ts";
import { BUILD } from "../files/build-id.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { isLedgerLost, LEDGER_FILE, openLedger } from "../ledger/open.ts";
import { hasOpenApproval } from "../office/posts/open-approvals.ts";
import { BEGAN, TENDED } from "../office/records/mark-names.ts";
import { machineName } from "./holder.ts";
import { isQuiet } from "./is-quiet.ts";
import { readKeptJobs } from "./kept-jobs.ts";

export interface QuietSources {
  root: string;
  now: Date;
  env: Readonly<Record<string, string | undefined>>;
  /** Of these programs; for tests. */
  build?: string | null;
}

export interface Quiet {
  timeZone: string;
  /** What is due next; null for nothing within five years. */
  next: { job: string; at: string } | null;
}

const AHEAD_MS = 5 * 366 * 86_400_000;

/**
 * Null when a whole pass has to be made.
 * @throws LedgerError
 */
export async function quietTick(sources: QuietSources): Promise<Quiet | null> {
  const { root, now, env, build = BUILD } = sources;
  // Whoever wants to hear of things is told of the calendar's, too.
  if ((env.HQ_NOTIFY ?? "").trim() !== "") return null;
  const text = await readText(path.join(root, CONSTITUTION_FILE));
  const kept = text === null ? null : await readKeptJobs({ root, text, build });
  if (kept === null || kept.runner !== machineName(env)) return null;
  const file = path.join(root, LEDGER_FILE);
  if (!existsSync(file) || isLedgerLost(file)) return null;
  const { wanted, timeZone } = kept;
  const ledger = await openLedger({ file });
  try {
    const isNothing = await ledger.read(async (tables) => {
      const { marks, runs, handOvers } = tables;
      if ((await marks.get(BEGAN)) === null) return false;
      if ((await runs.running()).length > 0 || (await runs.waiting()).length > 0) return false;
      // A run may end without waiting for what it handed over.
      if ((await handOvers.unbegun(1)).length > 0) return false;
      if (await hasOpenApproval(root, tables)) return false;
      const isTidy = (await marks.get(TENDED)) === dateIn(now, timeZone);
      if (!isTidy && (await runs.list(1)).length > 0) return false;
      return isQuiet({ wanted, timeZone, now }, tables);
    });
    return isNothing ? { timeZone, next: nextOf(kept.wanted, timeZone, now) } : null;
  } finally {
    await ledger.close();
  }
}

function nextOf(
  wanted: readonly { id: string; schedule: string }[],
  timeZone: string,
  now: Date,
): Quiet["next"] {
  const after = new Date(now.getTime() - 1);
  const until = new Date(now.getTime() + AHEAD_MS);
  const all = wanted.flatMap(({ id, schedule }) => {
    const [at] = dueTimes({ schedule, timeZone, after, until, limit: 1 });
    return at === undefined ? [] : [{ job: id, at: at.toISOString() }];
  });
  return all.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}
