/** The providers of models of this company: which are left alone and since when, and who asks them now. */
import { readConstitution } from "../files/company.ts";
import type { BreakerRecord, SlotRecord } from "../ledger/providers.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";

export interface ListedProvider {
  name: string;
  model: string | null;
  slots: number | null;
  /** Why it is not asked now, until when and after how many failures; null when it is. */
  leftAlone: { until: string; faults: number; why: string } | null;
  /** Runs that hold one of its slots, and runs that wait for one, the next first. */
  asking: string[];
  waiting: string[];
}

export interface ProviderQuestion {
  root: string;
  /** In the order in which they are tried. */
  providers: readonly { name: string; model: string | undefined; slots: number | null }[];
  /** Until when a breaker keeps its provider from being asked. */
  openUntil(breaker: BreakerRecord): string | null;
}

/** @throws LedgerError, HqError as `readConstitution` */
export async function listProviders(
  question: ProviderQuestion,
): Promise<{ timeZone: string; providers: ListedProvider[] }> {
  const { constitution } = await readConstitution(question.root);
  const { breakers, slots } = await lookIntoLedger(question.root, NOTHING, (ledger) =>
    ledger.read(async ({ providers }) => ({
      breakers: await providers.breakers(),
      slots: await providers.slots(),
    })),
  );
  const providers = question.providers.map(({ name, model, slots: places }) => {
    const breaker = breakers.find(({ provider }) => provider === name);
    const until = breaker === undefined ? null : question.openUntil(breaker);
    const own = slots.filter(({ provider }) => provider === name);
    const runs = (isGiven: boolean) =>
      own.filter(({ givenAt }) => (givenAt !== null) === isGiven).map(({ run }) => run);
    return {
      ...{ name, model: model ?? null, slots: places, asking: runs(true), waiting: runs(false) },
      leftAlone:
        breaker === undefined || until === null
          ? null
          : { until, faults: breaker.faults, why: breaker.why },
    };
  });
  return { timeZone: constitution.company.timeZone, providers };
}

const NOTHING = { breakers: [] as BreakerRecord[], slots: [] as SlotRecord[] };
