/** What of the company's own answers code cannot use, and what should have followed from them. */
import path from "node:path";
import { unreadLanguageWords } from "../company/claims/languages.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import type { Finding } from "../company/finding.ts";
import { errorAt, lineOfText, warningAt } from "../company/kit/findings.ts";
import type { Pack } from "../company/pack/pack.ts";
import { packOf } from "../company/pack/rows.ts";
import { CONSTITUTION_FILE } from "../files/root.ts";
import { readText } from "../files/text.ts";
import { countryOf, nearCountry } from "../setup/country.ts";
import { withoutForeignSkills } from "../setup/country-skills.ts";
import { OTHER_COUNTRIES_FILE } from "../setup/other-countries.ts";
import { PROGRAM_LIMIT_BYTES } from "../setup/program-limit.ts";

/** The findings about country and language; `page` is the constitution's text. */
export async function checkAnswers(
  root: string,
  {
    constitution,
    page,
    packs,
  }: { constitution: Constitution | null; page: string; packs: readonly Pack[] },
): Promise<Finding[]> {
  if (constitution?.company.country == null) return [];
  const { country, language } = constitution.company;
  return [
    // The names of all countries cost some milliseconds, which a country with a pack need not wait for.
    ...(packOf(constitution, packs) === null ? checkCountry(country, page) : []),
    ...checkLanguage(language, page),
    ...(await checkPages(root, country)),
  ];
}

function checkCountry(country: string, page: string): Finding[] {
  if (countryOf(country).code !== null) return [];
  const near = nearCountry(country);
  return [
    errorAt(CONSTITUTION_FILE, lineOf(page, "Country"), {
      what: `the country "${country}", which no country is called`,
      expected: "its English name or its ISO code, such as Portugal or PT",
      fix: `Run hq setup country ${near ?? "NAME"}: it brings the duties, prompts and pages of that country.`,
    }),
  ];
}

function checkLanguage(language: string, page: string): Finding[] {
  const words = unreadLanguageWords(language);
  if (words === null) return [];
  return [
    warningAt(CONSTITUTION_FILE, lineOf(page, "Language"), {
      what: `the working language ${language}: ${words.replace(/\.$/, "")}`,
      expected: "somebody who reads each public text in the place of the checks",
      fix: "Read each yourself before you approve it. If you publish in another language, run hq setup language NAME.",
    }),
  ];
}

/** Pages of the company's own country that still lie among those of the others. */
async function checkPages(root: string, country: string): Promise<Finding[]> {
  const file = path.join(root, OTHER_COUNTRIES_FILE);
  const text = await readText(file, PROGRAM_LIMIT_BYTES).catch(() => null);
  if (text === null) return [];
  // Brings zod along, which a company that was not set up here does without.
  const { parseOtherCountries } = await import("../setup/parse-other-countries.ts");
  let pages: Map<string, string>;
  try {
    pages = parseOtherCountries(text);
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    return [
      errorAt(OTHER_COUNTRIES_FILE, 0, {
        what: "a file that hq did not write so",
        expected: "the kit's pages for other countries",
        fix: "Restore it from git: git checkout -- .hq-kit/countries.json",
      }),
    ];
  }
  const waiting = withoutForeignSkills(pages, country);
  if (waiting.size === 0) return [];
  return [
    warningAt(OTHER_COUNTRIES_FILE, 0, {
      what: `${waiting.size} pages for ${country} that the company in ${country} does not have`,
      expected: "the pages of the company's country in .github/skills",
      fix: "Run hq setup: it brings them, with the duties and prompts of the country.",
    }),
  ];
}

function lineOf(page: string, field: string): number {
  return lineOfText(page, `| ${field} |`);
}
