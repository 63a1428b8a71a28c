/** The record's side of a run that goes on: its lease is prolonged, and a stop or a cap in it ends the run. */
import type { Ledger } from "../../ledger/ledger.ts";
import type { RunRecord, RunUsage } from "../../ledger/runs.ts";
import { stoppedBy } from "../stop-work.ts";
import type { CapWatch } from "./budget.ts";

interface WatchedRun {
  ledger: Ledger;
  now(): Date;
  run: RunRecord;
  caps: CapWatch;
  /** Ends the run as well. */
  signal?: AbortSignal | undefined;
}

export interface RecordWatch {
  /** Aborted with a sentence as its reason. */
  signal: AbortSignal;
  /** What is written down at once, and compared with the caps. */
  used(usage: RunUsage): void;
  close(): void;
}

/** A stop is seen within this and the time of one reading: two seconds were promised. */
const LOOK_MS = 500;
const RENEW_MS = 10_000;
const LEASE_MS = 60_000;
/** What others use meanwhile narrows a cap, too. */
const COMPARE_MS = 2_000;
/** A record that cannot be read for so long cannot be asked whether the run was stopped. */
const BLIND_MS = 15_000;

/** Looks into the record until it is closed. */
export function watchRecord({ ledger, now, run, caps, signal }: WatchedRun): RecordWatch {
  const end = new AbortController();
  // Of earlier legs: a sign of life must not take away what they used.
  let usage = run.usage;
  let seenAt = performance.now();
  let renewedAt = seenAt;
  // A run that is taken up again may have come to a cap while it waited.
  let comparedAt = Number.NEGATIVE_INFINITY;
  let isNews = false;
  let isOpen = true;
  const look = async () => {
    const stopped = stoppedBy(await ledger.read(({ stops }) => stops.all()), run.agent);
    seenAt = performance.now();
    if (stopped !== null) end.abort(`It was ${stopped}.`);
    const mustRenew = isNews || seenAt - renewedAt >= RENEW_MS;
    if (!isOpen || !(mustRenew || seenAt - comparedAt >= COMPARE_MS)) return;
    isNews = false;
    const leaseUntil = new Date(now().getTime() + LEASE_MS).toISOString();
    const known = { leaseUntil, usage, leg: run.leg };
    const { isMine, passed } = await ledger.write(async (tables) => ({
      isMine: !mustRenew || (await tables.runs.renew(run.id, known)),
      passed: await caps.look(tables),
    }));
    comparedAt = performance.now();
    if (mustRenew) renewedAt = comparedAt;
    if (!isOpen) return;
    if (!isMine) end.abort("Another hq has given this run up and written down its end.");
    if (passed !== null) end.abort(passed);
  };
  const lookNow = () => {
    look().catch((error: unknown) => {
      if (!isOpen || performance.now() - seenAt < BLIND_MS) return;
      const found = error instanceof Error ? error.message : String(error);
      end.abort(
        `The record could not be read for ${BLIND_MS / 1000} seconds, so a stop would not be seen: ${found}`,
      );
    });
  };
  const timer = setInterval(lookNow, LOOK_MS);
  const pass = () => end.abort(signal?.reason);
  if (signal?.aborted === true) pass();
  else signal?.addEventListener("abort", pass, { once: true });
  return {
    signal: end.signal,
    used: (now) => {
      usage = now;
      caps.used(now);
      isNews = true;
      lookNow();
    },
    close: () => {
      isOpen = false;
      clearInterval(timer);
      signal?.removeEventListener("abort", pass);
    },
  };
}
