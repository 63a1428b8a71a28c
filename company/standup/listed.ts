import type { Listed } from "./types.ts";

/** Lines of any list of the plan but the day plan itself. */
export const LIST_LIMIT = 10;

/** The head of a list that is in its order already. */
export function listed<T>(items: readonly T[], limit = LIST_LIMIT): Listed<T> {
  return { count: items.length, items: items.slice(0, limit) };
}

/** By character codes: the same order on every machine and in every language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
