/** What runs by itself and needs the founder: missed again and again, stopped, near a cap. For the plan of the day. */
import type { Constitution } from "../../company/constitution/types.ts";
import { dateIn } from "../../company/dates.ts";
import { LedgerError } from "../../ledger/error.ts";
import type { DueRecord } from "../../ledger/jobs.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { StopRecord } from "../../ledger/stops.ts";
import { stuckPosts } from "../status/stuck-posts.ts";
import { wantedJobs } from "../wanted-jobs.ts";
import { lookIntoLedger } from "./look-into-ledger.ts";

/** Two misses of one job are a habit. */
const CHRONIC = 2;
const LOOKED_AT = 10;
const ALERTS_TOLD_MS = 86_400_000;
const EVENTS_LOOKED_AT = 10_000;
/** Older misses are nobody's work today. */
const LOOK_BACK_MS = 30 * 86_400_000;

/** One sentence each; none in a company that does not run by itself. */
export async function missedJobs(
  { root, now }: { root: string; now: Date },
  constitution: Constitution,
): Promise<string[]> {
  const { runner, timeZone } = constitution.company;
  const wanted = wantedJobs(constitution);
  try {
    return await lookIntoLedger(root, [], (ledger) =>
      ledger.read(async ({ jobs, stops, events, outbox }) => {
        const posts = await stuckPosts({ outbox }, now);
        const alerts = [
          ...posts.map(({ what, help }) => `${what} ${help}`),
          ...(await budgetAlerts(events, now)),
        ];
        // Without a runner nobody is expected to do what is due; a founder's own runs spend all the same.
        if (runner === null) return alerts;
        const told = (await stops.all()).map((stop) => stopSentence(stop, timeZone));
        told.push(...alerts);
        for (const { id, prompt } of wanted) {
          const settled = await jobs.settled(id, LOOKED_AT);
          const sentence = chronicSentence(prompt, recent(settled, now), timeZone);
          if (sentence !== null) told.push(sentence);
        }
        return told;
      }),
    );
  } catch (error) {
    if (error instanceof LedgerError) return [error.message];
    throw error;
  }
}

/** Those since the plan of the day before. */
async function budgetAlerts({ since }: LedgerReads["events"], now: Date): Promise<string[]> {
  const from = new Date(now.getTime() - ALERTS_TOLD_MS).toISOString();
  const found = await since(from, EVENTS_LOOKED_AT);
  return found.flatMap(({ what, detail }) =>
    what === "budget.alert" && detail !== null ? [`${detail} See hq spend.`] : [],
  );
}

function recent(settled: readonly DueRecord[], now: Date): DueRecord[] {
  return settled.filter(({ dueAt }) => now.getTime() - Date.parse(dueAt) <= LOOK_BACK_MS);
}

function chronicSentence(
  prompt: string,
  settled: readonly DueRecord[],
  timeZone: string,
): string | null {
  const missed = settled.filter(({ state }) => state === "missed");
  const last = missed[0];
  if (missed.length < CHRONIC || last === undefined) return null;
  const day = dateIn(new Date(last.dueAt), timeZone);
  return `Chronic miss: ${prompt} did not run ${missed.length} of its last ${settled.length} times (the last: ${day}; ${last.why ?? "no reason is known"}). hq jobs --log tells all.`;
}

function stopSentence({ scope, at, why }: StopRecord, timeZone: string): string {
  const what = scope === "all" ? "Everything that runs by itself" : `What ${scope} does by itself`;
  return `${what} is stopped since ${dateIn(new Date(at), timeZone)} (${why}); hq resume lifts it.`;
}
