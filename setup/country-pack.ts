/** The country's pack in a new company: rows of Obligations that name its duties, and its questions. */
import {
  conditionWords,
  SITUATION_SECTION,
  situationSection,
  usualDuties,
} from "../company/pack/new-company.ts";
import type { Pack } from "../company/pack/pack.ts";
import { appendSections } from "./append-sections.ts";
import { constitutionTables } from "./constitution-rows.ts";
import { countryOf } from "./country.ts";
import type { CountryObligation } from "./country-skills.ts";

/** The pack for a country as a founder writes it, or null. */
export function packFor(packs: readonly Pack[], country: string): Pack | null {
  const { code } = countryOf(country);
  return packs.find(({ card }) => card.country !== null && card.country === code) ?? null;
}

/** The duties of the pack as `hq init` tells them. */
export function packObligations(pack: Pack): CountryObligation[] {
  return usualDuties(pack).map((duty) => ({
    obligation: duty.name,
    schedule: "",
    agent: duty.agent,
    warn: "",
    appliesTo: conditionWords(duty.when),
    needsCheck: duty.when !== undefined,
    source: duty.source.article,
    skill: `packs/${pack.card.code}/duties.json`,
    packDuty: `${pack.card.code}:${duty.id}`,
  }));
}

/** The page with rows of the pack instead of those of the country's skills. */
export function withPackRows(page: string, pack: Pack): string {
  const tables = constitutionTables(page);
  const rows = usualDuties(pack).map(({ id }) => [`${pack.card.code}:${id}`, "", "", ""]);
  tables.replace("Obligations", rows);
  return tables.text();
}

/** The page with the pack's questions, behind the table of Obligations; one that has the section stays. */
export function withSituation(page: string, pack: Pack): string {
  const section = situationSection(pack);
  if (new RegExp(`^## +${SITUATION_SECTION}\\s*$`, "im").test(page)) return page;
  const end = /^## +Budgets\s*$/m.exec(page);
  if (end === null) return appendSections(page, section).text;
  const eol = page.includes("\r\n") ? "\r\n" : "\n";
  return `${page.slice(0, end.index)}${section.replaceAll("\n", eol)}${eol}${page.slice(end.index)}`;
}
