/** A deadline that somebody wrote for a duty, on a day that is none of its own. */
import { slugOf } from "../../company/slug.ts";
import type { FounderMemory } from "./founder-memory.ts";

/**
 * The duty that the name of a new deadline means and its earliest open day, where the name's own day is none of the
 * open ones; null when it is no such deadline. To be asked before it is written, which may settle the day.
 */
export async function unsettledDay(
  memory: FounderMemory,
  name: string,
): Promise<{ obligation: string; due: string } | null> {
  const slug = /^deadline:(.+):\d{4}-\d{2}-\d{2}$/.exec(name)?.[1];
  if (slug === undefined) return null;
  // The plan and all it reads are loaded for such a name alone.
  const { listOpenDuties } = await import("../list-open-duties.ts");
  const open = await listOpenDuties(memory);
  const ofIt = open.filter(({ obligation }) => slugOf(obligation) === slugOf(slug));
  const [first] = ofIt;
  if (first === undefined || ofIt.some(({ entity }) => entity === name)) return null;
  return { obligation: first.obligation, due: first.due };
}
