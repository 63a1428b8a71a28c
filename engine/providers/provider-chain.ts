/**
 * Runs on several providers of models: the first that is not left alone is asked, and when it fails the run
 * goes on with the next, in the same session. What failed is left alone for a while, for all processes.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type Provider, readProviders } from "../../company/providers/read-providers.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { withoutSecret } from "../../office/runs/held-back.ts";
import {
  type LeftSession,
  NO_USAGE,
  NobodyToAsk,
  type RunJob,
  type RunOutcome,
  type Runtime,
  type RunWatch,
} from "../../office/runs/runtime.ts";
import { reasonOf } from "../runtime/stop-reason.ts";
import { afterFault, type Fault, faultOf, openUntil } from "./breaker.ts";

export interface ChainSources {
  ledger: Ledger;
  now(): Date;
  env: Readonly<Record<string, string | undefined>>;
  /**
   * The client with the environment. `mayLeave`: another provider stands ready, so that a refusal is
   * not waited out.
   */
  clientWith(env: ChainSources["env"], mayLeave: boolean): Runtime;
  /** Of the run, for a provider with few slots: the lower, the sooner. */
  priorityOf(run: string): Promise<number>;
  /** Writes down what is lost: a place that a dead run holds is free only then. */
  settleLost(): Promise<unknown>;
}

/** As the plain client when the environment names no providers. */
export function createProviderChain(sources: ChainSources): Runtime {
  const plain = sources.clientWith(sources.env, false);
  return {
    ...plain,
    requireReady: async () => {
      const providers = readProviders(sources.env);
      await plain.requireReady?.();
      await requireAnyReady(sources, providers);
    },
    run: (job, watch) => {
      const providers = readProviders(sources.env);
      if (providers.length === 0) return plain.run(job, watch);
      const leftSession = plain.leftSession ?? (() => Promise.resolve(NOTHING_LEFT));
      return runOnChain({ ...sources, providers, leftSession }, job, watch);
    },
  };
}

const NOTHING_LEFT: LeftSession = { kind: "none", usage: NO_USAGE };

interface Chain extends ChainSources {
  providers: readonly Provider[];
  leftSession(session: string): Promise<LeftSession>;
}

const LOOK_MS = 500;
/** One run tries a provider whose time is over; the others leave it alone for as long. */
const TRIAL_MS = 3 * 60_000;
const GO_ON = "The provider of the model was changed. Go on where you were.";

async function runOnChain(chain: Chain, job: RunJob, watch: RunWatch): Promise<RunOutcome> {
  const passed: string[] = [];
  let timeoutMs = job.timeoutMs;
  let attempt = job;
  let usage = NO_USAGE;
  let isAnyAsked = false;
  for (const [at, provider] of chain.providers.entries()) {
    const shut = await leftAlone(chain, provider);
    if (shut !== null) {
      passed.push(leftAloneWords({ name: provider.name, ...shut }));
      continue;
    }
    isAnyAsked = true;
    const mayLeave = await isAnyReady(chain, chain.providers.slice(at + 1));
    const outcome = await inSlot(chain, { provider, job, watch }, async () => {
      const client = chain.clientWith(provider.env, mayLeave);
      const model = job.model ?? provider.model;
      const named = model === undefined ? {} : { model };
      // The wait for a place is none of the run's own time.
      const startedMs = performance.now();
      const ended = await client.run({ ...attempt, ...named, timeoutMs }, watch);
      timeoutMs -= performance.now() - startedMs;
      return ended;
    });
    if (outcome === null) return { state: "stopped", why: reasonOf(watch.signal), usage };
    usage = outcome.usage;
    const fault = faultIn(outcome);
    if (fault === null) {
      // What was stopped, or failed before it asked, says nothing of whom it would have asked.
      const hasAsked = outcome.state === "failed" && outcome.usage.calls > 0;
      if (outcome.state === "done" || hasAsked) await answered(chain, provider);
      return outcome;
    }
    // A provider may say the key back that it refuses.
    const why = outcome.state === "done" ? "" : await withoutSecret(outcome.why);
    await failed(chain, { provider: provider.name, fault, why });
    passed.push(`${provider.name}: ${why}`);
    watch.onEvent({ kind: "trouble", text: `The provider ${provider.name} failed. ${why}` });
    const left = await chain.leftSession(job.session);
    if (left.kind === "torn") return outcome;
    attempt = left.kind === "whole" ? { ...job, isResumed: true, prompt: GO_ON } : job;
  }
  return { state: "failed", why: nobody(passed), usage, nobodyAsked: !isAnyAsked };
}

