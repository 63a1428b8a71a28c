/** Which runs wait, for whom, and what keeps them. */
import type { LedgerReads } from "../ledger/ledger.ts";
import { askedBy, nextSteps, type Stuck } from "./runs/waiting.ts";

/** What a run asked of another department. */
export interface AskedOf {
  /** `H-3`. */
  handOver: string;
  agent: string;
  review: string | null;
  /** The run that does it, null until it began. */
  run: string | null;
  /** `not begun`, `not done`, or the state of that run. */
  state: string;
}

export interface WaitingRun {
  run: string;
  agent: string;
  since: string;
  /** `crash`: it does not wait for anybody, its hq is dead. */
  for: "answers" | "crash";
  asked: AskedOf[];
  /** Why it does not go on by itself; null while somebody is at work, or would be with the next pass. */
  stuck: string | null;
}

/** What waits, the oldest first. Nothing is settled by looking. */
export async function waitingRuns(
  tables: Pick<LedgerReads, "runs" | "handOvers" | "stops">,
  now: Date,
): Promise<WaitingRun[]> {
  const { stuck } = await nextSteps(tables, { now });
  const waiting: WaitingRun[] = [];
  for (const { id, agent, waiting: wait } of await tables.runs.waiting()) {
    if (wait === null) continue;
    const asked = wait.for === "crash" ? [] : await whatItAsked(tables, id);
    const why = stuckWords(stuck.filter(({ run }) => run === id));
    waiting.push({ run: id, agent, since: wait.since, for: wait.for, asked, stuck: why });
  }
  return waiting;
}

/** What a run asked of others, told or not. */
export async function whatItAsked(
  tables: Pick<LedgerReads, "runs" | "handOvers">,
  run: string,
): Promise<AskedOf[]> {
  return (await askedBy(tables, run)).map(({ handOver, child }) => {
    const { id, agent, review, closedWhy } = handOver;
    const state = closedWhy === null ? (child?.state ?? "not begun") : "not done";
    return { handOver: id, agent, review, run: child?.id ?? null, state };
  });
}

function stuckWords(stuck: readonly Stuck[]): string | null {
  return stuck.length === 0 ? null : [...new Set(stuck.map(({ why }) => why))].join("; ");
}
