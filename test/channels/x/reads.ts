/**
 * What can be read of the X of a test: docs.x.com/openapi.json (/2/users/{id}/tweets, /2/users/{id}/mentions, /2/tweets,
 * /2/tweets/search/recent); fields only where they are asked for: docs.x.com, x-api/fundamentals/fields.
 */
import { type Call, json, problem } from "./server.ts";
import type { Tweet } from "./state.ts";

export function listed(call: Call): void {
  const { place } = call;
  const shown = place.clock.now.getTime() - place.lagMs;
  page(
    call,
    place.tweets.filter(({ created_at }) => Date.parse(created_at) <= shown),
    5,
  );
}

export function foundBy(call: Call): void {
  const ids = new Set((queryOf(call).get("ids") ?? "").split(","));
  const data = call.place.tweets.filter(({ id }) => ids.has(id));
  const missing = [...ids].filter((id) => data.every((tweet) => tweet.id !== id));
  json(call, 200, {
    ...(data.length === 0 ? {} : { data: data.map((tweet) => seen(call, tweet)) }),
    ...(missing.length === 0
      ? {}
      : {
          errors: missing.map((id) => ({
            resource_id: id,
            title: "Not Found Error",
            detail: `Could not find tweet with ids: [${id}].`,
          })),
        }),
  });
}

/** Mentions; for the recent search those with all of its words (the rest of its language is not played). */
export function mentioned(call: Call): void {
  const { place } = call;
  const query = queryOf(call).get("query");
  const words = (query ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => /^"?[\p{L}\p{N}@#]/u.test(word));
  const fits = ({ text }: Tweet) =>
    words.every((word) => text.toLowerCase().includes(word.replaceAll('"', "")));
  page(call, place.others.filter(fits), query === null ? 5 : 10);
}

function page(call: Call, tweets: readonly Tweet[], least: number): void {
  const query = queryOf(call);
  const size = Number(query.get("max_results") ?? 10);
  const since = Date.parse(query.get("start_time") ?? "2006-03-21T00:00:00Z");
  if (!(size >= least && size <= 100) || Number.isNaN(since)) {
    return void problem(call, 400, {
      title: "Invalid Request",
      detail: "One or more parameters to your request was invalid.",
    });
  }
  const wanted = tweets.filter(({ created_at }) => Date.parse(created_at) >= since).toReversed();
  const token = query.get("pagination_token") ?? query.get("next_token") ?? "p0";
  const from = Number(token.slice(1));
  const shown = wanted.slice(from, from + size);
  const more = from + size < wanted.length ? { next_token: `p${from + size}` } : {};
  json(call, 200, {
    ...(shown.length === 0 ? {} : { data: shown.map((tweet) => seen(call, tweet)) }),
    ...authorsOf(call, shown),
    meta: { result_count: shown.length, ...more },
  });
}

function queryOf({ ask, place }: Call): URLSearchParams {
  return new URL(ask.url ?? "", place.base).searchParams;
}

function authorsOf(call: Call, shown: readonly Tweet[]) {
  if (!(queryOf(call).get("expansions") ?? "").includes("author_id")) return {};
  const users = shown.map(({ author }) => ({
    id: author,
    name: author,
    username: call.place.others.find((other) => other.author === author)?.username ?? "mare",
  }));
  return users.length === 0 ? {} : { includes: { users } };
}

/** Of a post only id and text, and what was asked for. */
function seen(call: Call, tweet: Tweet) {
  const fields = (queryOf(call).get("tweet.fields") ?? "").split(",");
  const has = (field: string, value: object) => (fields.includes(field) ? value : {});
  const { id, text, created_at, public_metrics, author, in_reply_to, urls } = tweet;
  return {
    ...{ id, text, edit_history_tweet_ids: [id] },
    ...has("created_at", { created_at }),
    ...has("author_id", { author_id: author }),
    ...has("public_metrics", { public_metrics }),
    ...has("entities", urls.length === 0 ? {} : { entities: { urls } }),
    ...has(
      "referenced_tweets",
      in_reply_to === null ? {} : { referenced_tweets: [{ type: "replied_to", id: in_reply_to }] },
    ),
  };
}
