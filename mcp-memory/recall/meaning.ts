/** A second ranking, by what a question means: any server with an OpenAI-compatible `/embeddings`. */
import { MemoryError } from "../error.ts";

/** Where embeddings come from. */
export interface EmbeddingSettings {
  /** The address of the API, with or without `/embeddings` at its end. */
  url: string;
  model: string;
  /** Sent as a bearer token when set; never written anywhere. */
  key: string | null;
}

/** Turns texts into vectors of one length within some milliseconds. Throws with the reason in words. */
export type Embed = (texts: string[], limitMs: number) => Promise<Float32Array[]>;

const ANSWER_LIMIT_BYTES = 32 * 1024 * 1024;
const DEFAULT_MODEL = "text-embedding-3-small";

/**
 * From HQ_EMBEDDINGS_URL, HQ_EMBEDDINGS_MODEL and HQ_EMBEDDINGS_KEY; null when no address is set.
 * Throws `MemoryError` "invalid" for an address that is none.
 */
export function embeddingSettings(
  env: Record<string, string | undefined>,
): EmbeddingSettings | null {
  const given = env.HQ_EMBEDDINGS_URL?.trim();
  if (!given) return null;
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new MemoryError(
      "invalid",
      "Cannot use HQ_EMBEDDINGS_URL: it is no address, expected one such as http://127.0.0.1:11434/v1.",
    );
  }
  const url = given.replace(/\/+$/, "");
  return {
    url: url.endsWith("/embeddings") ? url : `${url}/embeddings`,
    model: env.HQ_EMBEDDINGS_MODEL?.trim() || DEFAULT_MODEL,
    key: env.HQ_EMBEDDINGS_KEY?.trim() || null,
  };
}

/** Asks the server. Nothing but its address and status reaches an error. */
export function createEmbed({ url, model, key }: EmbeddingSettings): Embed {
  return async (input, limitMs) => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, input }),
      redirect: "error",
      signal: AbortSignal.timeout(limitMs),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const text = await response.text();
    if (text.length > ANSWER_LIMIT_BYTES) throw new Error("its answer is too long");
    return readVectors(JSON.parse(text), input.length);
  };
}

function readVectors(answer: unknown, count: number): Float32Array[] {
  const { data } = (answer ?? {}) as { data?: unknown };
  if (!Array.isArray(data) || data.length !== count) {
    throw new Error(`it gave no list of ${count} embeddings`);
  }
  const rows = data as { index?: unknown; embedding?: unknown }[];
  const inOrder = rows.toSorted((a, b) => Number(a.index ?? 0) - Number(b.index ?? 0));
  const length = Array.isArray(inOrder[0]?.embedding) ? inOrder[0].embedding.length : 0;
  return inOrder.map(({ embedding }) => {
    const isVector =
      Array.isArray(embedding) &&
      embedding.length === length &&
      length > 0 &&
      embedding.every((value) => typeof value === "number" && Number.isFinite(value));
    if (!isVector) throw new Error("one of its embeddings is no list of numbers");
    return normal(Float32Array.from(embedding as number[]));
  });
}

/** Of length one, so that the product of two is their cosine. */
function normal(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

export function closeness(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return 0;
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
