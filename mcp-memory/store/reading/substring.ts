/**
 * The entities that may hold a substring, found without reading all of them. What the index does not
 * know yet, or cannot say, is read; the caller looks at each row itself.
 */
import { fold, RUN } from "../../recall/tokens.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { quoted } from "./quoted.ts";
import { PART_CHARS, wordsWith } from "./terms.ts";

const SELECT = "SELECT id, name, type, observations FROM entity";

/** Letters that fold one by one, whatever stands beside them. */
const FOLDABLE = /^[ -~\u00c0-\u024f]*$/;
/** More words than this with one part: then the other parts have to do. */
const WORDS_LIMIT = 300;
/** More hits of the index than this: then reading all entities once is as good. */
const HITS_LIMIT = 5_000;

/** Rows of id, name, type and observations, in any order. `wanted` is in lower case. */
export function likelyRows(db: Database, wanted: string): Value[][] {
  const ids = FOLDABLE.test(wanted) ? indexedIds(db, fold(wanted)) : null;
  if (ids === null) return scanned(db, wanted, "1");
  const rows = db.rows(`${SELECT} WHERE id IN (SELECT value FROM json_each(?))`, ids);
  const late = [
    ...scanned(db, wanted, "id > (SELECT built FROM index_state)"),
    ...scanned(db, wanted, "id IN (SELECT id FROM unindexed)"),
  ];
  return [...new Map([...rows, ...late].map((row) => [row[0], row])).values()];
}

/** JSON of the ids that the index gives for a folded text; null when it cannot narrow them down. */
function indexedIds(db: Database, folded: string): string | null {
  const parts: string[] = [];
  for (const { 0: run, index } of folded.matchAll(RUN)) {
    const isBegun = index > 0;
    const isEnded = index + run.length < folded.length;
    if (isBegun && isEnded) parts.push(quoted(run));
    else if (isBegun) parts.push(`${quoted(run)} *`);
    else if (run.length >= PART_CHARS) {
      const words = wordsWith(db, run, WORDS_LIMIT)?.filter(
        (word) => !isEnded || word.endsWith(run),
      );
      if (words?.length === 0) return "[]";
      if (words !== undefined) parts.push(`(${words.map(quoted).join(" OR ")})`);
    }
  }
  if (parts.length === 0) return null;
  const [ids, count] = db.row(
    `SELECT json_group_array(rowid), count(*) FROM
      (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?)`,
    parts.join(" AND "),
    HITS_LIMIT + 1,
  ) ?? ["[]", 0];
  return Number(count) > HITS_LIMIT ? null : String(ids);
}

/**
 * Rows that may match among those of a condition, found by SQLite without bringing the others into
 * this process. Only for texts that JSON writes as they are and whose case SQLite knows: those of ASCII.
 */
function scanned(db: Database, wanted: string, condition: string): Value[][] {
  const isPlain = /^[ -~]*$/.test(wanted) && JSON.stringify(wanted) === `"${wanted}"`;
  if (!isPlain) return db.rows(`${SELECT} WHERE ${condition}`);
  return db.rows(
    `${SELECT} WHERE ${condition} AND (name LIKE ?1 ESCAPE '!' OR type LIKE ?1 ESCAPE '!'
      OR observations LIKE ?1 ESCAPE '!')`,
    `%${likePattern(wanted)}%`,
  );
}

/**
 * Any character stands for i and k: the Kelvin sign and the dotted capital İ are the two others
 * whose lower case begins with them, which SQLite does not know.
 */
export function likePattern(wanted: string): string {
  return wanted.replaceAll(/[%_!]/g, "!$&").replaceAll(/[ik]/g, "_");
}
