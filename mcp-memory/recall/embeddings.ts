/** Vectors of texts from any server that speaks the OpenAI `/embeddings` call, a local one included. */
export interface EmbeddingsSetting {
  /** The service's base (`http://127.0.0.1:11434/v1`) or its `/embeddings` itself. */
  url: string;
  model: string;
  key: string | null;
  /** How long one request may take; `TIMEOUT_MS` when left out. */
  timeoutMs?: number;
}

export interface Embeddings {
  /** Vectors of other models cannot be compared with this one's. */
  model: string;
  /** One vector of length 1 for each text, in order. Never throws: what went wrong is a value. */
  embed(texts: string[]): Promise<Embedded>;
  /** Ends what is under way. */
  stop(): void;
}

export type Embedded =
  | { kind: "vectors"; vectors: Float32Array[] }
  /** `why` is for a reader of the answer: no key, no text of the service. */
  | { kind: "failed"; why: string };

const DEFAULT_MODEL = "text-embedding-3-small";
const TIMEOUT_MS = 3_000;
/** 32 texts with 4,096 numbers each take about 3 MB. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** From HQ_EMBEDDINGS_URL, HQ_EMBEDDINGS_MODEL and HQ_EMBEDDINGS_KEY; null when there is no URL. */
export function embeddingsSetting(
  env: Readonly<Record<string, string | undefined>>,
): EmbeddingsSetting | null {
  const url = env.HQ_EMBEDDINGS_URL?.trim();
  if (!url) return null;
  return {
    url,
    model: env.HQ_EMBEDDINGS_MODEL?.trim() || DEFAULT_MODEL,
    key: env.HQ_EMBEDDINGS_KEY?.trim() || null,
  };
}

/** Nothing is asked before the first `embed`. */
export function createEmbeddings(setting: EmbeddingsSetting): Embeddings {
  const endpoint = endpointOf(setting.url);
  const stopping = new AbortController();
  const embed = async (texts: string[]): Promise<Embedded> => {
    if (endpoint === null) return failed("HQ_EMBEDDINGS_URL is no http or https address");
    const timeoutMs = setting.timeoutMs ?? TIMEOUT_MS;
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const answer = await fetch(endpoint, { ...requestOf(setting, texts), signal });
      if (!answer.ok) {
        await answer.body?.cancel();
        return failed(`${endpoint.host} answered with status ${answer.status}`);
      }
      return await vectorsOf(JSON.parse(await readBounded(answer)), texts.length, endpoint.host);
    } catch (error) {
      return failed(`${endpoint.host} ${reasonOf(error, timeoutMs)}`);
    }
  };
  return { model: setting.model, embed, stop: () => stopping.abort() };
}

function requestOf({ model, key }: EmbeddingsSetting, texts: string[]): RequestInit {
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ model, input: texts, encoding_format: "float" }),
    // A redirect could lead texts and key to somebody else.
    redirect: "error",
  };
}

function endpointOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // fetch refuses an address with a password in it; the key has a variable of its own.
  url.username = "";
  url.password = "";
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/embeddings") ? path : `${path}/embeddings`;
  return url;
}

async function readBounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > ANSWER_BYTES) throw new TooLong();
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

class TooLong extends Error {}

async function vectorsOf(value: unknown, count: number, host: string): Promise<Embedded> {
  // Most memories ask no service, and do without what checks its answers.
  const { answerSchema } = await import("./embeddings-answer.ts");
  const read = answerSchema.safeParse(value);
  if (!read.success) return failed(`${host} answered with something else than embeddings`);
  const vectors: Float32Array[] = [];
  for (const [place, { index, embedding }] of read.data.data.entries()) {
    const vector = unitVector(embedding);
    if (vector !== null) vectors[index ?? place] = vector;
  }
  const first = vectors[0]?.length;
  const isWhole = vectors.length === count && count === read.data.data.length;
  for (let place = 0; isWhole && place < count; place++) {
    if (vectors[place]?.length !== first || first === undefined) break;
    if (place === count - 1) return { kind: "vectors", vectors };
  }
  return failed(`${host} did not give one vector for each text`);
}

/** Of length 1, so that the cosine is a sum of products; null for a vector without a direction. */
function unitVector(numbers: number[]): Float32Array | null {
  const length = Math.hypot(...numbers);
  if (!Number.isFinite(length) || length === 0) return null;
  return Float32Array.from(numbers, (number) => number / length);
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof TooLong) return "answered with more than can be read";
  if (error instanceof SyntaxError) return "answered with something else than JSON";
  if (error instanceof Error && error.name === "TimeoutError") {
    return `did not answer within ${timeoutMs / 1_000} s`;
  }
  return "cannot be reached";
}

function failed(why: string): Embedded {
  return { kind: "failed", why };
}
