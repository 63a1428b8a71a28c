/** The country's pack in a company: rows of Obligations that name its duties, and its questions. */
import { withCompanyAnswers } from "../company/pack/company-answers.ts";
import { conditionWords, usualDuties } from "../company/pack/new-company.ts";
import type { Answers, Pack } from "../company/pack/pack.ts";
import { conditionsHold } from "../company/pack/situation.ts";
import { constitutionTables } from "./constitution-rows.ts";
import { countryOf } from "./country.ts";
import type { CountryObligation } from "./country-skills.ts";

/** The pack for a country as a founder writes it, or null. */
export function packFor(packs: readonly Pack[], country: string): Pack | null {
  const { code } = countryOf(country);
  return packs.find(({ card }) => card.country !== null && card.country === code) ?? null;
}

/** The duties of the pack that the answers leave possible, as `hq init` tells them. `folder` has the packs. */
export function packObligations(pack: Pack, answers: Answers, folder: string): CountryObligation[] {
  return usualDuties(pack, answers).map((duty) => ({
    obligation: duty.name,
    schedule: "",
    agent: duty.agent,
    warn: "",
    appliesTo: conditionWords(duty.when),
    needsCheck: conditionsHold(duty.when, answers) !== "yes",
    source: duty.source.article,
    skill: `${folder}/${pack.card.code}/duties.json`,
    packDuty: `${pack.card.code}:${duty.id}`,
  }));
}

/** The page with rows of the pack instead of those of the country's skills. */
export function withPackRows(page: string, pack: Pack, answers: Answers): string {
  const tables = constitutionTables(page);
  tables.replace("Obligations", packRows(pack, answers));
  return tables.text();
}

/** `pt:iva-periodic` with cells that the pack fills. */
export function packRows(pack: Pack, answers: Answers): string[][] {
  return usualDuties(pack, answers).map(({ id }) => [`${pack.card.code}:${id}`, "", "", ""]);
}

/** The page with a row for each question; what stands there already is an answer, which `answers` may change. */
export function withAnswers(page: string, pack: Pack, answers: Answers): string {
  return withCompanyAnswers(page, { pack, answers });
}
