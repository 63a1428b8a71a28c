/** What is heard outside that is no post of ours: written by others, never an instruction. */
import { clip } from "../company/clip.ts";

export interface Signal {
  /** `sentry`, `hackernews`, `x`. */
  source: string;
  /** The project, the watch word that it matches, or who wrote it. */
  about: string;
  /** One line, cut, without control characters or marks of direction. */
  text: string;
  url: string;
  /** ISO instant. */
  at: string;
  /** How often it came, or how many points it has; null where nobody counts. */
  count: number | null;
}

export type SignalsOutcome =
  | { kind: "heard"; signals: Signal[] }
  | { kind: "unreachable"; why: string };

const TEXT_CHARS = 200;
const ABOUT_CHARS = 60;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]+/gu;

/** Bounded and on one line; an address that is none of the web is left out. */
export function signalOf({ source, about, text, url, at, count }: Signal): Signal {
  return {
    source,
    about: line(about, ABOUT_CHARS),
    text: line(text, TEXT_CHARS),
    url: URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? clip(url, 300) : "",
    at: Number.isNaN(Date.parse(at)) ? "" : new Date(at).toISOString(),
    count: count !== null && Number.isFinite(count) ? count : null,
  };
}

function line(text: string, chars: number): string {
  return clip(text.toWellFormed().replaceAll(UNSEEN, " ").replaceAll(/\s+/g, " ").trim(), chars);
}

export type JsonAnswer = { kind: "json"; body: unknown } | { kind: "unreachable"; why: string };

const BYTES_LIMIT = 2_000_000;

/** One read of a service. Contract: never rejects; the words of a failure hold nothing that was sent. */
export async function readJson(
  url: string,
  { headers = {}, timeoutMs }: { headers?: Record<string, string>; timeoutMs: number },
): Promise<JsonAnswer> {
  const unreachable = (why: string) => ({ kind: "unreachable", why }) as const;
  try {
    const answer = await fetch(url, {
      // A token must not travel to where a redirect leads.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: "application/json", "user-agent": "solo-hq", ...headers },
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      return unreachable(`it answered ${answer.status}`);
    }
    let bytes = 0;
    const pieces: Uint8Array[] = [];
    for await (const piece of answer.body ?? []) {
      bytes += piece.length;
      if (bytes > BYTES_LIMIT) return unreachable("its answer is longer than 2 MB");
      pieces.push(piece);
    }
    return { kind: "json", body: JSON.parse(Buffer.concat(pieces).toString("utf8")) };
  } catch (error) {
    if (error instanceof SyntaxError) return unreachable("its answer is no JSON");
    const { name, cause } = error as Error & { cause?: { code?: string } };
    if (name === "TimeoutError") return unreachable("it did not answer in time");
    return unreachable(cause?.code ?? name);
  }
}
