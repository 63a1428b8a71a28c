/** Whether a look at what is due would write anything. Loads little: most looks end here. */
import { dueTimes } from "../company/schedule/due-times.ts";
import type { LedgerReads } from "../ledger/ledger.ts";
import type { WantedJob } from "../office/wanted-jobs.ts";

export interface Schedules {
  wanted: readonly WantedJob[];
  timeZone: string;
  now: Date;
}

/** Whether nothing is to be written: most looks find it so, and then leave the disk alone. */
export async function isQuiet(
  sources: Schedules,
  { jobs }: Pick<LedgerReads, "jobs">,
): Promise<boolean> {
  const known = await jobs.all();
  const wanted = new Map(sources.wanted.map((job) => [job.id, job]));
  if (sources.wanted.some(({ id }) => !known.some((job) => job.id === id))) return false;
  for (const job of known) {
    const rule = wanted.get(job.id);
    if ((rule === undefined) !== (job.reckonedUntil === null)) return false;
    if (rule === undefined || job.reckonedUntil === null) continue;
    if (isAhead(job.reckonedUntil, sources.now)) return false;
    if ((await jobs.unsettled(job.id)).length > 0) return false;
    if (newDueTimes(sources, rule, { from: job.reckonedUntil, limit: 1 }).length > 0) return false;
  }
  return true;
}

/** Due times after `from` up to now, the oldest first. */
export function newDueTimes(
  { timeZone, now }: Pick<Schedules, "timeZone" | "now">,
  { schedule }: Pick<WantedJob, "schedule">,
  { from, limit }: { from: string; limit: number },
): string[] {
  const question = { schedule, timeZone, after: new Date(from), until: now, limit };
  return dueTimes(question).map((time) => time.toISOString());
}

/** Later than a clock goes wrong by itself. */
export function isAhead(instant: string, now: Date): boolean {
  return Date.parse(instant) > now.getTime() + MINUTE_MS;
}

const MINUTE_MS = 60_000;
