import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWaiting, parseDrafts } from "../../company/drafts.ts";
import { findingSentence } from "../../company/finding.ts";

const FILE = "Marketing/drafts/week-2026-W48.md";

const WEEK = `# Week 48

What this week is about.

## 2026-11-24 · X · Three plans · one table

- Status: Review
- Product: Farol
- Level: live
- Note: not a field we know

First line.

## A heading of the post's own

- Status: posted, says the text

\`\`\`
## 2026-11-25 · x · In a fence
\`\`\`

## 2026-11-26 · dev.to · Restoring a backup
- Status: approved
Text at once.
`;

describe("parseDrafts", () => {
  test("reads each post with its fields and its text", () => {
    expect(parseDrafts(WEEK, FILE)).toEqual({
      drafts: [
        {
          file: FILE,
          line: 5,
          date: "2026-11-24",
          channel: "x",
          title: "Three plans · one table",
          status: "review",
          product: "Farol",
          level: "LIVE",
          text: "First line.\n\n## A heading of the post's own\n\n- Status: posted, says the text\n\n```\n## 2026-11-25 · x · In a fence\n```",
          textLine: 12,
        },
        {
          file: FILE,
          line: 22,
          date: "2026-11-26",
          channel: "dev.to",
          title: "Restoring a backup",
          status: "approved",
          product: null,
          level: null,
          text: "Text at once.",
          textLine: 24,
        },
      ],
      findings: [],
    });
  });

  test("reads the same posts with CRLF and a byte order mark", () => {
    expect(parseDrafts(`\uFEFF${WEEK.replaceAll("\n", "\r\n")}`, FILE)).toEqual(
      parseDrafts(WEEK, FILE),
    );
  });

  test("ends the fields at a blank line: a list in the text is text", () => {
    const text = "## 2026-11-24 · x · T\n- Status: draft\n\n- Product: is a bullet of the text\n";
    expect(parseDrafts(text, FILE).drafts).toMatchObject([
      { product: null, text: "- Product: is a bullet of the text" },
    ]);
  });

  test("leaves out what it cannot understand and says where it stands", () => {
    const text = [
      "## 2026-02-30 · x · No such day",
      "## 2026-11-24 · on x · No channel",
      "## 2026-11-24 · x",
      "## soon · x · No day",
      "## 2026-11-24 · x · No status",
      "text",
      "## 2026-11-24 · x · Another status",
      "- Status: nearly",
      "## 2026-11-24 · x · Another level",
      "- Status: draft",
      "- Level: MAYBE",
      "## 2026 in numbers",
    ].join("\n");
    const { drafts, findings } = parseDrafts(text, "d.md");
    expect(drafts).toEqual([]);
    expect(findings.map(findingSentence)).toEqual([
      'd.md:1: the heading "2026-02-30 · x · No such day", expected `## 2026-11-24 · x · Title`. Write date, channel and title.',
      'd.md:2: the heading "2026-11-24 · on x · No channel", expected `## 2026-11-24 · x · Title`. Write date, channel and title.',
      'd.md:3: the heading "2026-11-24 · x", expected `## 2026-11-24 · x · Title`. Write date, channel and title.',
      'd.md:4: the heading "soon · x · No day", expected `## 2026-11-24 · x · Title`. Write date, channel and title.',
      "d.md:5: a post without a status, expected one of idea, draft, review, approved, posted, dropped. Write `- Status: draft` below its heading.",
      'd.md:8: the status "nearly", expected one of idea, draft, review, approved, posted, dropped. Write `- Status: draft` below its heading.',
      'd.md:11: the level "MAYBE", expected THESIS, ROADMAP, LIVE. Say what is proven.',
    ]);
  });

  test("gives a value for any text", () => {
    const bits = fc.constantFrom(
      "## 2026-11-24 · x · T\n",
      "## ",
      "- Status: draft\n",
      "- Status:",
      "```\n",
      "\0",
      "\r\n",
      "·",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(bits).map((parts) => parts.join("")),
        ),
        (text) => {
          const { drafts, findings } = parseDrafts(text, FILE);
          expect(findings.length).toBeLessThanOrEqual(50);
          for (const { title } of drafts) expect(title).not.toBe("");
        },
      ),
    );
  });

  test("calls drafts and those in review waiting, and no others", () => {
    const all = ["idea", "draft", "review", "approved", "posted", "dropped"];
    const text = all
      .map((status) => `## 2026-11-24 · x · ${status}\n- Status: ${status}\n`)
      .join("");
    expect(
      parseDrafts(text, FILE)
        .drafts.filter(isWaiting)
        .map(({ status }) => status),
    ).toEqual(["draft", "review"]);
  });
});
