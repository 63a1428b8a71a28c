/**
 * The vectors that a search by meaning compares. The tables are made when the first is asked for.
 *
 * - text_vector: the vector of an entity's text in one model, as float32 in the machine's order. Triggers
 *   drop it when the text changes, so that nothing of a deleted or redacted text stays.
 * - vector_lease: which process is learning until when, so that several servers do not pay for the
 *   same texts.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { cosine } from "../../recall/meaning.ts";
import type { Session } from "../database/session.ts";
import type { Database } from "../database/sqlite.ts";

const TABLES = `
CREATE TABLE IF NOT EXISTS text_vector (
  id INTEGER PRIMARY KEY, model TEXT NOT NULL, vector BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS vector_known ON text_vector (model, id);
CREATE TABLE IF NOT EXISTS vector_lease (
  id INTEGER PRIMARY KEY CHECK (id = 1), learner TEXT NOT NULL, until INTEGER NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS vector_outdated AFTER UPDATE OF name, type, observations ON entity
BEGIN DELETE FROM text_vector WHERE id = OLD.id; END;
CREATE TRIGGER IF NOT EXISTS vector_removed AFTER DELETE ON entity
BEGIN DELETE FROM text_vector WHERE id = OLD.id; END;
`;

/** Texts in one request. */
const BATCH_TEXTS = 32;
/** Small local models read 512 tokens and refuse or drop what is longer. */
export const TEXT_CHARS = 1_500;
/** The newest entities are compared; 20,000 vectors of 1,536 numbers are 120 MB on the disk. */
export const ENTITIES_LIMIT = 20_000;
/** Vectors read at a time: with 1,536 numbers each a megabyte and some 2 ms. */
const PAGE_VECTORS = 200;
/** A learner that was killed keeps others from learning for this long. */
const LEASE_MS = 60_000;

export interface Learning {
  id: number;
  text: string;
}

/** What is to be asked for next, the newest first; nothing while another process is at it. */
export function takeBatch(
  db: Database,
  on: { model: string; me: string; now: number; before: number },
): Learning[] {
  db.exec(TABLES);
  const lease = db.row("SELECT learner, until FROM vector_lease");
  if (lease !== undefined && lease[0] !== on.me && Number(lease[1]) > on.now) return [];
  const oldest = db.row("SELECT id FROM entity ORDER BY id DESC LIMIT 1 OFFSET ?", ENTITIES_LIMIT);
  const rows = db.rows(
    // By the index: the vectors themselves would be read from the disk, a page or two for each.
    `SELECT id, name, type, observations FROM entity
      WHERE id < ? AND id > ? AND NOT EXISTS (
        SELECT 1 FROM text_vector INDEXED BY vector_known WHERE model = ? AND id = entity.id)
      ORDER BY id DESC LIMIT ?`,
    on.before,
    Number(oldest?.[0] ?? -1),
    on.model,
    BATCH_TEXTS,
  );
  if (rows.length > 0) {
    db.run(
      "INSERT OR REPLACE INTO vector_lease (id, learner, until) VALUES (1, ?, ?)",
      on.me,
      on.now + LEASE_MS,
    );
  } else if (lease !== undefined) db.run("DELETE FROM vector_lease");
  return rows.map((row) => ({ id: Number(row[0]), text: textOf(row.slice(1)) }));
}

/** Keeps the vectors of the texts that are still as they were when they were sent. */
export function keepVectors(
  db: Database,
  { model, batch, vectors }: { model: string; batch: Learning[]; vectors: Float32Array[] },
): void {
  db.exec(TABLES);
  for (const [index, { id, text }] of batch.entries()) {
    const row = db.row("SELECT name, type, observations FROM entity WHERE id = ?", id);
    const vector = vectors[index];
    if (row === undefined || vector === undefined || textOf(row) !== text) continue;
    db.run(
      "INSERT OR REPLACE INTO text_vector (id, model, vector) VALUES (?, ?, ?)",
      id,
      model,
      new Uint8Array(vector.buffer),
    );
  }
}

function textOf([name, type, observations]: unknown[]): string {
  const texts = JSON.parse(String(observations)) as string[];
  return [`${String(name)} (${String(type)})`, ...texts]
    .join("\n")
    .slice(0, TEXT_CHARS)
    .toWellFormed();
}

/** Compares with every vector, some hundred at a time so that other calls come in between. */
export async function scoresOf(
  session: Session,
  model: string,
  asked: Float32Array,
): Promise<{ id: number; cosine: number }[]> {
  const scores: { id: number; cosine: number }[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  while (scores.length < ENTITIES_LIMIT) {
    const page = await session.read((db) => readVectors(db, model, before));
    for (const { id, vector } of page) {
      // Another size: the service changed its model under the same name.
      if (vector.length === asked.length) scores.push({ id, cosine: cosine(asked, vector) });
      before = id;
    }
    if (page.length < PAGE_VECTORS) break;
    await nextTurn();
  }
  return scores;
}

function readVectors(
  db: Database,
  model: string,
  before: number,
): { id: number; vector: Float32Array }[] {
  if (db.row("SELECT 1 FROM sqlite_master WHERE name = 'text_vector'") === undefined) return [];
  return db
    .rows(
      "SELECT id, vector FROM text_vector WHERE id < ? AND model = ? ORDER BY id DESC LIMIT ?",
      before,
      model,
      PAGE_VECTORS,
    )
    .map(([id, bytes]) => ({
      id: Number(id),
      vector: new Float32Array((bytes as Uint8Array).slice().buffer),
    }));
}
