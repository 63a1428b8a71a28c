/** The texts that a company gets and the sample company's own, for statements about what they say. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { readSkillTable } from "../../company/kit/facts/skill-tables.ts";

const KIT = path.join(import.meta.dirname, "../..");

export const TAX = ".github/skills/portuguese-tax/SKILL.md";
export const CALENDAR = ".github/skills/portuguese-tax/calendar.md";
export const SOCIAL = ".github/skills/seguranca-social/SKILL.md";

const FACT = ["Fact", "Value", "Source", "Verified", "Check by", "Link"];
const FOLDERS = [
  ".github/skills",
  ".github/agents",
  ".github/prompts",
  "Founder",
  "Marketing",
  "examples/mare",
];

export const read = (file: string) => readFileSync(path.join(KIT, file), "utf8");

/** The cells by column of every row under the heading. */
export function rows(file: string, heading: string, columns: readonly string[]) {
  const table = readSkillTable({ path: file, text: read(file) }, heading, columns);
  return table.rows.map(({ cells }) => cells);
}

/** The one row of a page's Facts with this name, as one text. */
export function fact(file: string, name: string): string {
  const found = rows(file, "Facts", FACT).filter(({ Fact }) => Fact === name);
  expect(found, `${file}: ${name}`).toHaveLength(1);
  return Object.values(found[0] ?? {}).join(" | ");
}

/** Every page, from the root. */
export const pages = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(KIT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`),
);

/** Every line of every page that says it. */
export function linesThat(say: RegExp): { file: string; line: string }[] {
  return pages.flatMap((file) =>
    read(file)
      .split("\n")
      .filter((line) => say.test(line))
      .map((line) => ({ file, line })),
  );
}
