import type { EntityRecord } from "./jsonl.ts";

/** Three states of one entity; null means that it is not there. */
export interface ThreeWay {
  /** What the file held when we last wrote or read it. */
  base: EntityRecord | null;
  /** What the database holds. */
  ours: EntityRecord | null;
  /** What the file holds now. */
  theirs: EntityRecord;
}

/**
 * What an entity of an edited file becomes. Additions and changes of both sides count; texts that
 * the file lost are removed only with `removals`. null: the entity was deleted here and the file
 * merely does not know it yet.
 */
export function mergeEntity(
  { base, ours, theirs }: ThreeWay,
  removals: boolean,
): EntityRecord | null {
  if (ours === null) return base !== null && sameEntity(base, theirs) ? null : theirs;
  if (sameEntity(ours, theirs) || (base !== null && sameEntity(base, theirs))) return ours;
  if (base !== null && removals && sameEntity(base, ours)) return theirs;
  const before = new Set(base?.observations);
  const now = new Set(theirs.observations);
  const kept = ours.observations.filter((text) => !removals || !before.has(text) || now.has(text));
  const have = new Set([...ours.observations, ...before]);
  const typeChanged = base !== null && base.entityType !== theirs.entityType;
  return {
    name: ours.name,
    entityType: typeChanged ? theirs.entityType : ours.entityType,
    observations: [...kept, ...theirs.observations.filter((text) => !have.has(text))],
    extra: mergeExtra(base?.extra ?? null, ours.extra, theirs.extra),
  };
}

/**
 * Unknown fields: the file's when it changed them, else ours. Only the file ever changes them, so
 * field by field there is nothing to merge.
 */
export function mergeExtra(
  base: string | null,
  ours: string | null,
  theirs: string | null,
): string | null {
  return theirs === base ? ours : (theirs ?? ours);
}

/** The texts that an entity lost in the file, when it lost more than it gained: not merely edited. */
export function lostTexts(base: EntityRecord, theirs: EntityRecord): string[] {
  const now = new Set(theirs.observations);
  const before = new Set(base.observations);
  const lost = [...before].filter((text) => !now.has(text));
  const gained = [...now].filter((text) => !before.has(text));
  return lost.length > gained.length ? lost : [];
}

export function sameEntity(one: EntityRecord, other: EntityRecord): boolean {
  return (
    one.entityType === other.entityType &&
    one.extra === other.extra &&
    one.observations.length === other.observations.length &&
    one.observations.every((text, index) => text === other.observations[index])
  );
}
