/** Merges our keys into the JSON configuration that a repository has already. */

export type JsonMerge =
  /** `added` names what was put in; empty when all of it was there. */
  | { kind: "merged"; text: string; added: string[]; kept: string[] }
  /** The file is not plain JSON (comments, a trailing comma, a mistake), so it is left alone. */
  | { kind: "not-json"; reason: string };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * The file's own keys and values stay; ours are added where there is none. Lists (of hooks) get the
 * entries that they lack. `whole` names the object whose entries are one thing each and are never
 * mixed (`mcpServers`): a server of the founder's with our name is kept as it is. One that starts our
 * program is ours, of an older version perhaps, and gets the settings that it lacks.
 */
export function mergeJson(existing: string, ours: string, whole: string | null): JsonMerge {
  const bom = existing.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = existing.slice(bom.length);
  const mine = body.trim() === "" ? {} : parsed(body);
  const wanted = parsed(ours);
  if (!isObject(mine)) {
    return { kind: "not-json", reason: "it is not a plain JSON object (comments?)" };
  }
  if (!isObject(wanted)) throw new Error("the kit's own configuration is not a JSON object");
  const report = { added: [] as string[], kept: [] as string[] };
  const merged = mergeObjects(mine, wanted, { path: [], whole, ...report });
  if (report.added.length === 0) return { kind: "merged", text: existing, ...report };
  const eol = body.includes("\r\n") ? "\r\n" : "\n";
  const text = `${JSON.stringify(merged, null, indentOf(body))}\n`.replaceAll("\n", eol);
  return { kind: "merged", text: bom + text, ...report };
}

/**
 * Three-way merge by key: what the founder changed since `base` stays, what only we changed is
 * taken. Where both changed one value, the founder's stays and its path is listed.
 */
export function mergeJson3(
  base: string,
  mine: string,
  theirs: string,
): { text: string; conflicts: string[] } | null {
  const bom = mine.startsWith("\uFEFF") ? "\uFEFF" : "";
  const [o, a, b] = [parsed(base), parsed(mine.slice(bom.length)), parsed(theirs)];
  if (!isObject(o) || !isObject(a) || !isObject(b)) return null;
  const conflicts: string[] = [];
  const merged = merge3({ o, a, b, path: [], conflicts });
  if (isSame(merged, a)) return { text: mine, conflicts };
  if (isSame(merged, b)) return { text: theirs, conflicts };
  const eol = mine.includes("\r\n") ? "\r\n" : "\n";
  const text = `${JSON.stringify(merged, null, indentOf(mine))}\n`.replaceAll("\n", eol);
  return { text: bom + text, conflicts };
}

interface MergeState {
  path: readonly string[];
  whole: string | null;
  added: string[];
  kept: string[];
}

function mergeObjects(mine: JsonObject, ours: JsonObject, state: MergeState): JsonObject {
  const merged: JsonObject = { ...mine };
  for (const [key, value] of Object.entries(ours)) {
    const path = [...state.path, key];
    const there = Object.hasOwn(mine, key) ? mine[key] : undefined;
    if (there === undefined) {
      define(merged, key, value);
      state.added.push(path.join("."));
    } else if (isObject(there) && isObject(value) && state.path.at(-1) !== state.whole) {
      define(merged, key, mergeObjects(there, value, { ...state, path }));
    } else if (isObject(there) && isObject(value) && startsAlike(there, value)) {
      define(merged, key, withSettings(there, value, { ...state, path }));
    } else if (Array.isArray(there) && Array.isArray(value)) {
      const missing = value.filter((item) => !there.some((other) => isSame(other, item)));
      define(merged, key, [...there, ...missing]);
      if (missing.length > 0) state.added.push(path.join("."));
    } else if (!isSame(there, value)) state.kept.push(path.join("."));
  }
  return merged;
}

function startsAlike(mine: JsonObject, ours: JsonObject): boolean {
  return isSame(mine.command, ours.command) && isSame(mine.args, ours.args);
}

/** A server with those of our settings that it has not set otherwise. */
function withSettings(mine: JsonObject, ours: JsonObject, state: MergeState): JsonObject {
  const merged: JsonObject = { ...mine };
  for (const [key, value] of Object.entries(ours)) {
    const path = [...state.path, key].join(".");
    if (Object.hasOwn(mine, key)) {
      if (!isSame(mine[key], value)) state.kept.push(path);
      continue;
    }
    define(merged, key, value);
    state.added.push(path);
  }
  return merged;
}

interface Merge3 {
  o: Json | undefined;
  a: Json | undefined;
  b: Json | undefined;
  path: readonly string[];
  conflicts: string[];
}

function merge3({ o, a, b, path, conflicts }: Merge3): Json | undefined {
  if (isSame(a, b) || isSame(o, b)) return a;
  if (isSame(o, a)) return b;
  if (isObject(a) && isObject(b)) {
    const before = isObject(o) ? o : {};
    const merged: JsonObject = {};
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const value = merge3({
        o: own(before, key),
        a: own(a, key),
        b: own(b, key),
        path: [...path, key],
        conflicts,
      });
      if (value !== undefined) define(merged, key, value);
    }
    return merged;
  }
  conflicts.push(path.join("."));
  return a;
}

/** `__proto__` in a file is a key like any other. */
function define(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equal in meaning: the order of keys does not count. */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

function indentOf(text: string): string | number {
  return /\n([ \t]+)"/.exec(text)?.[1] ?? 2;
}
