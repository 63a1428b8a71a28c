/**
 * Gaps that departments reported, each with a pass of the Improver as soon as there is room: what waits is
 * worked out from the record, and a gap is taken in the transaction in which its run begins, so that it
 * gets one run however often somebody looks.
 */
import { HqError } from "../company/error.ts";
import { isCapped } from "../company/schedule/by-itself.ts";
import { readConstitution } from "../files/company.ts";
import type { LedgerReads } from "../ledger/ledger.ts";
import { openPasses, settlePasses } from "./proposals/pass.ts";
import { withMemory } from "./records/with-memory.ts";
import { GAP_REPORTED, IMPROVER } from "./report-gap.ts";
import { runImprover } from "./run-improver.ts";
import type { RunReport, RunSources } from "./runs/leg.ts";
import { NobodyToAsk } from "./runs/runtime.ts";
import { openTurns, type Turns } from "./runs/turns.ts";
import { stoppedBy } from "./stop-work.ts";

const TAKEN = "gap.taken";
/** An older one waits for the next scheduled pass. */
const GAP_DAYS = 30;
const DAY_MS = 86_400_000;

export interface MendWatch {
  signal?: AbortSignal;
  turns?: Turns;
  onReport?(report: RunReport): void;
}

/** Names of lessons that were reported as gaps and have no pass yet, the oldest first. */
export async function gapsInQueue(
  { events }: Pick<LedgerReads, "events">,
  now: Date,
): Promise<string[]> {
  const since = new Date(now.getTime() - GAP_DAYS * DAY_MS).toISOString();
  const found = await events.named([GAP_REPORTED, TAKEN], since);
  const taken = new Set(found.filter(({ what }) => what === TAKEN).map(({ subject }) => subject));
  const reported = found.filter(({ what }) => what === GAP_REPORTED).map(({ subject }) => subject);
  return [...new Set(reported)].filter((name): name is string => name !== null && !taken.has(name));
}

/**
 * Collects what passes have made, and begins one for the oldest gap in the queue, where a cap over time
 * counts for the Improver. What has no room now stays in the queue.
 * @throws HqError when a pass cannot be made; LedgerError, MemoryError
 */
export async function mendGaps(sources: RunSources, watch: MendWatch = {}): Promise<void> {
  const { root, now, ledger } = sources;
  if ((await openPasses(root)).length > 0) await settlePasses(sources);
  const [lesson] = await ledger.read((tables) => gapsInQueue(tables, now()));
  if (lesson === undefined) return;
  const { constitution } = await readConstitution(root);
  const isOnBoard = constitution.departments.some(({ agent }) => agent === IMPROVER);
  if (!isOnBoard || !isCapped(IMPROVER, constitution)) return;
  if (stoppedBy(await ledger.read(({ stops }) => stops.all()), IMPROVER) !== null) return;
  const take = (detail: string) => ({
    ...{ at: now().toISOString(), who: IMPROVER, what: TAKEN, subject: lesson },
    ...{ hash: null, detail },
  });
  const { signal, turns = openTurns(), onReport } = watch;
  if (await isMended(sources, lesson)) {
    await ledger.write(({ events }) => events.add(take("mended already")));
    return;
  }
  try {
    const { run } = await turns.runExclusive(() =>
      runImprover(sources, {
        ...{ lessons: [lesson], follows: false, putsDown: true },
        ...(signal === undefined ? {} : { signal }),
        alsoWrite: async (tables, id) => {
          const queue = await gapsInQueue(tables, now());
          if (!queue.includes(lesson)) throw new HqError("wrong-state", "Another process has it.");
          await tables.events.add(take(id));
        },
      }),
    );
    if (run === null) await ledger.write(({ events }) => events.add(take("no pattern has it")));
    else await report(sources, run, onReport);
  } catch (error) {
    // It waits for room in the caps, or for a provider.
    const isLater = error instanceof HqError && error.code === "over-budget";
    if (!isLater && !(error instanceof NobodyToAsk)) throw error;
  }
}

async function report(
  { ledger }: RunSources,
  id: string,
  onReport: MendWatch["onReport"],
): Promise<void> {
  const run = await ledger.read(({ runs }) => runs.find(id));
  if (run !== null) onReport?.({ run, problems: [] });
}

/** By the Improver itself, in the chat in which it was reported, or gone. */
async function isMended({ root, now }: RunSources, lesson: string): Promise<boolean> {
  return withMemory({ root, now }, async (store) => {
    const { entities } = await store.openNodes([lesson]);
    const texts = entities.find(({ name }) => name === lesson)?.observations;
    return texts === undefined || texts.some((text) => text.startsWith("Improved:"));
  });
}
