import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutgoingPost } from "../../channels/channel.ts";
import { devtoChannel } from "../../channels/devto/devto.ts";
import { NO_EXTRA } from "../../company/posts/extra.ts";
import { type ForemFault, type ForemServer, openForem } from "./forem-server.ts";

const KEY = "planted-key-of-the-test";
const CANONICAL = "https://mare.example/drill";

let forem: ForemServer;

beforeEach(async () => {
  forem = await openForem(KEY);
});

afterEach(() => forem.close());

function post(changes: Partial<OutgoingPost["seen"]> = {}): OutgoingPost {
  return {
    id: "2026-11-24-devto-a-drill",
    channel: "dev.to",
    date: "2026-11-24",
    title: "A drill",
    text: "I **timed** it.",
    seen: { ...NO_EXTRA, tags: ["SQLite"], canonical: CANONICAL, ...changes },
    files: new Map(),
  };
}

const part = (of = post()) => ({ post: of, index: 0, text: of.text, after: null });
const SINCE = "2026-11-24T10:00:00.000Z";

const channel = (key = KEY, timeoutMs = 5_000) =>
  devtoChannel({ key, base: forem.base, timeoutMs, writeGapMs: 0 }, () => forem.clock.now);

const wait = (seconds: number) => {
  forem.clock.now = new Date(forem.clock.now.getTime() + seconds * 1_000);
};

describe("an article", () => {
  it("is published with its fields, and says where it stands", async () => {
    expect(await channel().send(part())).toEqual({
      kind: "posted",
      id: "100",
      url: `${forem.base}/mare/100`,
      costMicroUsd: 0,
    });
    expect(forem.articles).toMatchObject([
      { title: "A drill", canonical_url: CANONICAL, published: true, tags: ["sqlite"] },
    ]);
    expect(await channel().account()).toEqual({ kind: "account", account: "mare (7)" });
  });

  it("is never made twice, however often it is sent", async () => {
    for (let again = 0; again < 3; again += 1) {
      expect(await channel().send(part())).toMatchObject({ kind: "posted", id: "100" });
      wait(600);
    }
    expect(forem.articles).toHaveLength(1);
  });

  it("that dev.to kept as a draft is published, and only then counts", async () => {
    forem.faults.push("keeps-draft");
    const sent = channel().send(part());
    // The throttle of a second counts for this write too.
    await expect(sent).resolves.toMatchObject({
      kind: "unknown",
      why: expect.stringContaining("draft"),
    });
    wait(2);
    expect(await channel().send(part())).toMatchObject({ kind: "posted", id: "100" });
    expect(forem.articles).toMatchObject([{ published: true }]);
  });

  it("without a canonical address leaves another one of its title alone", async () => {
    const own = post({ canonical: null });
    forem.articles.push({
      ...{ id: 5, title: "A drill", body_markdown: "Mine.", canonical_url: null, tags: [] },
      ...{ published: false, published_at: null, url: "" },
    });
    expect(await channel().send(part(own))).toMatchObject({ kind: "refused", again: null });
    expect(forem.articles).toMatchObject([{ body_markdown: "Mine.", published: false }]);
  });
});

it("tells what readers did, of the articles that are there", async () => {
  await channel().send(part());
  Object.assign(forem.articles[0] ?? {}, { page_views_count: 41, public_reactions_count: 3 });
  expect(await channel().metrics(["100", "7"])).toEqual({
    kind: "counted",
    posts: [{ id: "100", counts: { reads: 41, reactions: 3 } }],
    costMicroUsd: 0,
  });
  forem.readFaults.push("html");
  expect(await channel().metrics(["100"])).toMatchObject({ kind: "unreachable" });
});

describe("an answer that is lost or foreign", () => {
  it.each<[ForemFault, boolean]>([
    ["cut-before", false],
    ["cut-after", true],
    ["html", false],
    ["html-after", true],
    ["500", false],
    ["500-after", true],
    ["redirect", false],
    ["no-id", true],
    ["slow", false],
  ])("%s is unknown, and looking it up tells what stands there", async (fault, stands) => {
    forem.faults.push(fault);
    const timeoutMs = fault === "slow" ? 200 : 5_000;
    expect(await channel(KEY, timeoutMs).send(part())).toMatchObject({ kind: "unknown" });
    expect(forem.articles).toHaveLength(stands ? 1 : 0);
    const found = await channel().find(part(), SINCE);
    expect(found.kind).toBe(stands ? "found" : "unsure");
    wait(600);
    if (!stands) expect(await channel().find(part(), SINCE)).toEqual({ kind: "absent" });
    // Sent once more by mistake, it is still one article.
    await channel().send(part());
    expect(forem.articles).toHaveLength(1);
  });

  it("a canonical address that is taken is looked up, not called a failure", async () => {
    forem.articles.push({
      ...{ id: 5, title: "Another title", body_markdown: "", canonical_url: CANONICAL, tags: [] },
      ...{ published: true, published_at: SINCE, url: "" },
    });
    expect(await channel().send(part())).toMatchObject({ kind: "unknown" });
    expect(forem.articles).toHaveLength(1);
  });

  it("while its list cannot be read nothing is written, and nothing concluded", async () => {
    for (const fault of ["html", "500", "cut-before", "redirect"] as const) {
      forem.readFaults.push(fault);
      expect(await channel().send(part()), fault).toMatchObject({
        kind: "refused",
        again: expect.any(String),
      });
      forem.readFaults.push(fault);
      expect(await channel().find(part(), SINCE), fault).toMatchObject({ kind: "unsure" });
    }
    expect(forem.calls.filter((each) => !each.startsWith("GET"))).toEqual([]);
  });
});

describe("a refusal", () => {
  it("of the key is told without the key", async () => {
    const other = channel("another-planted-key");
    expect(await other.account()).toEqual({
      kind: "unreachable",
      why: "dev.to answered 401: unauthorized",
    });
    expect(await other.send(part())).toMatchObject({ kind: "refused" });
    forem.faults.push("echo-key");
    const sent = await channel().send(part());
    expect(sent).toMatchObject({ kind: "refused", why: "dev.to answered 403: not with …" });
    expect(JSON.stringify(sent)).not.toContain(KEY);
  });

  it("for now says when it may be tried again", async () => {
    await channel().send(part());
    const next = { ...post({ canonical: "https://mare.example/2" }), title: "Next" };
    expect(await channel().send(part(next))).toMatchObject({
      kind: "refused",
      again: "2026-11-24T10:00:01.000Z",
    });
    wait(1);
    expect(await channel().send(part(next))).toMatchObject({ kind: "posted" });
  });

  it("of what it says is final", async () => {
    const tagged = post({ tags: ["a", "b", "c", "d", "e"] });
    expect(await channel().send(part(tagged))).toMatchObject({ kind: "refused", again: null });
    expect(
      channel()
        .check(tagged)
        .map(({ severity }) => severity),
    ).toEqual(["blocking"]);
  });
});
