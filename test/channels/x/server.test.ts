/** The X of the tests, through the library that the channel uses: it refuses what X refuses. */
import { Agent } from "node:http";
import { TwitterApi, TwitterApiv2 } from "twitter-api-v2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { X_KEYS } from "./keys.ts";
import { misSigned } from "./oauth.ts";
import { openX, type Place } from "./server.ts";

let x: Place;

beforeEach(async () => {
  x = await openX();
});

afterEach(() => x.close());

/** The library knows one address alone. */
class HereX extends TwitterApiv2 {
  protected override _prefix = `${x.base}/2/`;
}

const client = (changes: Partial<typeof X_KEYS> = {}) =>
  new HereX(new TwitterApi({ ...X_KEYS, ...changes }, { httpAgent: new Agent() }));

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 0,
    (error: { code?: number }) => error.code,
  );

describe("a signature", () => {
  it("counts with all four of its keys, a query and odd letters", async () => {
    expect((await client().me()).data.username).toBe("mare");
    await client().get("tweets/search/recent", { query: "it's (41) * ! ~ ã %", max_results: 10 });
    for (const key of Object.keys(X_KEYS)) {
      expect(await codeOf(client({ [key]: "another" }).me()), key).toBe(401);
    }
  });

  it("does not count with a clock that is wrong", async () => {
    x.skewMs = 3_600_000;
    expect(await codeOf(client().me())).toBe(401);
  });

  it("is that of the page that documents it", () => {
    // docs.x.com, fundamentals/authentication/oauth-1-0a/creating-a-signature: its keys, with its signature.
    const header = [
      'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog"',
      'oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"',
      'oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"',
      'oauth_signature_method="HMAC-SHA1"',
      'oauth_timestamp="1318622958"',
      'oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"',
      'oauth_version="1.0"',
    ].join(", ");
    const keys = {
      appKey: "xvz1evFS4wEEPTGEFPHBog",
      appSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
      accessToken: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
      accessSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    };
    // Form-encoded there; here its one field stands in the address, which is signed the same.
    const url =
      "/1.1/statuses/update.json?include_entities=true&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21";
    const ask = { method: "POST", url, headers: { authorization: header } } as never;
    const about = { base: "https://api.x.com", now: new Date(1_318_622_958_000) };
    expect(misSigned(ask, keys, { ...about, seen: new Set() })).toBeNull();
    const other = { ...keys, appSecret: "other" };
    expect(misSigned(ask, other, { ...about, seen: new Set() })).toContain("signature");
  });
});

describe("a post", () => {
  it("has an id beyond what a number holds, and stands in the list of its account", async () => {
    const { data } = await client().tweet("Ana & Bo: see https://example.com/drill");
    expect(Number.isSafeInteger(Number(data.id))).toBe(false);
    const { data: list } = await client().get("users/7001/tweets", {
      "tweet.fields": "entities,created_at",
    });
    expect(list).toMatchObject([
      {
        id: data.id,
        text: expect.stringMatching(/^Ana &amp; Bo: see https:\/\/t\.co\/\w+$/),
        entities: { urls: [{ expanded_url: "https://example.com/drill" }] },
      },
    ]);
  });

  it("with the words of the last hour is refused, later not", async () => {
    await client().tweet("One.");
    expect(await codeOf(client().tweet("One."))).toBe(403);
    x.clock.now = new Date(x.clock.now.getTime() + 2 * 3_600_000);
    expect(await codeOf(client().tweet("One."))).toBe(0);
  });

  it("over the limit, too long, with two cashtags or under no post is refused", async () => {
    x.postLimit = 1;
    expect(await codeOf(client().tweet("a".repeat(281)))).toBe(403);
    expect(await codeOf(client().tweet("$AAA and $BBB"))).toBe(403);
    expect(await codeOf(client().reply("Two.", "1"))).toBe(400);
    await client().tweet("One.");
    expect(await codeOf(client().tweet("Two."))).toBe(429);
  });

  it("shows a picture that was sent in pieces, with its words", async () => {
    const bytes = Buffer.alloc(1_500_000, 7);
    const id = await client().uploadMedia(bytes, {
      media_type: "image/png",
      media_category: "tweet_image",
    });
    await client().createMediaMetadata(id, { alt_text: { text: "A graph" } });
    await client().tweet("One.", { media: { media_ids: [id] } });
    expect(x.tweets).toMatchObject([{ media_ids: [id] }]);
    expect(x.pictures.get(id)).toMatchObject({ alt: "A graph", isDone: true });
    expect(Buffer.concat(x.pictures.get(id)?.pieces ?? []).equals(bytes)).toBe(true);
    expect(await codeOf(client().tweet("Two.", { media: { media_ids: ["77"] } }))).toBe(400);
  });
});
