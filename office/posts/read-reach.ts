/** The reach of posts as memory has it: for the table of the last weeks. */
import { dateIn } from "../../company/dates.ts";
import {
  parseReach,
  REACH_PREFIX,
  WEEKS_ASKED,
  type WeekReach,
  weeksUntil,
} from "../../company/posts/reach.ts";
import { readConstitution } from "../../files/company.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { withMemory } from "../records/with-memory.ts";

export interface ChannelReach {
  /** As its entity calls it: `x`, `devto`. */
  channel: string;
  /** One for each of the last weeks, the oldest first; null for a week without a reading. */
  weeks: { week: string; reach: WeekReach | null }[];
}

/** Channels that have a reading of the last four weeks. @throws HqError, MemoryError */
export async function readReach({
  root,
  now,
}: {
  root: string;
  now(): Date;
}): Promise<ChannelReach[]> {
  const { constitution } = await readConstitution(root);
  const today = dateIn(now(), constitution.company.timeZone);
  return withMemory({ root, now }, (store) => reachIn(store, today));
}

/** `today` is an ISO date. */
export async function reachIn(
  store: Pick<MemoryStore, "readGraph">,
  today: string,
): Promise<ChannelReach[]> {
  const { entities } = await store.readGraph();
  const weeks = weeksUntil(today, WEEKS_ASKED);
  return entities
    .filter(({ name, entityType }) => entityType === "metric" && name.startsWith(REACH_PREFIX))
    .map(({ name, observations }) => {
      const read = observations.map(parseReach).filter((each) => each !== null);
      return {
        channel: name.slice(REACH_PREFIX.length),
        weeks: weeks.map((week) => ({
          week,
          reach: read.findLast((each) => each.week === week) ?? null,
        })),
      };
    })
    .filter((each) => each.weeks.some(({ reach }) => reach !== null));
}
