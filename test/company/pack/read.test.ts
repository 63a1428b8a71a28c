/** What is wrong in a pack is said with its file, its row and what was expected. */
import { describe, expect, it } from "vitest";
import { runCases } from "../../../company/pack/cases.ts";
import { readPacks } from "../../../company/pack/read.ts";
import { found, pack, partOf } from "./kit-packs.ts";

const FILES = found.files;

/** The findings when one file is another. */
function findingsWith(file: string, change: (text: string) => string) {
  const path = `packs/${file}.json`;
  const files = FILES.map((each) =>
    each.path === path ? { path, text: change(each.text) } : each,
  );
  expect(files).not.toEqual(FILES);
  return readPacks(files).findings;
}

const FAULTS: [what: string, file: string, from: string | RegExp, to: string, says: RegExp][] = [
  [
    "a day that is none",
    "pt/facts",
    '"2026-12-31"',
    '"2026-12-32"',
    /facts row 1 "iva-normal".*a day such as/,
  ],
  [
    "a link that is none",
    "pt/duties",
    /"link": "https:[^"]*iva41[^"]*"/,
    '"link": "iva41"',
    /"iva-periodic", source\.link.*https/,
  ],
  [
    "a cell nobody knows",
    "pt/duties",
    '"warnDays": 14',
    '"warnDays": 14, "colour": "red"',
    /colour, expected only the cells/,
  ],
  [
    "a number for a word",
    "pt/duties",
    '"warnDays": 14',
    '"warnDays": "soon"',
    /"iva-periodic", warnDays with "soon"/,
  ],
  [
    "a text beyond its length",
    "pt/law",
    /"question": "Do we need the/,
    `"question": "${"x".repeat(200)}`,
    /law row 1 "complaints-book", question/,
  ],
  ["a pipe in a text", "pt/law", "Do we need the", "a | b", /one line of text without \|/],
  [
    "a month that is none",
    "eu/duties",
    '"months": 1',
    '"months": 99',
    /duties row 1 "oss", schedules/,
  ],
  [
    "a quarter that is none",
    "pt/duties",
    /"of": \[1, 3, 4\]/,
    '"of": [1, 3, 5]',
    /"iva-periodic" with quarter 5 in of, expected 1 to 4/,
  ],
  [
    "a condition on no question",
    "pt/duties",
    '"vat": ["normal-quarterly"]',
    '"tva": ["normal-quarterly"]',
    /a condition on "tva", expected the id of a question/,
  ],
  [
    "an answer nobody can give",
    "pt/duties",
    '"vat": ["normal-quarterly"]',
    '"vat": ["weekly"]',
    /the answer "weekly" of "vat", expected exempt/,
  ],
  [
    "a grace that is none",
    "pt/duties",
    '"grace": "august-tax"',
    '"grace": "july"',
    /the grace "july"/,
  ],
  [
    "one id twice",
    "pt/duties",
    '"id": "iva-payment"',
    '"id": "iva-periodic"',
    /the id "iva-periodic" twice/,
  ],
  [
    "two rows of a fact for one day",
    "pt/facts",
    '"region": "madeira"',
    '"region": "mainland"',
    /"iva-normal" with two rows for one day/,
  ],
  [
    "a region that is none",
    "pt/facts",
    '"region": "madeira"',
    '"region": "mars"',
    /the region "mars"/,
  ],
  [
    "a start by no date",
    "pt/duties",
    /"question": "activity-start",\s*"months": 12/,
    '"question": "vat", "months": 12',
    /starts by the question "vat"/,
  ],
  [
    "a holiday by no day",
    "pt/holidays",
    '"asked": ["municipal-holiday"]',
    '"asked": ["vat"]',
    /the question "vat", expected a question of the kind month-day/,
  ],
  ["JSON that is none", "pt/facts", "{", "", /text that is not JSON|valid JSON/],
  [
    "a code of another folder",
    "es/pack",
    '"code": "es"',
    '"code": "fr"',
    /the code "fr" in the folder es/,
  ],
];

