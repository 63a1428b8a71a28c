/** Runs that are lost or failed, those of one cause together. */
import type { RunRecord } from "../../ledger/runs.ts";
import type { Stuck } from "./stuck.ts";

/** Runs of which this is said once are history after so long. */
const LOST_TOLD_MS = 7 * 86_400_000;
const FAILED_TOLD_MS = 86_400_000;
const NAMED = 3;

export interface BadEndsAbout {
  now: Date;
  /** What is told already: a due time whose run failed says why. */
  told: readonly Stuck[];
}

/** `runs` and the answer: the newest first. */
export function badEnds(runs: readonly RunRecord[], { now, told }: BadEndsAbout): Stuck[] {
  const bad = runs.filter((run) => isTold(run, now)).filter(({ id }) => !told.some(tellsOf(id)));
  const groups = Map.groupBy(bad, ({ agent, state, why }) => JSON.stringify([agent, state, why]));
  return [...groups.values()].flatMap((group) => {
    const [newest, ...others] = group;
    return newest === undefined ? [] : [stuckOf(newest, others)];
  });
}

function stuckOf(newest: RunRecord, others: readonly RunRecord[]): Stuck {
  const { id, agent, state, why } = newest;
  const names = others.slice(0, NAMED).map((run) => run.id);
  const more = others.length > NAMED ? [`${others.length - NAMED} more`] : [];
  const also = others.length === 0 ? "" : ` (so did ${[...names, ...more].join(", ")})`;
  return {
    kind: state === "lost" ? "lost-run" : "failed-run",
    subject: id,
    since: newest.endedAt ?? newest.startedAt,
    what: `${id} of ${agent} ${state === "lost" ? "is lost" : "failed"}${also}: ${why ?? "no reason is known"}`,
    help: `hq runs show ${id}`,
  };
}

function isTold({ state, endedAt, startedAt }: RunRecord, now: Date): boolean {
  const toldMs = state === "lost" ? LOST_TOLD_MS : state === "failed" ? FAILED_TOLD_MS : 0;
  return now.getTime() - Date.parse(endedAt ?? startedAt) <= toldMs && toldMs > 0;
}

function tellsOf(id: string): (stuck: Stuck) => boolean {
  return ({ kind, what }) => kind === "failing" && what.includes(` ${id}: `);
}
