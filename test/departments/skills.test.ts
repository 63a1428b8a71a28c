/** What a founder expects of each department beyond the daily work: the same parts on every such page. */
import { describe, expect, it } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { readFrontMatter } from "../../company/kit/front-matter.ts";
import { pages, read, rows } from "./kit-pages.ts";

const SKILLS = [
  ["incident", "cto"],
  ["contract-review", "lawyer"],
  ["customer-talks", "ceo"],
  ["sales-pipeline", "cfo"],
  ["metrics", "coo"],
  ["landing-page", "marketing"],
] as const;
/** In every department's first request; with more, one of them goes over its budget. */
const DESCRIPTION_CHARS = 110;
const FACT = ["Fact", "Value", "Source", "Verified", "Check by", "Link"];
/** Pages of the law and of other knowledge have theirs; these have no other form than their own. */
const PARTS = [
  /^## What may not be done$/m,
  /^## Output$/m,
  /too early to say/i,
  /\*\*the founder /i,
];

const CONSTITUTION = ".github/copilot-instructions.md";
const { constitution } = parseConstitution(read(CONSTITUTION), "constitution");
const writers = new Map(
  rows(CONSTITUTION, "Memory ownership", ["Entity type", "Written by"]).map((row) => [
    row["Entity type"] ?? "",
    (row["Written by"] ?? "").split(/, */),
  ]),
);

describe.each(SKILLS)("the skill %s", (name, department) => {
  const file = `.github/skills/${name}/SKILL.md`;
  const text = read(file);

  it(`belongs to the ${department}, whose page names it`, () => {
    const front = readFrontMatter(text);
    expect(front).toMatchObject({ kind: "fields", data: { name, metadata: { department } } });
    expect(constitution.departments.map(({ agent }) => agent)).toContain(department);
    expect(read(`.github/agents/${department}.agent.md`)).toContain(`../skills/${name}/SKILL.md`);
    const description = front.kind === "fields" ? String(front.data.description) : "";
    expect(description.length).toBeLessThanOrEqual(DESCRIPTION_CHARS);
  });

  it.each(PARTS)("has its part: %s", (part) => {
    expect(text).toMatch(part);
  });

  it("stores only what the constitution lets that department write", () => {
    const stored = text.slice(text.lastIndexOf("Store: "));
    const sentences = stored.split(/[.;] /);
    const types = sentences.flatMap((sentence) =>
      [...sentence.matchAll(/`([a-z-]+):[<a-z]/g)].map(([, type = ""]) => ({ type, sentence })),
    );
    expect(types.length).toBeGreaterThan(0);
    for (const { type, sentence } of types) {
      const by = writers.get(type) ?? [];
      expect(by, `who may write ${type}`).not.toEqual([]);
      const writes = by.includes("*") || by.includes(department);
      expect(writes || sentence.includes("through the COO"), sentence).toBe(true);
    }
  });

  it("has a link to an official page for each fact from outside", () => {
    const facts = pages
      .filter((page) => page.startsWith(`.github/skills/${name}/`))
      .flatMap((page) => rows(page, "Facts", FACT));
    if (facts.length === 0) expect(text).toMatch(/^Facts: none from outside/m);
    for (const { Link, Fact } of facts) expect(Link, Fact).toMatch(/^https:\/\/\S+$/);
  });
});

it("the voice asks for the Portuguese of the company's country, European nowhere without it", () => {
  const sentences = pages
    .filter((page) => page.startsWith(".github/skills/voice/"))
    .flatMap((page) => read(page).split(/(?<=\.)\s+/))
    .filter((sentence) => /\b(?:European|Brazilian)\b/.test(sentence));
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(/Country.*Brazilian in Brazil, else European/);
});
