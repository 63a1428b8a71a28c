/** Answers as rows of the table Company, however the page is written. */
import { expect, test } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { withCompanyAnswers, writtenAnswers } from "../../../company/pack/company-answers.ts";
import { FILE, PAGE } from "../constitution/page.ts";
import { pack } from "./kit-packs.ts";

const pt = pack("pt");
const answers = new Map([["vat", "exempt"]]);
const SITUATION =
  "## Situation\n\n| Question | Our answer |\n|---|---|\n| legal-form | lda |\n| vat | exempt |\n";
const situationOf = (page: string) => parseConstitution(page, FILE).constitution.situation;

test("every question has a row below the fields, in the pack's order, and a second time changes nothing", () => {
  const page = withCompanyAnswers(PAGE, { pack: pt, answers });
  const { constitution, findings } = parseConstitution(page, FILE);
  expect(findings).toEqual(parseConstitution(PAGE, FILE).findings);
  expect(constitution.situation).toMatchObject([
    { section: "Company", question: "vat", answer: "exempt" },
  ]);
  const rows = [...page.matchAll(/^\| ([a-z][a-z-]*) \| (not set|exempt) \|$/gm)].map(
    ([, id]) => id,
  );
  expect(rows).toEqual(pt.questions.map(({ id }) => id));
  expect(withCompanyAnswers(page, { pack: pt, answers })).toBe(page);
});

test("a page of another system keeps its line ends and its mark", () => {
  const windows = `\uFEFF${PAGE.replaceAll("\n", "\r\n")}\r\n${SITUATION.replaceAll("\n", "\r\n")}`;
  const page = withCompanyAnswers(windows, {
    pack: pt,
    answers: writtenAnswers({ situation: situationOf(windows) }),
  });
  expect(page.startsWith("\uFEFF")).toBe(true);
  expect(page.replaceAll("\r\n", "")).not.toContain("\n");
  expect(page).not.toContain("Situation");
  expect(situationOf(page).map(({ question, answer }) => [question, answer])).toEqual([
    ["legal-form", "lda"],
    ["vat", "exempt"],
  ]);
});

test("what the founder wrote around the older table stays, and so does a row that no pack knows", () => {
  const page = `${PAGE}\n${SITUATION.replace("| vat |", "| shoe-size | 43 |\n| vat |").replace("\n\n|", "\n\nAsk Rita first.\n\n|")}\n`;
  const moved = withCompanyAnswers(page, { pack: pt, answers });
  expect(moved).toContain("Ask Rita first.");
  expect(moved).toContain("| shoe-size | 43 |");
  expect(moved).not.toContain("| legal-form | lda |");
});

test("an answer in both places counts from the table Company, and the other is told", () => {
  const page = `${withCompanyAnswers(PAGE, { pack: pt, answers: new Map([["legal-form", "sole-trader"]]) })}\n${SITUATION}`;
  const { constitution, findings } = parseConstitution(page, FILE);
  expect(constitution.situation.map(({ question, answer }) => [question, answer])).toEqual([
    ["legal-form", "sole-trader"],
    ["vat", "exempt"],
  ]);
  expect(findings.map(({ what }) => what)).toContain(
    'the answer "lda" to "legal-form", which is "sole-trader" in "Company"',
  );
});

test("without a table to write into it is refused, and nothing is lost in silence", () => {
  const page = PAGE.replace("| Field | Value |", "| Field | Wert |");
  expect(() => withCompanyAnswers(page, { pack: pt, answers })).toThrow(
    "found the columns Field | Wert, expected Field | Value",
  );
  expect(() => withCompanyAnswers("# Nothing\n", { pack: pt, answers })).toThrow("no such table");
});
