import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDrafts } from "../../../company/drafts.ts";
import { channelProblems, readingTime } from "../../../company/posts/channel-rules.ts";
import { partsOf, threadOf } from "../../../company/posts/thread.ts";
import { dollars, xPostCostMicroUsd } from "../../../company/posts/x-prices.ts";

const weights = (text: string) => threadOf(text).map(({ weight }) => weight);

describe("a post on X", () => {
  // By https://docs.x.com/fundamentals/counting-characters: a link 23, an emoji or a CJK letter 2.
  it.each([
    ["hello", [5]],
    ["日本語", [6]],
    ["👨‍👩‍👧‍👦", [2]],
    ["see https://farol.example.com/a/very/long/path/that/nobody/reads ok", [30]],
    ["e\u0301", [1]],
    ["one\n---\ntwo", [3, 3]],
    ["one\n\n-----  \n\ntwo\n---", [3, 3]],
  ])("%j weighs %j", (text, expected) => {
    expect(weights(text)).toEqual(expected);
  });

  it("is parted only by lines of dashes alone", () => {
    expect(partsOf("a --- b\n- ---\n -- \n| --- |")).toHaveLength(1);
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z ]{1,20}$/), { maxLength: 6 }), (parts) => {
        const kept = parts.map((part) => part.trim()).filter(Boolean);
        expect(partsOf(parts.join("\n---\n"))).toEqual(kept);
      }),
    );
  });

  it("costs more with a link, each part for itself", () => {
    const cost = (text: string) => xPostCostMicroUsd(text, 0);
    expect([
      cost("plain"),
      cost("see example.com"),
      cost("a\n---\nb\n---\nhttps://example.com"),
    ]).toEqual([15_000, 200_000, 230_000]);
    expect([dollars(15_000), dollars(230_000), dollars(0)]).toEqual([
      "$0.015",
      "$0.230",
      "no charge",
    ]);
  });
});

describe("what a channel refuses", () => {
  const found = (channel: string, text: string, fields = "") => {
    const page = `## 2026-11-24 · ${channel} · T\n\n- Status: draft\n${fields}\n\n${text}\n`;
    const [draft] = parseDrafts(page, "w.md").drafts;
    return draft === undefined
      ? []
      : channelProblems(draft).map(({ severity, what }) => `${severity}: ${what}`);
  };

  it("on X: a part over 280, too many images", () => {
    expect(found("x", "a".repeat(280))).toEqual([]);
    expect(found("x", `short\n---\n${"a".repeat(281)}`)).toEqual([
      "blocking: Part 2 of 2 weighs 281 by X's count, at most 280.",
    ]);
    const images = "![a](a.png)".repeat(5);
    expect(found("x", "t", `- Media: ${images}`).join()).toContain("5 images, at most 4");
    expect(found("x", "")).toEqual(["blocking: It has no text."]);
  });

  it("on dev.to: fields in the text, tags, addresses", () => {
    const canonical = "- Canonical: https://f.example/a";
    expect(found("dev.to", "Text", canonical)).toEqual([]);
    expect(found("dev.to", "Text")).toEqual([expect.stringMatching(/^warning: No Canonical/)]);
    expect(found("dev.to", "---\npublished: true\n---\nText", canonical).join()).toContain(
      "begins with ---",
    );
    expect(found("dev.to", "Text", `${canonical}\n- Tags: a, b, c, d, e-f`)).toHaveLength(2);
    expect(found("dev.to", "Text", `${canonical}\n- Cover: a.png`).join()).toContain(
      "address of a picture",
    );
    expect(found("dev.to", "Text", "- Canonical: farol").join()).toContain("no address");
  });

  it("in a newsletter: a warning about its length", () => {
    expect(found("newsletter", "word ".repeat(300))).toEqual([]);
    expect(found("newsletter", "word ".repeat(301)).join()).toMatch(/^warning: .* 301 words/);
  });
});

it("reads 230 words a minute, and nothing in less than one", () => {
  expect(readingTime("word ".repeat(1_150))).toEqual({ words: 1_150, minutes: 5 });
  expect(readingTime("")).toEqual({ words: 0, minutes: 1 });
});
