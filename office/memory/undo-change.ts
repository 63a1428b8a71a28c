import type { UndoOutcome } from "../../mcp-memory/store/history/undo.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Takes a change back by a new one; with `withDependents` also later changes that build on it, which
 * otherwise are named and nothing is changed.
 * @throws MemoryError for a change that there is not
 */
export function undoChange(
  memory: FounderMemory,
  { seq, withDependents }: { seq: number; withDependents: boolean },
): Promise<UndoOutcome> {
  return withFounderMemory(memory, ({ store }) => store.history.undo(seq, withDependents));
}
