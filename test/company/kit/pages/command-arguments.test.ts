import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readFrontMatter } from "../../../../company/kit/front-matter.ts";
import { checkArguments } from "../../../../company/kit/pages/command-arguments.ts";

const GITHUB = path.join(import.meta.dirname, "../../../../.github");

function check(text: string) {
  const file = { path: ".github/skills/close/SKILL.md", text };
  const front = readFrontMatter(text);
  if (front.kind !== "fields") throw new Error("no front matter");
  return checkArguments(file, front);
}

const skill = (line: string, asked = "Month: $ARGUMENTS") =>
  `---\nname: close\ndescription: d\n---\n# Close\n\n${asked}\n\n${line}\n\n## Steps\n`;

describe("a default for a placeholder that was not filled in", () => {
  test.each([
    "(If that line is empty or still shows a placeholder, take last month.)",
    "If the line still reads $ARGUMENTS, take last month.",
    "When `$ARGUMENTS` is still there, take last month.",
    "Take last month if the placeholder was not replaced.",
    "Unless the line above was not filled in, use it; else last month.",
    "(If it shows a placeholder, take what went wrong in this conversation.)",
  ])("is found: %s", (line) => {
    const [finding, ...others] = check(skill(line));
    expect(finding).toMatchObject({ line: 9, severity: "warning" });
    expect(others).toEqual([]);
  });

  test("is found over two lines, with the line on which it begins", () => {
    const found = check(skill("Hello. If that line is empty or still shows a\nplaceholder, stop."));
    expect(found.map(({ line }) => line)).toEqual([9]);
    expect(check(skill("If that line shows a\r\nplaceholder, stop.\r\n\r\nAsked."))).toHaveLength(
      1,
    );
  });

  test.each([
    "(If that line shows a placeholder, what I typed after the command counts.)",
    "If $ARGUMENTS is a number, it is the issue's.",
    "If the month is not closed, close it. A form's placeholder is no figure.",
    "",
  ])("is none: %j", (line) => {
    expect(check(skill(line))).toEqual([]);
  });

  test("is none of a skill that takes nothing", () => {
    const line = "If a form still shows a placeholder, leave it.";
    expect(check(skill(line, "Month: the last"))).toEqual([]);
    expect(check(skill(line))).toHaveLength(1);
  });

  test("is looked for in time, whatever the text is", () => {
    for (const piece of ["\n", " \n", ". ", "if placeholder ", "still "]) {
      check(skill(piece.repeat(100_000)));
    }
  });
});

describe("every skill of the kit that takes words", () => {
  const skills = readdirSync(path.join(GITHUB, "skills")).map((name) => ({
    name,
    text: readFileSync(path.join(GITHUB, "skills", name, "SKILL.md"), "utf8"),
  }));
  const taking = skills.filter(({ text }) => text.includes("$ARGUMENTS"));
  const hinting = skills.filter(({ text }) => /^argument-hint:/m.test(text));

  test("says where they go and hints at them", () => {
    expect(taking.length).toBeGreaterThan(8);
    expect(hinting).toEqual(taking);
  });

  test("counts them wherever the client puts them, and then has a default", () => {
    for (const { name, text } of taking) {
      expect(text, name).toMatch(
        /^[A-Z][a-z ]+: \$ARGUMENTS\n\n\(If that line shows a placeholder, what I typed after the command or asked for counts, wherever it stands\. If I named nothing, .+\.\)$/m,
      );
      expect(text.split("$ARGUMENTS"), name).toHaveLength(2);
      expect(check(text), name).toEqual([]);
    }
  });
});
