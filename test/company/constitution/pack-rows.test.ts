/** Rows of Obligations that name a duty of a pack, and the founder's answers. */
import { expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { FILE, PAGE, withRow } from "./page.ts";

const obligation = (row: string) => parseConstitution(withRow("Obligations", row).text, FILE);
const situation = (...rows: string[]) => {
  const table = ["## Situation", "", "| Question | Our answer |", "|---|---|", ...rows, ""];
  return parseConstitution(`${PAGE}\n${table.join("\n")}`, FILE);
};

it("leaves the cells that are empty to the pack", () => {
  const { constitution, findings } = obligation("| pt:iva-periodic | | | |");
  expect(findings).toEqual([]);
  expect(constitution.packDuties).toMatchObject([
    { pack: "pt", duty: "iva-periodic", schedule: null, agent: null, warnDays: null },
  ]);
  expect(constitution.obligations).toEqual(parseConstitution(PAGE, FILE).constitution.obligations);
});

it("takes the founder's cells where they are filled", () => {
  const { constitution } = obligation("| pt:iva-periodic | `0 0 18 2 *` | cfo | 3 days |");
  expect(constitution.packDuties).toMatchObject([
    { schedule: "0 0 18 2 *", agent: "cfo", warnDays: 3 },
  ]);
});

it.each([
  ["| pt:iva-periodic | never | | |", /Schedule "never"/],
  ["| pt:iva-periodic | | | soon |", /Warn "soon".*the pack's own days of warning count/],
  ["| pt:iva-periodic | | taxman | |", /Agent "taxman"/],
  // An ordinary row needs its schedule, whatever its name looks like.
  ["| PT IVA: periodic | | cfo | 3 days |", /an empty Schedule/],
])("says what is wrong in %s", (row, says) => {
  const said = obligation(row).findings.map(({ what, fix }) => `${what} ${fix}`);
  expect(said.join("\n")).toMatch(says);
});

it("has each duty once", () => {
  const { text } = withRow("Obligations", "| pt:saf-t | | | |\n| pt:saf-t | | | |");
  const { constitution, findings } = parseConstitution(text, FILE);
  expect(constitution.packDuties).toHaveLength(1);
  expect(findings[0]?.what).toContain('"pt:saf-t" in "Obligations" again');
});

it("reads answers, and takes an open one for none", () => {
  const { constitution, findings } = situation("| vat | exempt |", "| legal-form | not set |");
  expect(findings).toEqual([]);
  expect(constitution.situation).toMatchObject([{ question: "vat", answer: "exempt" }]);
});

it("says what is wrong in an answer's row", () => {
  expect(situation("| VAT! | exempt |").findings[0]?.what).toContain('Question "VAT!"');
  expect(situation("| vat | a |", "| vat | b |").findings[0]?.what).toContain("again");
});
