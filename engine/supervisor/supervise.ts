/** Services that go on for as long as they are wanted, each started again when it ends before. */
import { setTimeout as pause } from "node:timers/promises";
import { HqError } from "../../company/error.ts";
import { afterEnd, begun, dueStarts, type RestartRule, type Supervised } from "./restart-rule.ts";

export interface Service {
  name: string;
  /** Contract: resolves soon after the signal, and not before. */
  run(signal: AbortSignal): Promise<void>;
}

export interface ServiceEnd {
  service: string;
  error: unknown;
  /** Whether it is started again; otherwise all are ended. */
  isRestarted: boolean;
}

export interface SupervisedServices {
  /** In the order in which they are started. */
  services: readonly Service[];
  rule: Omit<RestartRule, "services">;
  /** Ends them all. */
  signal: AbortSignal;
  /** Told of each end that was not wanted. Contract: does not throw. */
  onEnd(end: ServiceEnd): Promise<void>;
  /** Milliseconds of a clock that is never set back. */
  nowMs?(): number;
}

/**
 * Resolves when the signal has come and every service has ended.
 * @throws HqError `wrong-state` when one ended more often than the rule allows; the others have ended then
 */
export async function supervise(wanted: SupervisedServices): Promise<void> {
  const { signal, onEnd, nowMs = () => performance.now() } = wanted;
  const services = new Map(wanted.services.map((service) => [service.name, service]));
  const rule: RestartRule = { ...wanted.rule, services: [...services.keys()] };
  const room = openRoom();
  let state = begun(rule, nowMs());
  try {
    while (!signal.aborted) {
      const { start, next } = dueStarts(rule, state, nowMs());
      state = next;
      for (const name of start) room.start(services.get(name) as Service);
      const ended = await room.ended(untilStart(state, nowMs()), signal);
      if (ended === null || signal.aborted) continue;
      const { service, error } = ended;
      const after = afterEnd(rule, state, { service, atMs: nowMs() });
      await onEnd({ service, error, isRestarted: after.kind === "restart" });
      if (after.kind === "give-up") throw gaveUp(rule, ended);
      for (const name of after.stop) await room.stop(name);
      state = after.next;
    }
  } finally {
    for (const name of rule.services.toReversed()) await room.stop(name);
  }
}

/** null when nothing waits to be started. */
function untilStart({ startAt }: Supervised, nowMs: number): number | null {
  const times = Object.values(startAt);
  return times.length === 0 ? null : Math.max(0, Math.min(...times) - nowMs);
}

function gaveUp(
  { limit }: RestartRule,
  { service, error }: { service: string; error: unknown },
): HqError {
  const found = error instanceof Error ? error.message : String(error);
  return new HqError(
    "wrong-state",
    `Cannot go on by itself: its part "${service}" ended ${limit.restarts + 1} times within ${Math.round(limit.withinMs / 60_000)} minutes, expected it to go on; the last time: ${found.replace(/\.$/, "")}. What was at work was ended in order.`,
    {
      hint: "What happened stands in .hq/log/engine.jsonl. Start hq up again when it is mended.",
      cause: error,
    },
  );
}

interface Ended {
  service: string;
  error: unknown;
}

/** The services that are at work. */
function openRoom() {
  const working = new Map<string, { ending: AbortController; done: Promise<void> }>();
  const ends: Ended[] = [];
  let ring = () => {};
  return {
    start: ({ name, run }: Service): void => {
      const ending = new AbortController();
      const done = Promise.resolve()
        .then(() => run(ending.signal))
        .then(
          () => new Error("it ended without being told to"),
          (error: unknown) => error,
        )
        .then((error) => {
          working.delete(name);
          // What it says while it is stopped is no end of its own.
          if (!ending.signal.aborted) ends.push({ service: name, error });
          ring();
        });
      working.set(name, { ending, done });
    },
    stop: async (name: string): Promise<void> => {
      const service = working.get(name);
      service?.ending.abort();
      await service?.done;
      const at = ends.findIndex((end) => end.service === name);
      if (at >= 0) ends.splice(at, 1);
    },
    /** The next end that was not wanted; null when the time is over or the signal has come. */
    ended: async (withinMs: number | null, signal: AbortSignal): Promise<Ended | null> => {
      if (ends.length === 0) {
        const waiting = new AbortController();
        const either = AbortSignal.any([signal, waiting.signal]);
        ring = () => waiting.abort();
        // Timers hold 2^31 milliseconds: without a start to wait for, a day is as good as any.
        await pause(Math.min(withinMs ?? DAY_MS, DAY_MS), undefined, { signal: either }).catch(
          () => {},
        );
      }
      return ends.shift() ?? null;
    },
  };
}

const DAY_MS = 86_400_000;
