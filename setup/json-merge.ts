/** Merges our keys into the JSON configuration that a repository has already. */
import {
  editJson,
  isJsonObject,
  isSameJson,
  type Json,
  type JsonObject,
  parseJson,
} from "./json-edit.ts";

export type JsonMerge =
  /** `added` names what was put in; empty when all of it was there. */
  | { kind: "merged"; text: string; added: string[]; kept: string[] }
  /** The file cannot be read as JSON, or not changed in place, so it is left alone. */
  | { kind: "not-json"; reason: string };

/**
 * The file's own keys and values stay; ours are added where there is none. Lists (of hooks) get the
 * entries that they lack. `whole` names the object whose entries are one thing each and are never
 * mixed (`mcpServers`): a server of the founder's with our name is kept as it is. One that starts our
 * program is ours, of an older version perhaps, and gets the settings that it lacks.
 */
export function mergeJson(existing: string, ours: string, whole: string | null): JsonMerge {
  const mine = parseJson(existing);
  const wanted = parseJson(ours);
  if (!isJsonObject(mine)) return { kind: "not-json", reason: "it is not a JSON object" };
  if (!isJsonObject(wanted)) throw new Error("the kit's own configuration is not a JSON object");
  const report = { added: [] as string[], kept: [] as string[] };
  const merged = mergeObjects(mine, wanted, { path: [], whole, ...report });
  if (report.added.length === 0) return { kind: "merged", text: existing, ...report };
  const text = editJson(existing, merged);
  if (text === null) return { kind: "not-json", reason: "it names the same key twice" };
  return { kind: "merged", text, ...report };
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
  const [o, a, b] = [parseJson(base), parseJson(mine), parseJson(theirs)];
  if (!isJsonObject(o) || !isJsonObject(a) || !isJsonObject(b)) return null;
  const conflicts: string[] = [];
  const merged = merge3({ o, a, b, path: [], conflicts });
  if (isSameJson(merged, a)) return { text: mine, conflicts };
  if (!isJsonObject(merged)) return null;
  const text = mine === base ? theirs : editJson(mine, merged);
  return text === null ? null : { text, conflicts };
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
    } else if (isJsonObject(there) && isJsonObject(value) && state.path.at(-1) !== state.whole) {
      define(merged, key, mergeObjects(there, value, { ...state, path }));
    } else if (isJsonObject(there) && isJsonObject(value) && startsAlike(there, value)) {
      define(merged, key, withSettings(there, value, { ...state, path }));
    } else if (Array.isArray(there) && Array.isArray(value)) {
      const missing = value.filter((item) => !there.some((other) => isSameJson(other, item)));
      define(merged, key, [...there, ...missing]);
      if (missing.length > 0) state.added.push(path.join("."));
    } else if (!isSameJson(there, value)) state.kept.push(path.join("."));
  }
  return merged;
}

function startsAlike(mine: JsonObject, ours: JsonObject): boolean {
  return isSameJson(mine.command, ours.command) && isSameJson(mine.args, ours.args);
}

/** A server with those of our settings that it has not set otherwise. */
function withSettings(mine: JsonObject, ours: JsonObject, state: MergeState): JsonObject {
  const merged: JsonObject = { ...mine };
  for (const [key, value] of Object.entries(ours)) {
    const path = [...state.path, key].join(".");
    if (Object.hasOwn(mine, key)) {
      if (!isSameJson(mine[key], value)) state.kept.push(path);
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
  if (isSameJson(a, b) || isSameJson(o, b)) return a;
  if (isSameJson(o, a)) return b;
  if (isJsonObject(a) && isJsonObject(b)) {
    const before = isJsonObject(o) ? o : {};
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
