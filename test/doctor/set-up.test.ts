/** What the doctor says of the founder's own answers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { checkAnswers } from "../../doctor/set-up.ts";
import { FILE, PAGE } from "../company/constitution/page.ts";
import { clonedPackage, installedCompany, put, removeFolders } from "../setup/company.ts";

let root: string;

beforeAll(async () => {
  root = await installedCompany(await clonedPackage({ packs: true }), {
    country: "Brazil",
    currency: "EUR",
  });
});
afterAll(removeFolders);

async function said(country: string, language = "English"): Promise<string[]> {
  const page = PAGE.replace("| Country | Portugal |", `| Country | ${country} |`).replace(
    "| Language | English |",
    `| Language | ${language} |`,
  );
  const { constitution } = parseConstitution(page, FILE);
  const findings = await checkAnswers(root, { constitution, page, packs: [] });
  return findings.map(({ severity, line, what, fix }) => `${severity} ${line} ${what} → ${fix}`);
}

test("a country and a language that code knows are no matter", async () => {
  expect(await said("Brazil")).toEqual([]);
  expect(await said("Brasil", "Brazilian Portuguese")).toEqual([]);
});

test("a mistyped country is an error with the command that corrects it", async () => {
  expect(await said("Portgual")).toEqual([
    'error 11 the country "Portgual", which no country is called → Run hq setup country Portugal: it brings the duties, prompts and pages of that country.',
  ]);
});

test("a country whose pages were never brought is told, until hq setup brings them", async () => {
  expect(await said("Portugal")).toEqual([
    expect.stringMatching(
      /^warning 0 \d+ pages for Portugal that the company in Portugal does not have → Run hq setup: it brings them/,
    ),
  ]);
});

test("a working language that no check reads is told", async () => {
  expect(await said("Brazil", "German")).toEqual([
    expect.stringMatching(
      /^warning 14 the working language German: The checks of drafts read English and Portuguese only: of a text in German nothing is checked, and every check of one fails → Read each yourself/,
    ),
  ]);
});

test("a damaged file of pages is an error and not the end of the doctor", async () => {
  await put(root, ".hq-kit/countries.json", "{");
  expect((await said("Brazil"))[0]).toContain("Restore it from git");
});
