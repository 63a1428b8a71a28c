/**
 * Searching by meaning. Only with HQ_EMBEDDINGS_URL set is anything asked or kept for it; a write never
 * waits for it.
 */
import { randomUUID } from "node:crypto";
import type { Embeddings } from "../../recall/embeddings.ts";
import { type Meaning, nearest } from "../../recall/meaning.ts";
import type { Session } from "../database/session.ts";
import { ENTITIES_LIMIT, keepVectors, scoresOf, TEXT_CHARS, takeBatch } from "./text-vectors.ts";

/** A service that failed is not asked again for this long, so that not every question waits for it. */
const REST_MS = 30_000;
export interface MeaningOptions {
  session: Session;
  embeddings: Embeddings;
  now: () => Date;
}

export function createMeaning({ session, embeddings, now }: MeaningOptions): Meaning {
  const { model } = embeddings;
  const service = createResting(embeddings, now);
  const learner = createLearner({ session, model, service, now });
  return {
    learn: learner.learn,
    stop: () => {
      learner.stop();
      embeddings.stop();
    },
    rank: async (query, limit) => {
      if (service.isResting()) return { names: [], problem: service.problem() };
      const [asked] = (await service.embed([query.slice(0, TEXT_CHARS).toWellFormed()])) ?? [];
      if (asked === undefined) return { names: [], problem: service.problem() };
      const scores = await scoresOf(session, model, asked);
      const ids = nearest(scores, limit);
      const { names, all } = await session.read((db) => ({
        names: ids.flatMap((id) => db.row("SELECT name FROM entity WHERE id = ?", id)?.[0] ?? []),
        all: Number(db.row("SELECT count(*) FROM entity")?.[0]),
      }));
      if (scores.length < Math.min(all, ENTITIES_LIMIT)) void learner.learn();
      return { names: names.map(String), problem: unknownYet(scores.length, all) };
    },
  };
}

function unknownYet(known: number, all: number): string | null {
  if (known >= all) return null;
  return `The meaning of ${known} of ${all} entities is known so far; the others were searched by words.`;
}

/** The service of the vectors, left alone for a while after it failed. */
interface Resting {
  /** Null when it failed. */
  embed(texts: string[]): Promise<Float32Array[] | null>;
  isResting(): boolean;
  /** Why there was no answer last; null when there was one. */
  problem(): string | null;
}

function createResting(embeddings: Embeddings, now: () => Date): Resting {
  let rest: { until: number; problem: string } | null = null;
  return {
    embed: async (texts) => {
      const answer = await embeddings.embed(texts);
      if (answer.kind === "vectors") {
        rest = null;
        return answer.vectors;
      }
      const problem = `Searched by words only, not by meaning: ${answer.why}.`;
      rest = { until: now().getTime() + REST_MS, problem };
      return null;
    },
    isResting: () => rest !== null && now().getTime() < rest.until,
    problem: () => rest?.problem ?? null,
  };
}

/** Asks for the vectors of what is new, in one run at a time. */
function createLearner(on: {
  session: Session;
  model: string;
  service: Resting;
  now: () => Date;
}): Pick<Meaning, "learn" | "stop"> {
  const { session, model, service } = on;
  const me = randomUUID();
  let learning: Promise<void> | null = null;
  /** Something may have changed since the learning that is under way began. */
  let isAskedAgain = false;
  let isStopped = false;

  const learnAll = async (deadline: number) => {
    let before = Number.MAX_SAFE_INTEGER;
    while (!isStopped && !service.isResting() && performance.now() < deadline) {
      const next = { model, me, now: on.now().getTime(), before };
      const batch = await session.exclusive(({ db }) => takeBatch(db, next));
      if (batch.length === 0) return;
      const vectors = await service.embed(batch.map(({ text }) => text));
      if (vectors === null || isStopped) return;
      await session.exclusive(({ db }) => keepVectors(db, { model, batch, vectors }));
      before = batch.at(-1)?.id ?? before;
    }
  };
  const run = async (deadline: number) => {
    while (isAskedAgain) {
      isAskedAgain = false;
      await learnAll(deadline);
    }
  };
  return {
    stop: () => {
      isStopped = true;
    },
    learn: (deadline = Number.POSITIVE_INFINITY) => {
      isAskedAgain = true;
      learning ??= run(deadline)
        // Busy, read-only or closed: the next question or change tries again.
        .catch(() => undefined)
        .finally(() => {
          learning = null;
        });
      return learning;
    },
  };
}
