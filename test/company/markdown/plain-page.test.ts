/** The quick reading of a page beside the parser's, which is the one that counts. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parsedPage } from "../../../company/markdown/page.ts";
import { plainPage } from "../../../company/markdown/plain-page.ts";
import { rounds } from "../../run/rounds.ts";

/** Lines of which one changes what the next one is. */
const LINES = [
  ...[
    "",
    "",
    "",
    " ",
    "text",
    "more text  ",
    "  text",
    "    deep",
    "   text",
    "é 名",
    "a\\",
    "a | b",
  ],
  ...[
    "# One",
    "## Two ##",
    "### Three # x",
    "#### ",
    "#",
    "#none",
    " # In",
    "####### seven",
    "## a\\#",
    "## # #",
  ],
  ...[
    "| a | b |",
    "|---|---|",
    "| - | :-: |",
    "|:--|",
    "| 1 | 2 | 3 |",
    "| 1 |",
    "|",
    "||",
    "| \\| | `|` |",
  ],
  ...[
    "| a \\\\| b |",
    "| a | b",
    "|---|---",
    " | a | b |",
    "   |---|---|",
    "    | a |",
    "---|---",
    "a | b |",
  ],
  ...[
    "```",
    "~~~",
    "```js",
    "~~~~",
    "    ```",
    "``` x`y",
    " ```",
    "<!-- c -->",
    "<div>",
    "> quote",
    "> | a |",
  ],
  ...[
    "- item",
    "* item",
    "+ item",
    "1. item",
    "2. item",
    "10) item",
    "-",
    "1.",
    "-item",
    "- | a |",
    "-     code",
  ],
  ...["  - below", "  | a | b |", "   more", "  # in list", "- # head", "- ```", "  ```", "  more"],
  ...[
    "---",
    "***",
    "- - -",
    "___",
    "===",
    "--",
    "[a]: /b",
    "**b**",
    "`c`",
    "![i](j)",
    "a<br>b",
    "\\# no",
    "&amp;",
  ],
];

it("is the same in every mixture of lines, or is left to the parser", () => {
  const page = fc.array(fc.constantFrom(...LINES), { maxLength: 14 });
  const ends = fc.constantFrom("\n", "\n", "\r\n", "\r");
  const check = fc.property(page, ends, (lines, end) => {
    const source = lines.join(end);
    const plain = plainPage(source);
    if (plain !== null) expect(plain).toEqual(parsedPage(source));
  });
  fc.assert(check, { numRuns: rounds({ few: 300, many: 2_000, most: 200_000 }) });
});

it("is the same in every sign of a table's row", () => {
  const row = fc.string({
    unit: fc.constantFrom("|", "\\", " ", "a", "`", "-", "#", "*"),
    maxLength: 12,
  });
  const check = fc.property(row, row, (one, other) => {
    const source = `# T\n\n| a | b |\n|---|---|\n|${one}\n|${other}\n\ntext\n`;
    const plain = plainPage(source);
    if (plain !== null) expect(plain).toEqual(parsedPage(source));
  });
  fc.assert(check, { numRuns: rounds({ few: 300, many: 2_000, most: 100_000 }) });
});

it("reads the kit's pages by itself", () => {
  const root = path.join(import.meta.dirname, "../../..");
  const read = (file: string) => plainPage(readFileSync(path.join(root, file), "utf8"));
  const skills = readdirSync(path.join(root, ".github/skills"), {
    recursive: true,
    encoding: "utf8",
  });
  const pages = skills
    .filter((file) => file.endsWith(".md"))
    .map((file) => `.github/skills/${file}`);
  const withFront = pages.filter((file) => !file.endsWith("SKILL.md"));
  for (const file of [
    ".github/copilot-instructions.md",
    "examples/mare/.github/copilot-instructions.md",
  ]) {
    expect(read(file)).not.toBeNull();
  }
  expect(withFront.filter((file) => read(file) === null)).toEqual([]);
});
