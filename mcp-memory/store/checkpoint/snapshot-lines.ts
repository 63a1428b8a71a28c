/** The lines of the two files as the database holds them, a page at a time. */
import { formatEntityParts, formatRelation } from "../../jsonl.ts";
import { formatOrigin } from "../../origins.ts";
import type { Database, Value } from "../database/sqlite.ts";

/** Rows read at once: little enough that a page takes about a millisecond. */
const PAGE_ROWS = 250;

/** memory.jsonl: entities, relations, then the lines of unknown types. Each piece is whole lines. */
export function* memoryLines(db: Database): Generator<string> {
  yield* pages(
    db,
    "SELECT id, name, type, observations, extra FROM entity WHERE id > ? ORDER BY id LIMIT ?",
    ([, name, entityType, observations, extra]) =>
      formatEntityParts({
        name: name as string,
        entityType: entityType as string,
        observations: observations as string,
        extra: extra as string | null,
      }),
  );
  yield* pages(
    db,
    "SELECT id, source, target, type, extra FROM relation WHERE id > ? ORDER BY id LIMIT ?",
    ([, from, to, relationType, extra]) =>
      formatRelation({
        from: from as string,
        to: to as string,
        relationType: relationType as string,
        extra: extra as string | null,
      }),
  );
  yield* pages(
    db,
    "SELECT id, line FROM carried WHERE id > ? ORDER BY id LIMIT ?",
    ([, line]) => line as string,
  );
}

/** memory.origins.jsonl: a line for each entity of which anything is known. */
export function* originsLines(db: Database): Generator<string> {
  yield* pages(
    db,
    "SELECT id, name, at, by, origins FROM entity WHERE id > ? AND (at IS NOT NULL OR origins IS NOT NULL) ORDER BY id LIMIT ?",
    ([, name, at, by, observations]) =>
      formatOrigin({
        name: name as string,
        at: at as string | null,
        by: by as string | null,
        observations: observations as string | null,
      }),
  );
}

function* pages(db: Database, sql: string, format: (row: Value[]) => string): Generator<string> {
  for (let after: Value = -1; ; ) {
    const rows = db.rows(sql, after, PAGE_ROWS);
    if (rows.length > 0) yield `${rows.map(format).join("\n")}\n`;
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)?.[0] ?? null;
  }
}
