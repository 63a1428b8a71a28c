/**
 * Three-way merge of two memory.jsonl files, as git needs it when two machines wrote. Pure: bytes
 * in, bytes out, and never a conflict.
 *
 * - What either side added is there; ours comes first, theirs behind it, each in its own order.
 * - What one side removed is gone, unless the other side changed it: an edit wins over a removal,
 *   and a new relation is an edit of both its ends.
 * - A file that is damaged or half merged proves nothing about removals, so then nothing is
 *   removed; an empty one removes nothing either. Damaged pieces are carried over as they are, for
 *   the store to save or to set aside. Marks of a git conflict are not: they are nobody's data.
 * - Merging the result again with either side changes nothing, and the order of the sides decides
 *   nothing but the order of the lines.
 */
import { foreignContent } from "./foreign.ts";
import {
  type EntityRecord,
  formatEntity,
  formatRelation,
  isConflictMark,
  type RelationRecord,
  type Snapshot,
} from "./jsonl.ts";
import { sameEntity } from "./merge.ts";
import { type MayRemove, mergeFields, mergeLists, mergeRecords } from "./merge-records.ts";
import { parseSnapshot } from "./parse-snapshot.ts";

/** Which side is no memory, and what it is; null when both are, or one of them says nothing. */
export function foreignSide(files: ThreeFiles): { side: Side; content: string } | null {
  if (onlySide(files) !== null) return null;
  for (const side of ["ours", "theirs"] as const) {
    const content = foreignContent(files[side]);
    if (content !== null) return { side, content };
  }
  return null;
}

/** Three states of one file. */
export interface ThreeFiles {
  /** The last state that both sides knew; empty when there was none. */
  base: Uint8Array;
  ours: Uint8Array;
  theirs: Uint8Array;
}

/** The merged memory.jsonl: entities, relations, unknown lines, damaged pieces. Never throws. */
export function mergeMemoryFiles(files: ThreeFiles): Buffer {
  const sides = {
    base: parseSnapshot(files.base),
    ours: parseSnapshot(files.ours),
    theirs: parseSnapshot(files.theirs),
  };
  const only = onlySide(files);
  // The marks of an unfinished merge are taken out all the same.
  if (only !== null && !hasMarks(sides[only])) return Buffer.from(files[only]);
  const isWhole = [sides.ours, sides.theirs].every((side) => isSound(side, sides.base));
  const merge: Merge = {
    ...sides,
    mayRemove: {
      ours: isWhole && !isEmpty(sides.ours),
      theirs: isWhole && !isEmpty(sides.theirs),
    },
  };
  const entities = mergeEntities(merge);
  const relations = mergeRelations(merge, entities);
  const carried = mergeLists(
    {
      base: [...sides.base.carried.keys()],
      ours: [...sides.ours.carried.keys()],
      theirs: [...sides.theirs.carried.keys()],
    },
    merge.mayRemove,
  );
  const records = [
    ...[...entities.values()].map(formatEntity),
    ...[...relations.values()].map(formatRelation),
  ];
  const placeOf = (line: string) =>
    sides.ours.carried.get(line) ?? sides.theirs.carried.get(line) ?? records.length;
  const lines: Uint8Array[] = [
    ...withCarried(records, carried, placeOf).map((line) => Buffer.from(line)),
    ...damagedPieces(sides.ours, sides.theirs),
  ];
  const newline = Buffer.from("\n");
  return Buffer.concat(lines.flatMap((line) => [line, newline]));
}

/** Lines of other programs stand where they stood, counted from the start. */
function withCarried(
  records: readonly string[],
  carried: readonly string[],
  placeOf: (line: string) => number,
): string[] {
  const waiting = carried.toSorted((one, other) => placeOf(one) - placeOf(other));
  const lines: string[] = [];
  let next = 0;
  for (const [written, record] of records.entries()) {
    for (; next < waiting.length && placeOf(waiting[next] ?? "") <= written; next++) {
      lines.push(waiting[next] ?? "");
    }
    lines.push(record);
  }
  return [...lines, ...waiting.slice(next)];
}

/**
 * The one side that says anything, to the byte, or both when they are the same: an empty one removes nothing, so that there is
 * nothing to merge and no reason to write a line another way. The kit's memory is such a side.
 */
function onlySide({ ours, theirs }: ThreeFiles): Side | null {
  if (isBlank(theirs) || Buffer.compare(ours, theirs) === 0) return "ours";
  return isBlank(ours) ? "theirs" : null;
}

