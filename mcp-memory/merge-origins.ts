import { isConflictMark } from "./jsonl.ts";
import type { ThreeFiles } from "./merge-files.ts";
import {
  type EntityOrigin,
  formatObservationOrigins,
  formatOrigin,
  parseOrigins,
  uniteOrigins,
} from "./origins.ts";

/**
 * Merges two memory.origins.jsonl files: for each entity and observation the earlier known time.
 * A line that one side removed is gone unless the other side changed it, or either file is damaged
 * or empty. Never throws.
 */
export function mergeOriginsFiles(files: ThreeFiles): Buffer {
  const [base, ours, theirs] = [read(files.base), read(files.ours), read(files.theirs)];
  const mayRemove = [ours, theirs].every(
    ({ origins, damaged }) => origins.size > 0 && damaged.length === 0,
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
  const damaged = [...ours.damaged, ...theirs.damaged]
    .map(({ text }) => text)
    .filter((text) => !isConflictMark(text));
  const lines = [...result].map(([name, origin]) => lineOf(name, origin));
  return Buffer.from([...lines, ...new Set(damaged)].map((line) => `${line}\n`).join(""));
}

function read(bytes: Uint8Array): ReturnType<typeof parseOrigins> {
  return parseOrigins(Buffer.from(bytes).toString("utf8"));
}

function lineOf(name: string, { at, by, observations }: EntityOrigin): string {
  return formatOrigin({ name, at, by, observations: formatObservationOrigins(observations) });
}
