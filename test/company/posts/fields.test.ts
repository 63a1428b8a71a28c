import { expect, it } from "vitest";
import { postText } from "../../../company/draft-posts.ts";
import { type Draft, parseDrafts } from "../../../company/drafts.ts";

const FILE = "Marketing/drafts/week-2026-W48.md";

function draft(fields: string, { channel = "x", text = "The text." } = {}): Draft {
  const page = `## 2026-11-24 · ${channel} · A title\n\n- Status: draft\n${fields}\n\n${text}\n`;
  const { drafts, findings } = parseDrafts(page, FILE);
  expect(findings).toEqual([]);
  return drafts[0] as Draft;
}

it("gives a post without the new fields the bytes that it always had", () => {
  const old = draft("- Product: Farol\n- Level: LIVE\n- Facts: none\n- Reviews: cto APPROVED");
  expect(old).not.toHaveProperty("extra");
  expect(postText(old)).toBe(
    "Channel: x\nTitle: A title\nProduct: Farol\nLevel: LIVE\n\nThe text.",
  );
});

it("reads the new fields", () => {
  const fields = [
    "- At: 09:30 to 11:00",
    "- Tags: #node, sqlite",
    "- Canonical: https://farol.example/a",
    "- Cover: https://farol.example/a.png",
    "- Media: ![The graph](Marketing/media/a.png) ![The table](Marketing/media/b.png)",
    "- Series: Drills",
    "- Campaign: launch",
    "- Made with AI: yes",
  ];
  expect(draft(fields.join("\n")).extra).toEqual({
    at: "09:30 to 11:00",
    tags: ["node", "sqlite"],
    canonical: "https://farol.example/a",
    cover: "https://farol.example/a.png",
    media: [
      { path: "Marketing/media/a.png", alt: "The graph" },
      { path: "Marketing/media/b.png", alt: "The table" },
    ],
    series: "Drills",
    campaign: "launch",
    madeWithAi: true,
    problems: [],
  });
});

it.each([
  ["- Media: a.png", "Media: write ![what it shows]"],
  ["- Media: ![](a.png)", "Media: a.png has no alt text."],
  ["- Media: ![out](../a.png)", "Media: ../a.png is no path"],
  ["- Media: ![out](/a.png)", "Media: /a.png is no path"],
  ["- Media: ![out](https://a.example/a.png)", "is no path"],
  ["- Made with AI: perhaps", "Made with AI: write yes or no."],
])("says what of a field cannot be understood: %s", (field, what) => {
  expect(draft(field).extra?.problems.join()).toContain(what);
});

it("puts into the normal form what the outside sees on that channel, and nothing else", () => {
  const all =
    "- At: 09:30\n- Tags: node\n- Canonical: https://f.example/a\n- Media: ![Graph](a.png)\n- Series: S\n- Campaign: c";
  const on = (channel: string) => postText(draft(all, { channel }), () => "abc");
  expect(on("x")).toContain("\nMedia: sha256 abc a.png · Graph\n\nThe text.");
  expect(on("x")).not.toMatch(/Tags|Canonical|Series|Campaign|09:30/);
  expect(on("dev.to")).toContain("\nTags: node\nCanonical: https://f.example/a\nSeries: S\n\n");
  expect(on("dev.to")).not.toContain("Media");
});