function hasMarks({ hasConflict, setAside }: Snapshot): boolean {
  return hasConflict || setAside.some(({ bytes }) => isConflictMark(Buffer.from(bytes).toString()));
}

/** True for no byte but white space. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

interface Merge {
  base: Snapshot;
  ours: Snapshot;
  theirs: Snapshot;
  mayRemove: MayRemove;
}

type Side = "ours" | "theirs";

const OTHER: Record<Side, Side> = { ours: "theirs", theirs: "ours" };

/** Marks that were committed, and that both sides come from, are no merge that goes on. */
function isSound({ setAside, marks }: Snapshot, base: Snapshot): boolean {
  return setAside.length === 0 && marks <= base.marks;
}

function isEmpty({ entities }: Snapshot): boolean {
  return entities.size === 0;
}

function mergeEntities(merge: Merge): Map<string, EntityRecord> {
  const { base, ours, theirs, mayRemove } = merge;
  const touched = { ours: newEnds(base, ours), theirs: newEnds(base, theirs) };
  const stays = (side: Side, record: EntityRecord): boolean => {
    const before = base.entities.get(record.name);
    if (before === undefined || !mayRemove[OTHER[side]]) return true;
    return !sameEntity(before, record) || touched[side].has(record.name);
  };
  const result = new Map<string, EntityRecord>();
  for (const [name, record] of ours.entities) {
    const other = theirs.entities.get(name);
    if (other !== undefined) {
      const before = base.entities.get(name) ?? null;
      result.set(name, mergeRecords({ base: before, ours: record, theirs: other }, mayRemove));
    } else if (stays("ours", record)) result.set(name, record);
  }
  for (const [name, record] of theirs.entities) {
    if (!ours.entities.has(name) && stays("theirs", record)) result.set(name, record);
  }
  return result;
}

/** Both ends of the relations that a side added or changed. */
function newEnds(base: Snapshot, side: Snapshot): Set<string> {
  const ends = new Set<string>();
  for (const [key, { from, to, extra }] of side.relations) {
    const before = base.relations.get(key);
    if (before !== undefined && before.extra === extra) continue;
    ends.add(from).add(to);
  }
  return ends;
}

function mergeRelations(
  merge: Merge,
  entities: ReadonlyMap<string, EntityRecord>,
): Map<string, RelationRecord> {
  const { base, ours, theirs, mayRemove } = merge;
  const stays = (side: Side, key: string, record: RelationRecord): boolean => {
    const before = base.relations.get(key);
    if (before === undefined || !mayRemove[OTHER[side]] || before.extra !== record.extra) {
      return true;
    }
    // It went only because an end of it went; when the end stays after all, so does the relation.
    const gone = [record.from, record.to].filter(
      (end) => base.entities.has(end) && !merge[OTHER[side]].entities.has(end),
    );
    return gone.length > 0 && gone.every((end) => entities.has(end));
  };
  const result = new Map<string, RelationRecord>();
  for (const [key, record] of ours.relations) {
    const other = theirs.relations.get(key);
    if (other !== undefined) {
      const before = base.relations.get(key)?.extra ?? null;
      const fields = { base: before, ours: record.extra, theirs: other.extra };
      result.set(key, { ...record, extra: mergeFields(fields, mayRemove) });
    } else if (stays("ours", key, record)) result.set(key, record);
  }
  for (const [key, record] of theirs.relations) {
    if (!ours.relations.has(key) && stays("theirs", key, record)) result.set(key, record);
  }
  return result;
}

/**
 * The damaged pieces of ours, and of theirs those that ours has not, as often as the side has them:
 * equal lines of one file are two lines. Marks of a conflict are left out.
 */
function damagedPieces(ours: Snapshot, theirs: Snapshot): Uint8Array[] {
  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  const piecesOf = ({ setAside }: Snapshot) =>
    setAside.map(({ bytes }) => bytes).filter((bytes) => !isConflictMark(latin1(bytes)));
  const there = new Map<string, number>();
  for (const piece of piecesOf(ours)) {
    there.set(latin1(piece), (there.get(latin1(piece)) ?? 0) + 1);
  }
  const more = piecesOf(theirs).filter((piece) => {
    const left = there.get(latin1(piece)) ?? 0;
    there.set(latin1(piece), left - 1);
    return left <= 0;
  });
  return [...piecesOf(ours), ...more];
}
