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
 * Merges two memory.origins.jsonl files: the lines of both, for each entity and observation the
 * earlier known time. The common past does not matter, because an age is never taken back; lines
 * about entities that are gone do no harm and leave with the next checkpoint. Never throws.
 */
export function mergeOriginsFiles({ ours, theirs }: Pick<ThreeFiles, "ours" | "theirs">): Buffer {
  const [mine, other] = [read(ours), read(theirs)];
  const origins = new Map<string, EntityOrigin>(mine.origins);
  for (const [name, origin] of other.origins) {
    const known = origins.get(name);
    origins.set(name, known === undefined ? origin : uniteOrigins(known, origin));
  }
  const lines = [...origins].map(([name, { at, by, observations }]) =>
    formatOrigin({ name, at, by, observations: formatObservationOrigins(observations) }),
  );
  const damaged = [...mine.damaged, ...other.damaged]
    .map(({ text }) => text)
    .filter((text) => !isConflictMark(text));
  return Buffer.from([...lines, ...new Set(damaged)].map((line) => `${line}\n`).join(""));
}

function read(bytes: Uint8Array): ReturnType<typeof parseOrigins> {
  return parseOrigins(Buffer.from(bytes).toString("utf8"));
}
