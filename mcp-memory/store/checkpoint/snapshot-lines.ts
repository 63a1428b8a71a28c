/** The lines of the two files as the database holds them, a page at a time. */
import { formatEntityParts, formatRelation } from "../../jsonl.ts";
import { formatDeletion, formatOrigin } from "../../origins.ts";
import { checkCount, checkStored } from "../database/row-sums.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { readDeletions } from "../writing/deletion-rows.ts";

/** Rows read at once: little enough that a page takes about a millisecond. */
const PAGE_ROWS = 250;

/**
 * memory.jsonl: entities, then relations, and among them the lines of unknown types where they stood,
 * counted from the start: a fork demands its mark in the first line. Each piece is whole lines. `counts`
 * has the rows of each table when all was read.
 */
export function* memoryLines(db: Database, counts = new Map<string, number>()): Generator<string> {
  const carried = carriedLines(db, counts);
  let next = carried.next();
  let written = 0;
  for (const lines of recordLines(db, counts)) {
    if (next.done || next.value.place >= written + lines.length) {
      written += lines.length;
      yield joined(lines);
      continue;
    }
    const mixed: string[] = [];
    for (const line of lines) {
      for (; !next.done && next.value.place <= written; next = carried.next()) {
        mixed.push(next.value.line);
      }
      mixed.push(line);
      written += 1;
    }
    yield joined(mixed);
  }
  for (; !next.done; next = carried.next()) yield `${next.value.line}\n`;
  // All of it was read by now.
  for (const [table, count] of counts) checkCount(db, table, count);
}

function joined(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/** Throws `StoredDamage` at a row that is not what was written; `counts` gets what was read. */
function* recordLines(db: Database, counts: Map<string, number>): Generator<string[]> {
  const check = (table: string, [id, ...row]: Value[]) => {
    counts.set(table, (counts.get(table) ?? 0) + 1);
    checkStored(db, table, { id, row: row.slice(0, -1), sum: row.at(-1) });
  };
  counts.set("entity", 0).set("relation", 0);
  yield* pages(
    db,
    "SELECT id, name, type, observations, at, by, origins, extra, sum FROM entity WHERE id > ? ORDER BY id LIMIT ?",
    (row) => {
      check("entity", row);
      const [, name, entityType, observations, , , , extra] = row;
      return formatEntityParts({
        name: name as string,
        entityType: entityType as string,
        observations: observations as string,
        extra: extra as string | null,
      });
    },
  );
  yield* pages(
    db,
    "SELECT id, source, target, type, extra, sum FROM relation WHERE id > ? ORDER BY id LIMIT ?",
    (row) => {
      check("relation", row);
      const [, from, to, relationType, extra] = row;
      return formatRelation({
        from: from as string,
        to: to as string,
        relationType: relationType as string,
        extra: extra as string | null,
      });
    },
  );
}

/** In the order of their places; read a page at a time, as a file may be full of them. */
function* carriedLines(
  db: Database,
  counts: Map<string, number>,
): Generator<{ place: number; line: string }> {
  counts.set("carried", 0);
  for (let [place, id]: [number, number] = [-1, -1]; ; ) {
    const rows = db.rows(
      "SELECT place, id, line, sum FROM carried WHERE (place, id) > (?, ?) ORDER BY place, id LIMIT ?",
      place,
      id,
      PAGE_ROWS,
    );
    for (const row of rows) {
      checkStored(db, "carried", { id: row[1], row: [row[2] ?? null], sum: row[3] });
      counts.set("carried", (counts.get("carried") ?? 0) + 1);
      yield { place: Number(row[0]), line: String(row[2]) };
    }
    if (rows.length < PAGE_ROWS) return;
    [place, id] = [Number(rows.at(-1)?.[0]), Number(rows.at(-1)?.[1])];
  }
}

/** Ids looked at in one go. */
const ORIGIN_IDS = 500;

/** memory.origins.jsonl: a line for each entity of which anything is known. Empty pieces let others come in between. */
export function* originsLines(db: Database): Generator<string> {
  const last = Number(db.row("SELECT max(id) FROM entity")?.[0] ?? 0);
  // By their ids, as few may have one: to look for the next 250 went through all of 300,000 at once.
  for (let after = -1; after < last; after += ORIGIN_IDS) {
    const rows = db.rows(
      "SELECT name, at, by, origins FROM entity WHERE id > ? AND id <= ? AND (at IS NOT NULL OR origins IS NOT NULL) ORDER BY id",
      after,
      after + ORIGIN_IDS,
    );
    if (rows.length > 0) yield joined(rows.map(originLine));
    else yield "";
  }
  const deletions = [...readDeletions(db)].map(([hash, one]) => formatDeletion(hash, one));
  if (deletions.length > 0) yield joined(deletions.sort());
}

function originLine([name, at, by, observations]: Value[]): string {
  return formatOrigin({
    name: name as string,
    at: at as string | null,
    by: by as string | null,
    observations: observations as string | null,
  });
}

function* pages(db: Database, sql: string, format: (row: Value[]) => string): Generator<string[]> {
  for (let after: Value = -1; ; ) {
    const rows = db.rows(sql, after, PAGE_ROWS);
    if (rows.length > 0) yield rows.map(format);
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)?.[0] ?? null;
  }
}