/** @throws NobodyToAsk when each of them is left alone */
async function requireAnyReady(
  { ledger, now }: Pick<ChainSources, "ledger" | "now">,
  providers: readonly Provider[],
): Promise<void> {
  if (providers.length === 0) return;
  const breakers = await ledger.read((tables) => tables.providers.breakers());
  const shut = providers.flatMap(({ name }) => {
    const breaker = breakers.find((each) => each.provider === name) ?? null;
    const until = openUntil(breaker, now());
    return until === null ? [] : [{ name, until, why: breaker?.why ?? "" }];
  });
  if (shut.length < providers.length) return;
  const [first = ""] = shut.map(({ until }) => until).sort();
  throw new NobodyToAsk(first, shut.map(leftAloneWords));
}

function leftAloneWords({
  name,
  until,
  why,
}: {
  name: string;
  until: string;
  why: string;
}): string {
  return `${name} is left alone until ${until} (${why}).`;
}

function nobody(passed: readonly string[]): string {
  return `No provider could be asked. ${passed.join(" ")} See them with: hq providers`;
}

/** Null unless the provider is what failed. */
function faultIn(outcome: RunOutcome): Fault | null {
  if (outcome.state !== "failed" || outcome.failure === undefined) return null;
  return faultOf(outcome.failure);
}

/** Null when the provider may be asked, and then nobody else tries one whose time is just over. */
async function leftAlone(
  { ledger, now }: Chain,
  { name }: Provider,
): Promise<{ until: string; why: string } | null> {
  return ledger.write(async ({ providers }) => {
    const breaker = (await providers.breakers()).find((each) => each.provider === name);
    if (breaker === undefined) return null;
    const until = openUntil(breaker, now());
    if (until !== null) return { until, why: breaker.why };
    const tried = new Date(now().getTime() + TRIAL_MS).toISOString();
    await providers.putBreaker({ ...breaker, openUntil: tried });
    return null;
  });
}

async function isAnyReady({ ledger, now }: Chain, later: readonly Provider[]): Promise<boolean> {
  const breakers = await ledger.read(({ providers }) => providers.breakers());
  return later.some(
    ({ name }) =>
      openUntil(breakers.find((each) => each.provider === name) ?? null, now()) === null,
  );
}

/** Runs the body when the provider has room; null when the run is stopped while it waits. */
async function inSlot(
  { ledger, now, priorityOf, settleLost }: Chain,
  { provider, job, watch }: { provider: Provider; job: RunJob; watch: RunWatch },
  body: () => Promise<RunOutcome>,
): Promise<RunOutcome | null> {
  const { name, slots } = provider;
  if (slots === null) return body();
  const priority = await priorityOf(job.run);
  const ask = () =>
    ledger.write(({ providers }) =>
      providers.askSlot({
        ...{ provider: name, run: job.run, priority, at: now().toISOString(), slots },
      }),
    );
  try {
    for (let isFirst = true; !(await ask()); isFirst = false) {
      if (watch.signal.aborted) return null;
      const places = slots === 1 ? "one place" : `${slots} places`;
      if (isFirst) {
        watch.onEvent({ kind: "trouble", text: `Waits for ${name}, which has ${places}.` });
      }
      await settleLost();
      await pause(LOOK_MS);
    }
    return await body();
  } finally {
    await ledger.write(({ providers }) => providers.leaveSlot(name, job.run));
  }
}

async function answered({ ledger, now }: Chain, { name }: Provider): Promise<void> {
  await ledger.write(async ({ providers, events }) => {
    if (!(await providers.dropBreaker(name))) return;
    const about = { who: "hq", subject: name, hash: null, detail: null };
    await events.add({ at: now().toISOString(), what: "provider.answers", ...about });
  });
}

async function failed(
  { ledger, now }: Chain,
  { provider, fault, why }: { provider: string; fault: Fault; why: string },
): Promise<void> {
  await ledger.write(async ({ providers, events }) => {
    const before = (await providers.breakers()).find((each) => each.provider === provider) ?? null;
    const breaker = afterFault(before, { provider, fault, why, now: now() });
    await providers.putBreaker(breaker);
    const about = { who: "hq", subject: provider, hash: null, detail: why };
    await events.add({ at: breaker.at, what: "provider.failed", ...about });
  });
}
