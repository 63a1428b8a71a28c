import { expect, test } from "vitest";
import type { KitContext } from "../../../../company/kit/context.ts";
import { checkLinks } from "../../../../company/kit/pages/links.ts";

const THERE = new Set([
  "BOARD.md",
  "Marketing",
  "Marketing/a b.md",
  ".github/skills/voice/SKILL.md",
]);
const CONTEXT: KitContext = {
  agents: new Set(),
  toolsOf: new Map(),
  subagentsStartNone: true,
  skills: new Set(),
  servers: new Set(),
  files: [],
  exists: (file) => THERE.has(file),
};

function linesIn(text: string): number[] {
  const file = { path: ".github/agents/coo.agent.md", text };
  return checkLinks(file, CONTEXT).map(({ line }) => line);
}

test.each([
  "[board](../../BOARD.md)",
  "[part](../../BOARD.md#now)",
  "[voice](<../skills/voice/SKILL.md>)",
  "[folder](../../Marketing/)",
  "[space](../../Marketing/a%20b.md)",
  "[web](https://a.example/x) and [mail](mailto:a@b.example)",
  "[here](#below)",
  "`[code](nothing.md)`",
  "```\n[fence](nothing.md)\n```",
  "- item\n\n      ```\n      [fence in a list](nothing.md)\n      ```",
  "<!-- [comment](nothing.md) -->",
])("%j leads somewhere", (text) => {
  expect(linesIn(`---\nname: coo\n---\n\n${text}\n`)).toEqual([]);
});

test.each([
  "[gone](../skills/voices/SKILL.md)",
  "![picture](logo.png)",
  "[ref][1]\n\n[1]: nothing.md",
  "[up](../../../secrets.md)",
  "[absolute](/etc/passwd)",
  "> - *[in a quote](nothing.md)*",
])("%j is a finding", (text) => {
  expect(linesIn(text)).toHaveLength(1);
});

test("the line counts the front matter", () => {
  expect(linesIn("---\nname: coo\ndescription: x\n---\n\nSee [gone](gone.md).\n")).toEqual([6]);
});

test("a page that a parser would need seconds for is not read", () => {
  const text = `[a](${"*a_ ".repeat(60_000)}`;
  const file = { path: "Marketing/ideas.md", text };
  expect(checkLinks(file, CONTEXT)).toMatchObject([{ line: 0, severity: "warning" }]);
});

test.each([
  ["a link in a fence that leads to nothing", "```\n[a](gone.md)\n```\n", 0],
  ["one in code that leads to nothing, one that is there", "`[a](gone.md)` [b](BOARD.md)\n", 0],
  ["a title", '[a](BOARD.md "the board") [b](gone.md "no page")\n', 1],
  ["an address in brackets", "[a](<gone one.md>)\n", 1],
  ["brackets in the address", "[a](gone(1).md)\n", 1],
  ["a definition", "[a]: gone.md\n\n[a]\n", 1],
  ["a picture in a link", "[![a](BOARD.md)](gone.md)\n", 1],
  ["escapes", "[a](gone\\_1.md)\n", 1],
])("links that are in order need no parser, and no other is missed: %s", (_, text, count) => {
  expect(checkLinks({ path: "page.md", text }, CONTEXT)).toHaveLength(count);
});
