import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { SECTION_COLUMNS } from "../../../company/constitution/sections.ts";
import type { Constitution } from "../../../company/constitution/types.ts";
import { findingSentence } from "../../../company/finding.ts";
import { FILE, PAGE, withRow } from "./page.ts";

const parse = (text: string) => parseConstitution(text, FILE);
const sentences = (text: string) => parse(text).findings.map(findingSentence);
const ROOT = path.join(import.meta.dirname, "..", "..", "..");

/** Without lines, for pages that differ only in where things stand. */
function values(constitution: Constitution): unknown {
  return JSON.parse(JSON.stringify(constitution, (key, value) => (key === "line" ? 0 : value)));
}

describe("a good constitution", () => {
  it("is read as values, without a finding", async () => {
    const { constitution, findings } = parse(PAGE);
    expect(findings).toEqual([]);
    await expect(`${JSON.stringify(constitution, null, 1)}\n`).toMatchFileSnapshot(
      "constitution.golden.json",
    );
  });

  it.each(["", "examples/mare"])('is the page of "%s"', (folder) => {
    expect(sentences(readFileSync(path.join(ROOT, folder, FILE), "utf8"))).toEqual([]);
  });

  it("means the same with CRLF, CR and a byte order mark", () => {
    const { constitution } = parse(PAGE);
    for (const end of ["\r\n", "\r"]) {
      const other = parse(`\uFEFF${PAGE.replaceAll("\n", end)}`);
      expect(other).toEqual({ constitution, findings: [] });
    }
  });

  it("may have its columns in another order and its headings in other case", () => {
    const turned = PAGE.replace(
      /## Fresh facts[^#]*/,
      "## fresh  FACTS\n\n|Fresh For|entity type|\n|:-:|-|\n|7 days|metric|\n|2 weeks|client|\n\n",
    );
    expect(turned).not.toBe(PAGE);
    expect(parse(turned).findings).toEqual([]);
    expect(parse(turned).constitution.freshFacts).toMatchObject([
      { entityType: "metric", days: 7 },
      { entityType: "client", days: 14 },
    ]);
  });

  it("may have its sections in another order, and sections of its own", () => {
    const [head = "", ...sections] = PAGE.split(/^(?=## )/m);
    const turned = `${head}${sections.reverse().join("\n")}\n## Ours\n\n| x |\n|---|\n| y |\n`;
    expect(parse(turned).findings).toEqual([]);
    expect(values(parse(turned).constitution)).toEqual(values(parse(PAGE).constitution));
  });

  it("takes no heading from a code fence or a comment", () => {
    const trap = "```\n## Budgets\n\n| Scope |\n|---|\n| x |\n```\n\n<!--\n## Cadence\n-->\n\n";
    expect(sentences(trap + PAGE)).toEqual([]);
  });

  it("reads escaped stars and links as what they mean", () => {
    const path = withRow("Protected files", "| .github/hooks/\\*\\* |").text;
    expect(parse(path).constitution.protectedFiles.at(-1)?.path).toBe(".github/hooks/**");
    const link = withRow(
      "Products",
      "| Rio | beta | | [rio](https://rio.example) | <https://r.example> | |",
    );
    expect(parse(link.text).constitution.products.at(-1)).toMatchObject({
      url: "https://rio.example",
      socialUrl: "https://r.example",
    });
  });
});

/** One faulty row each. Kept rows stay with a safe value; the others are left out. */
const FAULTS: [section: string, row: string, kept?: "kept"][] = [
  ["Company", "| Time zone | UTC |"],
  ["Company", "| | UTC |"],
  ["Products", "| Rio | famous | Go | https://rio.example | | |"],
  ["Products", "| Rio | | Go | https://rio.example | | |"],
  ["Products", "| Rio | live | Go | rio.example | | |"],
  ["Products", "| Rio | live | Go | javascript:alert(1) | | |"],
  ["Products", "| Rio | live | Go | | https:// | |"],
  ["Products", "| | live | Go | | | |"],
  ["Products", "| FOZ | live | Go | | | |"],
  ["Products", "| Rio | live | a|b | | | |"],
  ["Products", "| Rio | live |"],
  ["Departments", "| The Boss | all | all |"],
  ["Departments", "| coo | all | all |"],
  ["Departments", "| founder | all | all |"],
  ["Departments", "| | all | all |"],
  ["Review triggers", "| Weather | rain | meteorologist |", "kept"],
  ["Review triggers", "| Weather | rain | |", "kept"],
  ["Review triggers", "| Weather | , | cfo |"],
  ["Review triggers", "| | rain | cfo |"],
  ["Statement levels", "| speed | LIVE | |", "kept"],
  ["Statement levels", "| speed | LIVE | not set |", "kept"],
  ["Statement levels", "| speed | SOON | |", "kept"],
  ["Statement levels", "| Uptime | THESIS | |"],
  ["Fresh facts", "| weather | a while |"],
  ["Fresh facts", "| weather | 0 days |"],
  ["Fresh facts", "| weather | 99999 weeks |"],
  ["Fresh facts", "| Weather report | 7 days |"],
  ["Fresh facts", "| metric | 9 days |"],
  ["Memory ownership", "| weather | coo, nobody |", "kept"],
  ["Memory ownership", "| weather | *, coo |", "kept"],
  ["Memory ownership", "| weather | |", "kept"],
  ["Retention", "| weather | a week |"],
  ["Retention", "| weather | -7 days |"],
  ["Cadence", "| rain-check | `0 0 30 2 *` | coo | once |"],
  ["Cadence", "| rain-check | 99 * * * * | coo | once |"],
  ["Cadence", "| rain-check | 0 9 * * | coo | once |"],
  ["Cadence", "| rain-check | | coo | once |"],
  ["Cadence", "| rain-check | 0 9 * * * | coo | maybe |"],
  ["Cadence", "| rain-check | 0 9 * * * | coo | within 0h |"],
  ["Cadence", "| rain-check | 0 9 * * * | coo | within 8d |"],
  ["Cadence", "| Rain Check | 0 9 * * * | coo | once |"],
  ["Cadence", "| standup | 0 9 * * * | coo | once |"],
  ["Cadence", "| rain-check | 0 9 * * * | nobody | once |", "kept"],
  ["Obligations", "| Rain tax | 0 0 20 * * | cfo | soon |", "kept"],
  ["Obligations", "| Rain tax | 0 0 20 * * | cfo | 400 days |", "kept"],
  ["Obligations", "| Rain tax | 0 0 31 2 * | cfo | 7 days |"],
  ["Obligations", "| Rain tax | 0 0 20 * * | taxman | 7 days |", "kept"],
  ["Obligations", "| iva  Return | 0 0 20 * * | cfo | 7 days |"],
  ["Obligations", "| ... | 0 0 20 * * | cfo | 7 days |"],
  ["Budgets", "| cfo | much | month | 80% |", "kept"],
  ["Budgets", "| cfo | -5 | month | 80% |", "kept"],
  ["Budgets", "| cfo | 1e9 | month | 80% |", "kept"],
  ["Budgets", "| cfo | 5 | decade | 80% |", "kept"],
  ["Budgets", "| cfo | 5 | day | 180% |", "kept"],
  ["Budgets", "| cfo | 5 | day | 0.8 |", "kept"],
  ["Budgets", "| cfo | 1.000.000 tokens | day | 80% |", "kept"],
  ["Budgets", "| cfo | 20 ABC | day | 80% |", "kept"],
  ["Budgets", "| cfo | 2 runs | run | 80% |", "kept"],
  ["Budgets", "| world | 5 | day | 80% |"],
  ["Budgets", "| company | 5 | month | 80% |"],
  ["Budgets", "| company | 30.00 EUR | month | 90% |"],
  ["Prices", "| | 1 | | 2 | EUR |"],
  ["Prices", "| other | cheap | | 2 | EUR |"],
  ["Prices", "| other | 1 | -1 | 2 | EUR |"],
  ["Prices", "| other | 1 | | | EUR |"],
  ["Prices", "| other | 1 | | 2 | coins |"],
  ["Prices", "| other | $1 | | 2 | EUR |"],
  ["Prices", "| other | 1.5k | | 2 | EUR |"],
  ["Prices", "| other | 1,5 | | 2 | EUR |"],
  ["Prices", "| *-mini | 1 | | 2 | EUR |"],
  ["Prices", "| GPT-5* | 1 | | 2 | EUR |"],
  ["Protected files", "| ../other/** |"],
  ["Protected files", "| /etc/** |"],
  ["Protected files", "| !bin/** |"],
  ["Protected files", "| |"],
  ["Protected files", "| a | b |"],
];

const KEYS = {
  Products: "products",
  Departments: "departments",
  "Review triggers": "reviewTriggers",
  "Statement levels": "statementLevels",
  "Fresh facts": "freshFacts",
  "Memory ownership": "memoryOwnership",
  Retention: "retention",
  Cadence: "cadence",
  Obligations: "obligations",
  Budgets: "budgets",
  Prices: "prices",
  "Protected files": "protectedFiles",
} as const;

describe("a row of Prices as people copy it", () => {
  it.each([
    ["| other | $0.80 | $0.08 | $4 | usd |", { input: 0.8, cached: 0.08, output: 4, unit: "USD" }],
    ["| other | €3 | — | 12 EUR | |", { input: 3, cached: 3, output: 12, unit: "EUR" }],
    [
      "| other | 1,200 | | 2 400.5 | - |",
      { input: 1200, cached: 1200, output: 2400.5, unit: "EUR" },
    ],
    [
      "| other | 0.000125 | | 0.001 | Credits |",
      { input: 0.000125, output: 0.001, unit: "credits" },
    ],
  ])("counts: %s", (row, price) => {
    const { constitution, findings } = parse(withRow("Prices", row).text);
    expect(findings).toEqual([]);
    expect(constitution.prices.at(-1)).toMatchObject({ model: "other", ...price });
  });
});

describe("a malformed row", () => {
  it.each(FAULTS)(
    "in %s, %s, is one finding on its line, and the rest counts",
    (section, row, kept) => {
      const { text, line } = withRow(section, row);
      const { constitution, findings } = parse(text);
      expect(findings).toMatchObject([{ file: FILE, line, severity: "error" }]);
      const { constitution: good } = parse(PAGE);
      if (section === "Company") {
        expect(constitution.company).toEqual(good.company);
        return;
      }
      const key = KEYS[section as keyof typeof KEYS];
      const last = kept === undefined ? [] : [constitution[key].at(-1)];
      expect(values(constitution)).toEqual(values({ ...good, [key]: [...good[key], ...last] }));
      expect(constitution[key].at(-1)?.line === line).toBe(kept !== undefined);
    },
  );

  it("says what was found, what was expected and what to do", async () => {
    const lines = FAULTS.map(([section, row]) => sentences(withRow(section, row).text).join("\n"));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("row-findings.golden.txt");
  });

  it("keeps the guard that it was meant to be", () => {
    const last = (section: keyof typeof KEYS, row: string) =>
      parse(withRow(section, row).text).constitution[KEYS[section]].at(-1);
    expect(last("Review triggers", "| Weather | rain | nobody |")).toMatchObject({
      reviewer: "founder",
    });
    expect(last("Statement levels", "| speed | LIVE | |")).toMatchObject({ level: "THESIS" });
    expect(last("Memory ownership", "| weather | nobody |")).toMatchObject({
      writers: ["founder"],
    });
    expect(last("Memory ownership", "| weather | cfo, nobody |")).toMatchObject({
      writers: ["cfo"],
    });
    expect(last("Budgets", "| cfo | much | decade | |")).toMatchObject({
      limit: { amount: 0, unit: "EUR" },
      per: "month",
      alertAt: 0.8,
    });
    expect(last("Obligations", "| Rain tax | 0 0 20 * * | taxman | |")).toMatchObject({
      agent: "founder",
      warnDays: 14,
    });
  });
});

describe("the company's fields", () => {
  const withField = (field: string, value: string) =>
    PAGE.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);

  it.each([
    ["Time zone", "Lisbon", "timeZone", "UTC"],
    ["Time zone", "+01:00", "timeZone", "UTC"],
    ["Currency", "euro", "currency", "EUR"],
    ["Currency", "€", "currency", "EUR"],
    ["Since", "2026-02-30", "since", null],
    ["Since", "last year", "since", null],
  ] as const)("%s %s is reported and has a safe value", (...[field, value, key, safe]) => {
    const { constitution, findings } = parse(withField(field, value));
    expect(findings).toMatchObject([{ severity: "error" }]);
    expect(findings[0]?.what).toContain(value);
    expect(constitution.company[key]).toBe(safe);
  });

  it.each(["not set", "Not set", "", "`not set`"])('are unknown while they say "%s"', (value) => {
    let text = PAGE;
    for (const [field] of PAGE.matchAll(
      /(?<=^\| )(?:Name|Founder|Country|Time zone|Since)(?= \|)/gm,
    )) {
      text = text.replace(new RegExp(`^\\| ${field} \\|.*$`, "m"), `| ${field} | ${value} |`);
    }
    expect(parse(text)).toMatchObject({
      constitution: {
        company: { name: null, founder: null, country: null, timeZone: "UTC", since: null },
      },
      findings: [],
    });
  });

  it("are warned about when one is missing or unknown", () => {
    const text = PAGE.replace("| Time zone |", "| Timezone |");
    expect(parse(text).findings.map(({ severity, what }) => `${severity}: ${what}`)).toEqual([
      'warning: no field "Time zone" in "Company"',
      'warning: an unknown field "Timezone" in "Company"',
    ]);
  });
});

describe("a page that lacks something", () => {
  const without = (section: string) =>
    PAGE.replace(new RegExp(`^## ${section}\\n[^#]*`, "m"), "").replace(/^## $/m, "");

  const needed = Object.keys(SECTION_COLUMNS).filter(
    (name) => !["Prices", "Situation"].includes(name),
  );
  it.each(needed)("reports that %s is missing, once", (section) => {
    const { findings } = parse(without(section));
    expect(findings).toMatchObject([{ file: FILE, line: 0, severity: "error" }]);
    expect(findings[0]?.what).toBe(`no section "${section}"`);
  });

  it("protects what the kit protects when the table of protected files is missing", () => {
    const paths = parse(without("Protected files")).constitution.protectedFiles;
    const kit = parse(readFileSync(path.join(ROOT, FILE), "utf8")).constitution.protectedFiles;
    expect(paths.map(({ path: glob }) => glob)).toEqual(kit.map(({ path: glob }) => glob));
  });

  it.each([
    ["a renamed section", ["## Cadence", "## Rhythm"]],
    ["a section at another level", ["## Cadence", "### Cadence"]],
    [
      "a section twice",
      ["## Cadence", "## Retention\n\n| Entity type | Keep |\n|---|---|\n\n## Cadence"],
    ],
    ["a renamed column", ["| Prompt | Schedule |", "| Prompt | When |"]],
    [
      "two missing columns",
      [
        "| Scope | Limit | Per | Alert at |\n| --- | --- | --- | --- |",
        "| Scope | Limit |\n| --- | --- |",
      ],
    ],
    [
      "a column twice",
      ["| Path |\n| --- |\n", "| Path | path |\n| --- | --- |\n| bin/** | dist/** |\n"],
    ],
    [
      "a line of dashes that is too short",
      [
        "| Prompt | Schedule | Agent | Catch up |\n| --- | --- | --- | --- |",
        "| Prompt | Schedule | Agent | Catch up |\n| --- | --- | --- |",
      ],
    ],
    ["a blank line inside a table", ["| cfo | pricing | prices |", "\n| cfo | pricing | prices |"]],
    [
      "two tables in a section",
      ["## Retention", "| Entity type | Fresh for |\n|---|---|\n| lead | 3 days |\n\n## Retention"],
    ],
    ["no department", ["| coo | the board | the day plan |\n| cfo | pricing | prices |\n", ""]],
    ["a code fence without end", ["## Cadence", "```\n## Cadence"]],
    ["a comment without end", ["## Budgets", "<!-- ## Budgets"]],
    [
      "a merge conflict",
      [
        "| coo | the board | the day plan |",
        "<<<<<<< HEAD\n| coo | the board | the day plan |\n=======\n| coo | all | all |\n>>>>>>> theirs",
      ],
    ],
  ] as const)("says so: %s", async (name, [found, instead]) => {
    const text = PAGE.replace(found, instead);
    expect(text).not.toBe(PAGE);
    await expect(`${sentences(text).join("\n")}\n`).toMatchFileSnapshot(
      `pages/${name.replaceAll(" ", "-")}.golden.txt`,
    );
  });
});

describe("a text that is no constitution", () => {
  it.each([
    ["is empty", "", "an empty page"],
    ["is blank", "\uFEFF \r\n\t\n", "an empty page"],
    ["is binary", "PK\u0003\u0004\n\0\0", "a NUL byte"],
    ["is huge", PAGE.repeat(100), "characters"],
    ["is one endless line", "|".repeat(5_000_000), "characters"],
    ["is nested without end", "> ".repeat(20_000), "nested"],
  ])("%s: one finding, and what is safe", (_, text, words) => {
    const { constitution, findings } = parse(text);
    expect(findings).toMatchObject([{ file: FILE, severity: "error" }]);
    expect(findings[0]?.what).toContain(words);
    expect(constitution.company.timeZone).toBe("UTC");
    expect(constitution.protectedFiles.length).toBeGreaterThan(10);
  });

  it("has at most fifty findings and a last one that counts the rest", () => {
    const { findings } = parse(
      PAGE.replace("| coo | the board", `${"| X Y |\n".repeat(3000)}| coo | the board`),
    );
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)?.what).toMatch(/^\d+ more problems/);
  });

  it("never throws, wherever it is cut and whatever stands in the middle", () => {
    fc.assert(
      fc.property(
        fc.nat(PAGE.length),
        fc.nat(300),
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[|\-#`>*\\\n ]{0,20}$/)),
        (at, length, noise) => {
          const { constitution, findings } = parse(
            PAGE.slice(0, at) + noise + PAGE.slice(at + length),
          );
          expect(findings.every(({ line }) => line >= 0)).toBe(true);
          expect(constitution.company.currency).toMatch(/^[A-Z]{3}$/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
