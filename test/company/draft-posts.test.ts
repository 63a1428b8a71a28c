import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  choosePost,
  identifyPosts,
  isLikeId,
  listIds,
  partWorkPath,
  postText,
} from "../../company/draft-posts.ts";
import { type Draft, parseDrafts } from "../../company/drafts.ts";

const FILE = "Marketing/drafts/week-2026-W48.md";

function postsOf(text: string): Draft[] {
  return parseDrafts(text, FILE).drafts;
}

function only(text: string): Draft {
  const [post] = postsOf(text);
  if (post === undefined) throw new Error("no post");
  return post;
}

const POST = `## 2026-11-24 · dev.to · Why the Açaí drill failed!

- Status: draft
- Product: Redeiro
- Level: LIVE
- Facts: none

First line.

Second line.
`;

describe("the id of a post", () => {
  test("is its date, its channel and the slug of its title", () => {
    const ids = identifyPosts(postsOf(POST)).map(({ id }) => id);
    expect(ids).toEqual(["2026-11-24-devto-why-the-acai-drill-failed"]);
  });

  test("is its date and channel alone when the title has no letter", () => {
    const [post] = identifyPosts(postsOf("## 2026-11-24 · x · 🌊\n- Status: draft\n"));
    expect(post?.id).toBe("2026-11-24-x");
  });

  test("is counted on where posts would share it, and never shared", () => {
    const title = fc.constantFrom("A tide", "A tide 2", "A tide 2-2", "a TIDE", "🌊", "2");
    fc.assert(
      fc.property(fc.array(title, { maxLength: 12 }), (titles) => {
        const text = titles.map((each) => `## 2026-11-24 · x · ${each}\n- Status: draft\n`);
        const posts = identifyPosts(postsOf(text.join("\n")));
        expect(posts).toHaveLength(titles.length);
        expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
      }),
    );
    const twice = `${POST}\n${POST}\n${POST}`;
    expect(identifyPosts(postsOf(twice)).map(({ id }) => id.replace(/^.*failed/, ""))).toEqual([
      "",
      "-2",
      "-3",
    ]);
  });
});

describe("a post is chosen", () => {
  const posts = identifyPosts(
    postsOf(
      ["x · Tide", "x · Tide tables", "newsletter · Tide"]
        .map((head) => `## 2026-11-24 · ${head}\n- Status: draft\n`)
        .join("\n"),
    ),
  );

  test("by its id, although another one begins so", () => {
    expect(choosePost(posts, "2026-11-24-x-tide")).toMatchObject({
      kind: "post",
      post: { draft: { title: "Tide" } },
    });
  });

  test("by a beginning that only one has, in any case of letters", () => {
    expect(choosePost(posts, " 2026-11-24-N ")).toMatchObject({ kind: "post", post: posts[2] });
  });

  test("not by a beginning of several, nor by one of none", () => {
    expect(choosePost(posts, "2026-11-24-x")).toEqual({
      kind: "several",
      posts: posts.slice(0, 2),
    });
    expect(choosePost(posts, "2026-11-25")).toEqual({ kind: "none" });
  });

  test("from a list that stays short", () => {
    const many = Array.from({ length: 14 }, () => posts).flat();
    expect(listIds(many)).toMatch(/and 32 more$/);
    expect(listIds([])).toBe("none");
  });
});

describe("the text of a post", () => {
  test("is its channel, title, product, level and text", () => {
    expect(postText(only(POST))).toBe(
      "Channel: dev.to\nTitle: Why the Açaí drill failed!\nProduct: Redeiro\nLevel: LIVE\n\nFirst line.\n\nSecond line.",
    );
  });

  test.each([
    ["another status", POST.replace("draft\n", "review\n")],
    ["another day", POST.replace("11-24", "11-27")],
    ["other fields of the founder's own", POST.replace("- Facts: none", "- Facts: 3 shops")],
    ["Windows line ends", POST.replaceAll("\n", "\r\n")],
    ["another post below", `${POST}\n## 2026-11-25 · x · Other\n- Status: draft\n\nText.\n`],
  ])("is the same with %s", (_, changed) => {
    expect(postText(only(changed))).toBe(postText(only(POST)));
  });

  test.each([
    ["channel", POST.replace("dev.to", "x")],
    ["title", POST.replace("failed", "passed")],
    ["product", POST.replace("Redeiro", "Almadrava")],
    ["level", POST.replace("LIVE", "ROADMAP")],
    ["text", POST.replace("Second", "Third")],
  ])("is another with another %s", (_, changed) => {
    expect(postText(only(changed))).not.toBe(postText(only(POST)));
  });
});

test("a work's path is parted into file and post", () => {
  expect(partWorkPath(`${FILE}#2026-11-24-x`)).toEqual({ file: FILE, post: "2026-11-24-x" });
  expect(partWorkPath(FILE)).toEqual({ file: FILE, post: null });
});

test.each([
  ["2026-11-24-x-tide", "2026-11-24-x-the-moon", true],
  ["2026-11-24-x-tide", "2026-12-01-devto-tide", true],
  ["2026-11-24-x-tide", "2026-11-25-x-tide-2", true],
  ["2026-11-24-x-tide", "2026-11-24-devto-moon", false],
  ["2026-11-24-x", "2026-11-25-x", false],
])("%s and %s may be one post: %s", (one, other, isLike) => {
  expect(isLikeId(one, other)).toBe(isLike);
});
