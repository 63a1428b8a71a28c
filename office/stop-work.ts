/** What runs by itself is stopped, all of it or one department, and may go on again. */
import path from "node:path";
import { clip } from "../company/clip.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import { readConstitution } from "../files/company.ts";
import type { LedgerWrites } from "../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";
import type { StopRecord } from "../ledger/stops.ts";
import { agentNamed } from "./people/agent-named.ts";

/** Scope of a stop of everything. */
export const ALL = "all";

const WHY_CHARS = 300;

export interface StopSources {
  root: string;
  now: Date;
}

/**
 * Stops everything, or what one department does by itself. It holds over restarts until it is lifted;
 * a scope that is stopped already keeps its first reason.
 * @throws HqError `usage` for a department that there is not; LedgerError
 */
export async function stopWork(
  sources: StopSources,
  { agent, why }: { agent: string | null; why: string | null },
): Promise<{ stop: StopRecord; isNew: boolean }> {
  const scope = await scopeOf(sources.root, agent);
  const reason = clip(why ?? "", WHY_CHARS) || "no reason given";
  const stop = { scope, at: sources.now.toISOString(), who: FOUNDER, why: reason };
  return onLedger(sources.root, async ({ stops, events }) => {
    const isNew = await stops.set(stop);
    if (isNew) await events.add(eventOf("stopped", stop));
    const known = (await stops.all()).find((each) => each.scope === scope);
    return { stop: known ?? stop, isNew };
  });
}

/**
 * Lifts a stop. What is still stopped stands in `left`.
 * @throws as `stopWork`
 */
export async function resumeWork(
  sources: StopSources,
  agent: string | null,
): Promise<{ scope: string; wasStopped: boolean; left: StopRecord[] }> {
  const scope = await scopeOf(sources.root, agent);
  return onLedger(sources.root, async ({ stops, events }) => {
    const wasStopped = await stops.lift(scope);
    const at = sources.now.toISOString();
    if (wasStopped) await events.add(eventOf("resumed", { scope, at, who: FOUNDER, why: "" }));
    return { scope, wasStopped, left: await stops.all() };
  });
}

/** Why nothing of this department may run now, null when it may. */
export function stoppedBy(stops: readonly StopRecord[], agent: string): string | null {
  const stop = stops.find(({ scope }) => scope === ALL || scope === agent);
  if (stop === undefined) return null;
  return `stopped by the ${stop.who} (${stop.why})`;
}

async function scopeOf(root: string, agent: string | null): Promise<string> {
  if (agent === null) return ALL;
  const { constitution } = await readConstitution(root);
  return agentNamed(agent, constitution);
}

function eventOf(verb: "stopped" | "resumed", { scope, at, who, why }: StopRecord) {
  return { at, who, what: `work.${verb}`, subject: scope, hash: null, detail: why || null };
}

async function onLedger<T>(root: string, body: (tables: LedgerWrites) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await ledger.write(body);
  } finally {
    await ledger.close();
  }
}
