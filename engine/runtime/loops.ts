/** A department that asks the same again and again: the client sees no loop and has no limit of turns. */
import { createHash } from "node:crypto";

export const LOOP_CALLS = 3;

export interface LoopWatch {
  /** The calls that are a loop with this one: how many of the same; null for none. */
  started(call: { id: string; tool: string; input: string }): number | null;
  ended(call: { id: string; answer: string }): number | null;
}

/**
 * Three of the same call one after another are a loop, whatever comes back. With others between them
 * they are one when the answer is the same, too: then nothing has changed that could be waited for.
 */
export function createLoopWatch(limit = LOOP_CALLS): LoopWatch {
  const open = new Map<string, string>();
  const answers = new Map<string, number>();
  let last = "";
  let inRow = 0;
  return {
    started: ({ id, tool, input }) => {
      const key = digest(`${tool}\n${input}`);
      open.set(id, key);
      inRow = key === last ? inRow + 1 : 1;
      last = key;
      return inRow >= limit ? inRow : null;
    },
    ended: ({ id, answer }) => {
      const key = digest(`${open.get(id) ?? id}\n${answer}`);
      open.delete(id);
      const count = (answers.get(key) ?? 0) + 1;
      answers.set(key, count);
      return count >= limit ? count : null;
    },
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
