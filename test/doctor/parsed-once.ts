/** Reads each page once: a hundred copies of the kit that differ in a file or two are mostly one text. */
import type * as parser from "mdast-util-from-markdown";

/** The parser's module with a memory. Its trees are shared, and frozen, so that nobody can change one unseen. */
export function parsedOnce(module: typeof parser): typeof parser {
  const trees = new Map<string, unknown>();
  const parse = module.fromMarkdown as (...asked: unknown[]) => unknown;
  const remembered = (...asked: unknown[]) => {
    const key = JSON.stringify(asked, withFunctions);
    if (!trees.has(key)) trees.set(key, frozen(parse(...asked)));
    return trees.get(key);
  };
  return { ...module, fromMarkdown: remembered as typeof parser.fromMarkdown };
}

const known = new Map<unknown, string>();

/** Extensions are objects with functions in them: each function has a number. */
function withFunctions(_key: string, value: unknown): unknown {
  if (typeof value !== "function") return value;
  if (!known.has(value)) known.set(value, `function ${known.size}`);
  return known.get(value);
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
