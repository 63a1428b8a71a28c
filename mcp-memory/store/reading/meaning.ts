/**
 * The vectors of a search by meaning. Only with HQ_EMBEDDINGS_URL set are these tables made and is
 * anything asked; a write never waits for it.
 *
 * - text_vector: the vector of an entity's text in one model, as float32 in the machine's order. Triggers
 *   drop it when the text changes, so that nothing of a deleted or redacted text stays.
 * - vector_lease: which process is learning until when, so that several servers do not pay for the
 *   same texts.
 */
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Embeddings } from "../../recall/embeddings.ts";
import { cosine, type Meaning, nearest } from "../../recall/meaning.ts";
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
const TEXT_CHARS = 1_500;
/** The newest entities are compared; 20,000 vectors of 1,536 numbers are 120 MB on the disk. */
const ENTITIES_LIMIT = 20_000;
/** Vectors read at a time: with 1,536 numbers each a megabyte and some 2 ms. */
const PAGE_VECTORS = 200;
/** A service that failed is not asked again for this long, so that not every question waits for it. */
const REST_MS = 30_000;
/** A learner that was killed keeps others from learning for this long. */
const LEASE_MS = 60_000;

export interface MeaningOptions {
  session: Session;
  embeddings: Embeddings;
  now: () => Date;
}

export function createMeaning({ session, embeddings, now }: MeaningOptions): Meaning {
  const { model } = embeddings;
  const me = randomUUID();
  let learning: Promise<void> | null = null;
  /** Something may have changed since the learning that is under way began. */
  let isAskedAgain = false;
  let isStopped = false;
  let rest: { until: number; problem: string } | null = null;

  const embed = async (texts: string[]): Promise<Float32Array[] | null> => {
    const answer = await embeddings.embed(texts);
    if (answer.kind === "vectors") {
      rest = null;
      return answer.vectors;
    }
    const problem = `Searched by words only, not by meaning: ${answer.why}.`;
    rest = { until: now().getTime() + REST_MS, problem };
    return null;
  };
  const isResting = () => rest !== null && now().getTime() < rest.until;

  const learnAll = async (deadline: number) => {
    let before = Number.MAX_SAFE_INTEGER;
    while (!isStopped && !isResting() && performance.now() < deadline) {
      const on = { model, me, now: now().getTime(), before };
      const batch = await session.exclusive(({ db }) => takeBatch(db, on));
      if (batch.length === 0) return;
      const vectors = await embed(batch.map(({ text }) => text));
      if (vectors === null || isStopped) return;
      await session.exclusive(({ db }) => keep(db, { model, batch, vectors }));
      before = batch.at(-1)?.id ?? before;
    }
  };
  const learn = (deadline = Number.POSITIVE_INFINITY): Promise<void> => {
    isAskedAgain = true;
    const run = async () => {
      while (isAskedAgain) {
        isAskedAgain = false;
        await learnAll(deadline);
      }
    };
    learning ??= run()
      // Busy, read-only or closed: the next question or change tries again.
      .catch(() => undefined)
      .finally(() => {
        learning = null;
      });
    return learning;
  };
  return {
    learn,
    stop: () => {
      isStopped = true;
      embeddings.stop();
    },
    rank: async (query, limit) => {
      if (isResting()) return { names: [], problem: rest?.problem ?? null };
      const [asked] = (await embed([query.slice(0, TEXT_CHARS).toWellFormed()])) ?? [];
      if (asked === undefined) return { names: [], problem: rest?.problem ?? null };
      const scores = await scoresOf(session, model, asked);
      const ids = nearest(scores, limit);
      const { names, all } = await session.read((db) => ({
        names: ids.flatMap((id) => db.row("SELECT name FROM entity WHERE id = ?", id)?.[0] ?? []),
        all: Number(db.row("SELECT count(*) FROM entity")?.[0]),
      }));
      if (scores.length < Math.min(all, ENTITIES_LIMIT)) void learn();
      const problem =
        scores.length >= all
          ? null
          : `The meaning of ${scores.length} of ${all} entities is known so far; the others were searched by words.`;
      return { names: names.map(String), problem };
    },
  };
}

interface Learning {
  id: number;
  text: string;
}

/** What is to be asked for next, the newest first; nothing while another process is at it. */
function takeBatch(
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
function keep(
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
async function scoresOf(
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
