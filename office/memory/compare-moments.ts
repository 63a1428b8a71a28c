import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { graphAt } from "./graph-at.ts";
import { type GraphDifference, graphDifference } from "./graph-difference.ts";

export interface Moments {
  /** As somebody typed it: a date, an instant, the number of a change. */
  from: string;
  /** The same; left out, now. */
  to?: string | undefined;
}

export interface Compared {
  difference: GraphDifference;
  /** The last change at each moment; null for now. */
  from: number;
  to: number | null;
}

/**
 * What changed in the memory from one moment to another.
 * @throws HqError `usage` for no moment, `not-found` when the log begins after it; MemoryError
 */
export function compareMoments(memory: FounderMemory, { from, to }: Moments): Promise<Compared> {
  return withFounderMemory(memory, async (at) => {
    const before = await graphAt(at, { text: from, now: memory.now() });
    const after =
      to === undefined
        ? { graph: await at.store.readGraph(), seq: null }
        : await graphAt(at, { text: to, now: memory.now() });
    const difference = graphDifference(before.graph, after.graph);
    return { difference, from: before.seq, to: after.seq };
  });
}
