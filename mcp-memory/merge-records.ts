/** Three-way merges of what a record is made of, for `merge-files.ts`. Both sides weigh the same. */
import type { EntityRecord } from "./jsonl.ts";
import { sameEntity } from "./merge.ts";

/** Three states of one thing. */
export interface Three<T> {
  base: T;
  ours: T;
  theirs: T;
}

/** Whether what a side no longer has counts as removed. */
export interface MayRemove {
  ours: boolean;
  theirs: boolean;
}

/** What an entity becomes that both sides hold. `base` is null when both added it. */
export function mergeRecords(
  three: { base: EntityRecord | null; ours: EntityRecord; theirs: EntityRecord },
  mayRemove: MayRemove,
): EntityRecord {
  const { base, ours, theirs } = three;
  if (sameEntity(ours, theirs)) return ours;
  if (base !== null && mayRemove.ours && sameEntity(base, theirs)) return ours;
  if (base !== null && mayRemove.theirs && sameEntity(base, ours)) return theirs;
  return {
    name: ours.name,
    entityType: mergeType(base?.entityType ?? null, ours.entityType, theirs.entityType),
    observations: mergeLists(
      {
        base: base?.observations ?? [],
        ours: ours.observations,
        theirs: theirs.observations,
      },
      mayRemove,
    ),
    extra: mergeFields(
      { base: base?.extra ?? null, ours: ours.extra, theirs: theirs.extra },
      mayRemove,
    ),
  };
}

/** Ours in their order without what they removed, then what they added. Each text once. */
export function mergeLists(three: Three<readonly string[]>, mayRemove: MayRemove): string[] {
  const [base, ours, theirs] = [new Set(three.base), new Set(three.ours), new Set(three.theirs)];
  const kept = [...ours].filter((text) => theirs.has(text) || !base.has(text) || !mayRemove.theirs);
  const added = [...theirs].filter(
    (text) => !ours.has(text) && !(base.has(text) && mayRemove.ours),
  );
  return [...kept, ...added];
}

/** Unknown fields of a record, field by field, as the text of a JSON object; null when none stays. */
export function mergeFields(three: Three<string | null>, mayRemove: MayRemove): string | null {
  if (three.ours === three.theirs) return three.ours;
  const [base, ours, theirs] = [fields(three.base), fields(three.ours), fields(three.theirs)];
  const result: [string, unknown][] = [];
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [before, mine, other] = [base.get(name), ours.get(name), theirs.get(name)];
    const removed =
      (other === undefined && mine === before && mayRemove.theirs) ||
      (mine === undefined && other === before && mayRemove.ours);
    if (removed) continue;
    const value = mine === before ? (other ?? mine) : (mine ?? other);
    const both = mine !== before && other !== before && mine !== undefined && other !== undefined;
    const chosen = both ? smaller(mine, other) : value;
    if (chosen !== undefined) result.push([name, JSON.parse(chosen)]);
  }
  // Entries, not assignment: "__proto__" is a field like any.
  return result.length === 0 ? null : JSON.stringify(Object.fromEntries(result));
}

function fields(text: string | null): Map<string, string> {
  const object = JSON.parse(text ?? "{}") as Record<string, unknown>;
  return new Map(Object.entries(object).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** The changed type; when both changed it, a known one, else the same for either order of sides. */
function mergeType(base: string | null, ours: string, theirs: string): string {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base || ours === UNKNOWN_TYPE) return theirs;
  if (theirs === UNKNOWN_TYPE) return ours;
  return smaller(ours, theirs);
}

/** What a record gets whose own type is unusable. */
const UNKNOWN_TYPE = "unknown";

function smaller(one: string, other: string): string {
  return one < other ? one : other;
}
