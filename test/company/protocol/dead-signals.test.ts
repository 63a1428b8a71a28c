import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { deadSignals } from "../../../company/protocol/dead-signals.ts";

const dead = (...signals: string[]) =>
  deadSignals({ line: 1, topic: "T", signals, reviewer: "cto" }).map(({ signal }) => signal);

it.each([
  ["words", ["price", "segurança social", "CI/CD", "99%"], []],
  ["words that are none", ["price", "—", "?!"], ["—", "?!"]],
  ["paths", ["infra/", "*.sql", "Founder/activity.md"], []],
  [
    "paths outside",
    ["/infra/", "./infra/", "../x.md", "C:\\x\\"],
    ["/infra/", "./infra/", "../x.md", "C:\\x\\"],
  ],
  [
    "addresses",
    ["price", "https://redeiro.example/help.html"],
    ["https://redeiro.example/help.html"],
  ],
  ["an amount beside a word", ["> 200", "buy"], []],
  ["an amount alone", ["> 200"], []],
  [
    "globs that a shell reads otherwise",
    ["@(a|b)/x.md", "x{a..e}.md", "[!_]*.md"],
    ["@(a|b)/x.md", "x{a..e}.md"],
  ],
  ["amounts that are none", ["buy", "> 200 EUR", ">"], ["> 200 EUR", ">"]],
  ["a second amount", ["> 200", "> 300", "buy"], ["> 300"]],
])("finds among %s those that nothing can meet", (_, signals, expected) => {
  expect(dead(...signals)).toEqual(expected);
});

it.each(["", "examples/mare"])("finds none in the table of %s", (folder) => {
  const file = path.join(
    import.meta.dirname,
    "../../..",
    folder,
    ".github/copilot-instructions.md",
  );
  const { constitution } = parseConstitution(readFileSync(file, "utf8"), file);
  expect(constitution.reviewTriggers.flatMap(deadSignals)).toEqual([]);
});
