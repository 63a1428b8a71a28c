/** What is done beside what is due: approved posts, the founder's notices, and once a day what tidies up. */
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { TENDED } from "../office/records/mark-names.ts";
import { NOTICE_TROUBLE } from "../office/status/stuck.ts";
import { createNotifier } from "./notify/notifier.ts";
import { sendApproved } from "./send-approved.ts";

export interface StandingSources {
  root: string;
  ledger: Ledger;
  now(): Date;
  machine: string;
  /** The process's environment; nobody is told anything when left out. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** @throws LedgerError */
export async function standingWork(
  engine: StandingSources,
  constitution: Constitution,
): Promise<void> {
  await sendApproved(engine);
  await tellFounder(engine, constitution);
  await tidyUp(engine, constitution);
}

/** @throws LedgerError */
export async function tellFounder(
  engine: StandingSources,
  constitution: Constitution,
): Promise<void> {
  const { root, ledger, machine, env = {} } = engine;
  const notifier = createNotifier(env);
  if (notifier === null) return;
  const now = () => engine.now();
  const quiet = env.HQ_NOTIFY_QUIET;
  // Loaded when there is somebody to tell: most passes find nothing to do, and are to be quick.
  const { sendNotices } = await import("../office/send-notices.ts");
  try {
    await sendNotices({ root, ledger, constitution, now, machine, notifier, quiet });
    await trouble(engine, "");
  } catch (error) {
    // Quiet hours that cannot be read keep notices back, and nothing else: hq status says so.
    if (!(error instanceof HqError)) throw error;
    await trouble(engine, error.message);
  }
}

async function trouble({ ledger }: StandingSources, sentence: string): Promise<void> {
  const known = await ledger.read(({ marks }) => marks.get(NOTICE_TROUBLE));
  if ((known ?? "") === sentence) return;
  await ledger.write(({ marks }) => marks.set(NOTICE_TROUBLE, sentence));
}

/** Once a day of the company. @throws LedgerError */
export async function tidyUp(engine: StandingSources, constitution: Constitution): Promise<void> {
  const { root, ledger } = engine;
  const { timeZone } = constitution.company;
  const now = engine.now();
  const today = dateIn(now, timeZone);
  const { tended, isAny } = await ledger.read(async ({ marks, runs }) => ({
    tended: await marks.get(TENDED),
    isAny: (await runs.list(1)).length > 0,
  }));
  if (tended === today || !isAny) return;
  const { pruneRuns } = await import("../office/prune-runs.ts");
  const { keepSynthesis } = await import("../office/synthesize-runs.ts");
  await keepSynthesis(ledger, { now, timeZone });
  await pruneRuns({ root, now, dryRun: false }).catch((error: unknown) => {
    // What cannot be removed today is tried again tomorrow.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
  });
  await ledger.write(({ marks }) => marks.set(TENDED, today));
}
