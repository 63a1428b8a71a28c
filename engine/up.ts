/**
 * The company runs by itself until it is told to end: what is due, runs that wait, notices and what tidies up
 * are services of their own, so that one that is slow or fails keeps none of the others.
 */
import { dueTimes } from "../company/schedule/due-times.ts";
import { readConstitution } from "../files/company.ts";
import { operatingErrorSentence } from "../office/operating-errors.ts";
import type { RunReport } from "../office/runs/leg.ts";
import { wantedJobs } from "../office/wanted-jobs.ts";
import { type Bell, openBell } from "./bell.ts";
import { type Beside, openBeside } from "./beside.ts";
import { sendApproved } from "./send-approved.ts";
import { reportEnd, reportStart } from "./service-events.ts";
import { tellFounder, tidyUp } from "./standing-work.ts";
import type { RestartRule } from "./supervisor/restart-rule.ts";
import { type Service, supervise } from "./supervisor/supervise.ts";
import { type Engine, pass } from "./tick.ts";
import type { TickReport } from "./tick-report.ts";

export interface UpOptions {
  /** Ends it, after what is being done. */
  signal: AbortSignal;
  /** After a pass in which something happened. */
  onReport(report: TickReport): void;
  /** What keeps something from being done; told once while it stays the same. */
  onTrouble(sentence: string): void;
  /** Longest time between two passes, in milliseconds: an edited table or a lifted stop is seen after it. */
  longestMs?: number;
  /** When a service that ends is started again; for tests. */
  rule?: Omit<RestartRule, "services">;
}

const LONGEST_MS = 30_000;
/** Two passes never follow each other faster. */
const SHORTEST_MS = 250;

/** They need nothing of each other: the record is what they share. A bug that stays is given up within a minute. */
const RULE: Omit<RestartRule, "services"> = {
  strategy: "one_for_one",
  limit: { restarts: 5, withinMs: 10 * 60_000 },
  backoff: { firstMs: 1_000, longestMs: 30_000 },
};

/**
 * Goes on until the signal comes. What goes wrong with the first pass is thrown; later it is told, and
 * tried again. A service that ends on a bug is started again, and one that does so too often ends all.
 * @throws HqError, LedgerError of the first pass; HqError `wrong-state` when a service is given up
 */
export async function up(given: Engine, options: UpOptions): Promise<void> {
  const giveUp = new AbortController();
  const signal = AbortSignal.any([options.signal, giveUp.signal]);
  const engine: Engine = { ...given, signal };
  const troubles = openTroubles(engine, options);
  // Departments at work outlive the service that began them.
  const beside = openBeside({
    ...(engine.turns === undefined ? {} : { turns: engine.turns }),
    onError: (error) => {
      troubles("beside")(operatingErrorSentence(error) ?? `A bug in Solo HQ: ${String(error)}`);
      return true;
    },
  });
  const running: Running = {
    ...{ engine, options, troubles, beside, waits: new Map() },
    ...{ news: openBell(), work: openBell() },
  };
  try {
    tell(running, await look(running));
    await reportStart(engine);
    await supervise({
      signal,
      rule: options.rule ?? RULE,
      services: servicesOf(running),
      onEnd: (end) => reportEnd(engine, end, options.onTrouble),
    });
  } finally {
    // The signal has ended what is at work; how it ended is written down before the record is closed.
    giveUp.abort("hq up was ended, because a part of it failed again and again.");
    await beside.over();
  }
}

interface Running {
  engine: Engine;
  options: UpOptions;
  /** Of each part, what is in its way; null when nothing is any more. */
  troubles(part: string): (sentence: string | null) => void;
  beside: Beside;
  /** By job, what it was told to wait for. */
  waits: Map<string, string>;
  /** Something happened that the founder may have to hear of. */
  news: Bell;
  /** Something may have been handed over, or come back. */
  work: Bell;
}