describe("a pack with", () => {
  it.each(FAULTS)("%s", (...[, file, from, to, says]) => {
    const findings = findingsWith(file, (text) => text.replace(from, to));
    const said = findings.map(({ what, expected }) => `${what}, expected ${expected}`);
    expect(said.join("\n")).toMatch(says);
    expect(findings.every((finding) => finding.severity === "error")).toBe(true);
    const [first] = findings;
    expect(first?.file).toBe(`packs/${file}.json`);
    expect(first?.line).toBeGreaterThan(0);
  });

  it("a layer that is not there is left out, and says so", () => {
    const files = FILES.filter(({ path }) => !path.includes("/eu/"));
    const { packs, findings } = readPacks(files);
    expect(packs).toEqual([]);
    expect(findings.map(({ what }) => what)).toContain(
      'the pack pt inherits "eu", which cannot be read or is not there',
    );
  });

  it("a file that no pack has, or without its card", () => {
    const strange = { path: "packs/pt/rates.json", text: "{}" };
    expect(readPacks([...FILES, strange]).findings).toMatchObject([
      { file: "packs/pt/rates.json", what: "a file that no pack has" },
    ]);
    const bare = { path: "packs/fr/facts.json", text: '{"facts": []}' };
    expect(readPacks([bare]).findings).toMatchObject([
      { file: "packs/fr/pack.json", what: "a pack without pack.json" },
    ]);
  });

  it("one bad part keeps the others: a typing error in the law costs no date", () => {
    const path = "packs/pt/law.json";
    const files = FILES.map((file) => (file.path === path ? { path, text: "{}" } : file));
    const { packs, findings } = readPacks(files);
    expect(findings).toHaveLength(1);
    const portugal = packs.find(({ card }) => card.code === "pt");
    expect(portugal?.duties).toEqual(pack("pt").duties);
  });
});

describe("inheritance", () => {
  it("brings the layer's rows, and the pack's own row wins", () => {
    expect(pack("pt").duties.map(({ id }) => id)).toContain("oss");
    const own = JSON.parse(partOf("pt", "duties")) as { duties: { id: string; name: string }[] };
    own.duties.push({
      ...(JSON.parse(partOf("eu", "duties")) as typeof own).duties[0],
      name: "Ours",
    } as never);
    const path = "packs/pt/duties.json";
    const files = FILES.map((file) =>
      file.path === path ? { path, text: JSON.stringify(own) } : file,
    );
    const names = readPacks(files).packs.find(({ card }) => card.code === "pt")?.duties ?? [];
    expect(names.filter(({ id }) => id === "oss").map(({ name }) => name)).toEqual(["Ours"]);
  });
});

describe("cases", () => {
  it("are red when a figure or a rule changes", () => {
    const changed = readPacks(
      FILES.map(({ path, text }) => {
        if (path === "packs/pt/facts.json") return { path, text: text.replace("21.4", "21.5") };
        if (path !== "packs/pt/pack.json") return { path, text };
        return { path, text: text.replace(/"graces": \[[\s\S]*\]/, '"graces": []') };
      }),
    );
    const portugal = changed.packs.find(({ card }) => card.code === "pt");
    const found = portugal === undefined ? [] : runCases(portugal, "packs/pt/cases.json");
    const said = found.map(({ what, expected }) => `${what}, expected ${expected}`).join("\n");
    expect(said).toContain(
      '"social security: services of 6,000 in a quarter" gives 301.00, expected 299.60',
    );
    expect(said).toContain('"social security in August" gives 2027-08-20 until 2027-08-20');
  });

  it("say what they name that is not there", () => {
    const base = pack("pt");
    const cases = [
      { kind: "sum", name: "a", of: [1, "+", "nothing"], is: 1 },
      { kind: "sum", name: "b", of: ["stripe-invoice"], is: 1 },
      { kind: "applies", name: "c", duty: "nothing", answers: {}, is: "yes" },
    ] as const;
    const said = runCases({ ...base, cases: [...cases] as never }, "f").map(({ what }) => what);
    expect(said).toEqual([
      'the case "a" gives no fact "nothing"',
      'the case "b" gives no number in the fact "stripe-invoice"',
      'the case "c" gives no duty "nothing"',
    ]);
  });
});
