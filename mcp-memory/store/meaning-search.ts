/** Search by meaning: a vector for each entity, kept in the database and compared one by one. */

import { sha256 } from "../origins.ts";
import { closeness, type Embed } from "../recall/meaning.ts";
import type { Session } from "./session.ts";
import type { Database } from "./sqlite.ts";

export interface MeaningSearch {
  /** Names, the nearest first; with why there are none when it did not work. */
  rank(query: string): Promise<{ names: string[]; problem: string | null }>;
  /** Learns the meaning of what is new, until nothing is or the server fails. Never throws. */
  learn(): Promise<void>;
}

/** Entities looked at, and at most sent, in one go. */
const PAGE = 64;
/** A question must not wait longer for a ranking that it can do without. */
const QUESTION_LIMIT_MS = 3_000;
/** A small machine takes its time for many texts, and nobody waits for them. */
const LEARNING_LIMIT_MS = 60_000;
/** What an entity's vector is made of: its name, type and first texts. */
const TEXT_CHARS = 2_000;
/** The nearest entities that are fused with the ranking by words. */
const NEAREST = 30;
/** Nothing farther than this is an answer. */
const CLOSE_ENOUGH = 0.2;
/** More vectors are not compared one by one; words alone answer then. */
const VECTORS_LIMIT = 50_000;

export function createMeaningSearch(session: Session, embed: Embed, model: string): MeaningSearch {
  let learning: Promise<void> | null = null;
  const learn = async () => {
    for (let after = 0; ; ) {
      const page = await session.read((db) => unlearned(db, model, after));
      if (page === null) return;
      after = page.last;
      const { waiting } = page;
      if (waiting.length === 0) continue;
      const vectors = await embed(
        waiting.map(({ text }) => text),
        LEARNING_LIMIT_MS,
      );
      await session.exclusive(({ db }) => {
        for (const [index, { id, text }] of waiting.entries()) {
          const vector = vectors[index];
          if (vector === undefined) continue;
          db.run(
            "INSERT OR REPLACE INTO meaning (id, hash, model, vector) SELECT id, ?, ?, ? FROM entity WHERE id = ?",
            sha256(text),
            model,
            new Uint8Array(vector.buffer),
            id,
          );
        }
      });
    }
  };
  return {
    learn: () => {
      // What fails now is tried again after the next change; a question says that it failed.
      learning ??= learn()
        .catch(() => undefined)
        .finally(() => {
          learning = null;
        });
      return learning;
    },
    rank: async (query) => {
      try {
        const [vector] = await embed([query], QUESTION_LIMIT_MS);
        if (vector === undefined) return { names: [], problem: null };
        return { names: await session.read((db) => nearest(db, model, vector)), problem: null };
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        return {
          names: [],
          problem: `Found by words only: the server for meanings did not answer (${said.slice(0, 120)}).`,
        };
      }
    },
  };
}

function nearest(db: Database, model: string, wanted: Float32Array): string[] {
  const near: { name: string; score: number }[] = [];
  for (const [name, vector] of db.rows(
    "SELECT entity.name, vector FROM meaning JOIN entity USING (id) WHERE model = ? LIMIT ?",
    model,
    VECTORS_LIMIT,
  )) {
    const bytes = vector as unknown as Uint8Array;
    const score = closeness(wanted, new Float32Array(bytes.slice().buffer));
    if (score >= CLOSE_ENOUGH) near.push({ name: String(name), score });
  }
  return near
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAREST)
    .map(({ name }) => name);
}

/** Of the next page of entities, those without a vector for what they say now; null at the end. */
function unlearned(
  db: Database,
  model: string,
  after: number,
): { waiting: { id: number; text: string }[]; last: number } | null {
  const rows = db.rows(
    `SELECT entity.id, name, type, observations, hash, model
      FROM entity LEFT JOIN meaning USING (id) WHERE entity.id > ? ORDER BY entity.id LIMIT ?`,
    after,
    PAGE,
  );
  const last = rows.at(-1)?.[0];
  if (typeof last !== "number") return null;
  const waiting = rows.flatMap(([id, name, type, json, hash, known]) => {
    const texts = JSON.parse(String(json)) as string[];
    const text = [`${String(name)} (${String(type)})`, ...texts].join("\n").slice(0, TEXT_CHARS);
    const whole = text.toWellFormed();
    return known === model && hash === sha256(whole) ? [] : [{ id: Number(id), text: whole }];
  });
  return { waiting, last };
}
