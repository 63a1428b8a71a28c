import { isConflictMark } from "./jsonl.ts";
import type { ThreeFiles } from "./merge-files.ts";
import {
  type EntityOrigin,
  formatDeletion,
  formatObservationOrigins,
  formatOrigin,
  parseOrigins,
  uniteDeletions,
  uniteOrigins,
} from "./origins.ts";

/**
 * Merges two memory.origins.jsonl files: for each entity and observation the earlier known time.
 * A line that one side removed is gone unless the other side changed it, or either file is damaged
 * or empty. Never throws.
 */
export function mergeOriginsFiles(files: ThreeFiles): Buffer {
  const [base, ours, theirs] = [read(files.base), read(files.ours), read(files.theirs)];
  // Marks that were committed, and that both sides come from, are no merge that goes on.
  const mayRemove = [ours, theirs].every(
    ({ origins, pieces, marks }) => origins.size > 0 && pieces.length === 0 && marks <= base.marks,
  );
  const stays = (name: string, origin: EntityOrigin): boolean => {
    const before = base.origins.get(name);
    return !mayRemove || before === undefined || lineOf(name, before) !== lineOf(name, origin);
  };
  const result = new Map<string, EntityOrigin>();
  for (const [name, origin] of ours.origins) {
    const other = theirs.origins.get(name);
    if (other !== undefined) result.set(name, uniteOrigins(origin, other));
    else if (stays(name, origin)) result.set(name, origin);
  }
  for (const [name, origin] of theirs.origins) {
    if (!ours.origins.has(name) && stays(name, origin)) result.set(name, origin);
  }
  const hashes = new Set([...ours.deletions.keys(), ...theirs.deletions.keys()]);
  const deletions = [...hashes].flatMap((hash) => {
    const [one, other] = [ours.deletions.get(hash), theirs.deletions.get(hash)];
    if (one !== undefined && other !== undefined) {
      return [formatDeletion(hash, uniteDeletions(one, other))];
    }
    // An earlier version takes the line out of what was written again.
    const only = one ?? other;
    const isTakenBack = base.deletions.has(hash) && mayRemove;
    return only === undefined || isTakenBack ? [] : [formatDeletion(hash, only)];
  });
  const lines = [...result].map(([name, origin]) => lineOf(name, origin));
  return Buffer.from(
    [...lines, ...deletions.sort(), ...new Set([...ours.pieces, ...theirs.pieces])]
      .map((line) => `${line}\n`)
      .join(""),
  );
}

function read(bytes: Uint8Array) {
  const { origins, deletions, damaged } = parseOrigins(Buffer.from(bytes).toString("utf8"));
  const pieces = damaged.map(({ text }) => text).filter((text) => !isConflictMark(text));
  return { origins, deletions, pieces, marks: damaged.length - pieces.length };
}

function lineOf(name: string, { at, by, observations }: EntityOrigin): string {
  return formatOrigin({ name, at, by, observations: formatObservationOrigins(observations) });
}
