import { foreignContent } from "../../foreign.ts";
import { type FileStamp, type Place, readBytes, sameStamp, statOf } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import { filesAreKnown } from "./absorb.ts";

/** What the file at a place holds when it is no memory, else null. */
export type ForeignCheck = (db: Database) => string | null;

/** Looks at the file before each write; one that stays the same is read once. */
export function createForeignCheck(place: Place): ForeignCheck {
  let last: { stamp: FileStamp; content: string | null } | null = null;
  return (db) => {
    if (filesAreKnown(db, place)) return null;
    const stamp = statOf(place.file);
    if (stamp === null) return null;
    if (last === null || !sameStamp(last.stamp, stamp)) {
      last = { stamp, content: foreignContent(readBytes(place.file) ?? Buffer.alloc(0)) };
    }
    return last.content;
  };
}