function servicesOf(running: Running): Service[] {
  const { engine, news, work } = running;
  const onPage = (act: typeof tellFounder) => async () =>
    act(engine, (await readConstitution(engine.root)).constitution);
  return [
    { name: "what is due", run: (ends) => passes(running, ends) },
    again(running, { name: "runs that wait", bell: work, act: (ends) => carryOn(running, ends) }),
    again(running, { name: "gaps", bell: openBell(), act: (ends) => mend(running, ends) }),
    again(running, { name: "posts", bell: openBell(), act: () => sendApproved(engine) }),
    again(running, { name: "notices", bell: news, act: onPage(tellFounder) }),
    again(running, { name: "tidying up", bell: openBell(), act: onPage(tidyUp) }),
  ];
}

/** Passes, each when the next thing is due; the first was made before. */
async function passes(running: Running, ends: AbortSignal): Promise<void> {
  const { engine, options, troubles } = running;
  const bell = openBell();
  for (;;) {
    await bell.wait(await untilNext(engine, options.longestMs ?? LONGEST_MS), ends);
    if (ends.aborted) return;
    await orTrouble(troubles("what is due"), async () => tell(running, await look(running)));
  }
}

interface Repeated {
  name: string;
  /** Wakes it before its time. */
  bell: Bell;
  act(ends: AbortSignal): Promise<void>;
}

function again({ options, troubles }: Running, { name, bell, act }: Repeated): Service {
  const run = async (ends: AbortSignal) => {
    while (!ends.aborted) {
      await orTrouble(troubles(name), () => act(ends));
      await bell.wait(options.longestMs ?? LONGEST_MS, ends);
    }
  };
  return { name, run };
}

function look(running: Running): Promise<TickReport> {
  const onLater = (report: TickReport) => {
    tell(running, report);
    running.work.ring();
  };
  return pass(running.engine, { beside: running.beside, onLater });
}

async function carryOn(running: Running, signal: AbortSignal): Promise<void> {
  const onReport = ({ run }: RunReport) =>
    tell(running, { lines: [], runs: [run], clockSetBack: null });
  await running.engine.carryOn?.({ signal, onReport });
}

async function mend(running: Running, signal: AbortSignal): Promise<void> {
  const onReport = ({ run }: RunReport) =>
    tell(running, { lines: [], runs: [run], clockSetBack: null });
  await running.engine.mend?.({ signal, onReport });
}

function tell({ engine, options, news, waits }: Running, all: TickReport): void {
  // What waits is looked at every minute, and told once while it waits for the same.
  const lines = all.lines.filter(({ job, dueAt, outcome, why }) => {
    const isKnown = outcome === "waits" && waits.get(job) === `${dueAt} ${why}`;
    waits.set(job, outcome === "waits" ? `${dueAt} ${why}` : "");
    return !isKnown;
  });
  const report = { ...all, lines };
  const isAnything = lines.length > 0 || report.runs.length > 0;
  if (!isAnything && report.clockSetBack === null) return;
  engine.log?.report(report);
  options.onReport(report);
  news.ring();
}

/** What is in the way of several parts is told once, and once while it stays the same. */
function openTroubles({ log }: Engine, { onTrouble }: UpOptions): Running["troubles"] {
  const now = new Map<string, string | null>();
  return (part) => (sentence) => {
    const isKnown = [...now.values()].includes(sentence);
    now.set(part, sentence);
    if (sentence === null || isKnown) return;
    log?.write("warn", "in trouble", { why: sentence });
    onTrouble(sentence);
  };
}

/** A bug is thrown, for the supervisor. */
async function orTrouble(
  troubled: (sentence: string | null) => void,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    troubled(null);
  } catch (error) {
    const sentence = operatingErrorSentence(error);
    if (sentence === null) throw error;
    troubled(sentence);
  }
}

/** Milliseconds until something is due, within the bounds. */
async function untilNext({ root, now }: Engine, longestMs: number): Promise<number> {
  const read = await readConstitution(root).catch(() => null);
  if (read === null) return longestMs;
  const { constitution } = read;
  const after = now();
  const until = new Date(after.getTime() + longestMs);
  const { timeZone } = constitution.company;
  const next = wantedJobs(constitution)
    .flatMap(({ schedule }) => dueTimes({ schedule, timeZone, after, until, limit: 1 }))
    .map((time) => time.getTime() - after.getTime());
  return Math.max(SHORTEST_MS, Math.min(longestMs, ...next));
}
