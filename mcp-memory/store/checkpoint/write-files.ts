/** Both files are written beside their places: from those that are there, or from every row. */
import path from "node:path";
import type { Place } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import type { DoneMark, RowCounts } from "../database/state.ts";
import { amendedFiles } from "./amend.ts";
import { memoryLines, originsLines } from "./snapshot-lines.ts";
import { type NextFile, writeNext } from "./write-next.ts";

/** Both, written and not yet in place. */
export interface Files {
  memory: NextFile & { differs: boolean };
  origins: NextFile & { differs: boolean };
  /** As the done mark has them. */
  rows?: RowCounts;
}

/** Where the files are, and whether their rows need be looked at. */
export interface LookingThrough {
  place: Place;
  /** Whether every row was looked at lately, so that what no change touched may be copied. */
  wasLookedThrough(): boolean;
  /** Called when every row was looked at. */
  onLookedThrough(): void;
}

/** A state of the graph that can be read. */
export interface Readable {
  /** Holds a read transaction on the graph as it was when the generation began. */
  reader: Database;
  generation: number;
  /** Which snapshot the files in place hold. */
  done: DoneMark | null;
}

/** Both files, as `written` gets them, from those in place where that gives the same. */
export async function writeFiles(
  host: LookingThrough,
  snapshot: Readable,
  written: NextFile[],
): Promise<Files> {
  const { place } = host;
  const { reader, generation, done } = snapshot;
  const write = async (target: string, pieces: Iterable<string | Uint8Array>) => {
    const name = `next-${generation}-${process.pid}-${path.basename(target)}`;
    const file = await writeNext(target, path.join(place.folder, name), pieces);
    written.push(file);
    return file;
  };
  const both = async ({ memory, origins }: Pieces) => {
    // No origin is known and none was: a memory that only the reference server wrote stays one file.
    const next = await write(place.origins, origins);
    const hadOrigins = done?.origins?.hash !== undefined;
    return {
      origins: {
        ...next,
        differs: next.hash !== done?.origins?.hash && (next.bytes > 0 || hadOrigins),
      },
      memory: await write(place.file, memory).then((file) => ({
        ...file,
        differs: file.hash !== done?.memory?.hash,
      })),
    };
  };
  const amended = host.wasLookedThrough() ? await amendedFiles(reader, place, done) : null;
  if (amended !== null) {
    const files = await both(amended);
    if (amended.areTrue()) return { ...files, rows: amended.rows };
  }
  const counts = new Map<string, number>();
  const files = await both({ origins: originsLines(reader), memory: memoryLines(reader, counts) });
  host.onLookedThrough();
  const rows = { entities: counts.get("entity") ?? 0, relations: counts.get("relation") ?? 0 };
  return counts.get("carried") === 0 ? { ...files, rows } : files;
}

interface Pieces {
  memory: Iterable<string | Uint8Array>;
  origins: Iterable<string | Uint8Array>;
}
