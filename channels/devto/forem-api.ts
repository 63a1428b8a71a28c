/**
 * dev.to's API, version 1 (https://developers.forem.com/api/v1): one call, and what may be concluded from its end.
 * Nothing is tried again here.
 */
import { z } from "zod";

export type Answered =
  | { kind: "json"; status: number; body: unknown; retryAfterSeconds: number | null }
  /** An answer that is none of the API's: a page of a proxy, a redirect, a cut body. */
  | { kind: "foreign"; status: number }
  | { kind: "none"; why: string };

export interface Forem {
  /** `https://dev.to`, without a slash at the end. */
  base: string;
  key: string;
  timeoutMs: number;
}

const ACCEPT = "application/vnd.forem.api-v1+json";
const SHOWN_CHARS = 200;

/** Contract: never rejects. */
export async function call(
  { base, key, timeoutMs }: Forem,
  { method, path, body }: { method: "GET" | "POST" | "PUT"; path: string; body?: unknown },
): Promise<Answered> {
  try {
    const answer = await fetch(`${base}/api${path}`, {
      method,
      // A key must not travel to where a redirect leads.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        "api-key": key,
        accept: ACCEPT,
        "content-type": "application/json",
        // Without one the API answers 403: https://developers.forem.com/api/v1 (Headers).
        "user-agent": "solo-hq",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = answer;
    const text = await answer.text();
    const after = Number(answer.headers.get("retry-after") ?? Number.NaN);
    const retryAfterSeconds = Number.isFinite(after) ? after : null;
    // Its throttle answers in plain text: forem/forem config/initializers/rack_attack.rb.
    if (status === 429) return { kind: "json", status, body: null, retryAfterSeconds };
    const json = jsonOf(text);
    if (json === undefined) return { kind: "foreign", status };
    return { kind: "json", status, body: json, retryAfterSeconds };
  } catch (error) {
    return { kind: "none", why: reasonOf(error) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The cause says more than fetch's own "fetch failed"; neither holds the key. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause;
  const from = cause instanceof Error ? cause : error;
  return from instanceof Error ? from.message || from.name : String(from);
}

const ERROR = z.object({ error: z.string() });

/** What the API says of a refusal, without the key should it say that back. */
export function saidBy(
  { key }: Forem,
  { status, body }: { status: number; body: unknown },
): string {
  const said = ERROR.safeParse(body).data?.error ?? "";
  const plain = said.replaceAll(key, "…").replaceAll(/\s+/g, " ").slice(0, SHOWN_CHARS);
  return plain === "" ? `dev.to answered ${status}` : `dev.to answered ${status}: ${plain}`;
}

const ARTICLE = z.object({
  id: z.int().positive(),
  title: z.string(),
  url: z.string().nullish(),
  canonical_url: z.string().nullish(),
  published: z.boolean().optional(),
  published_at: z.string().nullish(),
  page_views_count: z.int().min(0).nullish(),
  public_reactions_count: z.int().min(0).nullish(),
  comments_count: z.int().min(0).nullish(),
});

export type Article = z.infer<typeof ARTICLE>;

export function articleOf(body: unknown): Article | null {
  return ARTICLE.safeParse(body).data ?? null;
}

/** The page of that size is the largest: https://developers.forem.com/api/v1#tag/articles (per_page up to 1000). */
const PAGE = 1_000;
const PAGES_LIMIT = 10;

export type OwnArticles =
  | { kind: "articles"; articles: Article[] }
  | { kind: "unread"; why: string };

/** All of the account, drafts and scheduled ones too: GET /api/articles/me/all is the only list that has both. */
export async function ownArticles(forem: Forem): Promise<OwnArticles> {
  const articles: Article[] = [];
  for (let page = 1; page <= PAGES_LIMIT; page += 1) {
    const path = `/articles/me/all?per_page=${PAGE}&page=${page}`;
    const answer = await call(forem, { method: "GET", path });
    if (answer.kind === "none") return { kind: "unread", why: answer.why };
    if (answer.kind === "foreign" || answer.status !== 200) {
      return { kind: "unread", why: `dev.to answered ${answer.status} to a look at its articles` };
    }
    const read = z.array(ARTICLE).safeParse(answer.body);
    if (!read.success) return { kind: "unread", why: "dev.to's list of articles has another form" };
    articles.push(...read.data);
    if (read.data.length < PAGE) return { kind: "articles", articles };
  }
  return { kind: "unread", why: `the account has more than ${PAGE * PAGES_LIMIT} articles` };
}
