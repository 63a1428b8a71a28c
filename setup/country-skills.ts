/** The skills that hold one country's rules, and the rows that a company there takes from them. */
import { readFrontMatter } from "../company/kit/front-matter.ts";
import { constitutionTables } from "./constitution-rows.ts";
import { isSameCountry } from "./country.ts";
import type { KitFiles } from "./departments.ts";

export interface CountryObligation {
  obligation: string;
  schedule: string;
  agent: string;
  warn: string;
  /** Whom the duty concerns, in the skill's words; empty when it says nothing. */
  appliesTo: string;
  /** Not everybody: the founder must decide whether it applies. */
  needsCheck: boolean;
  /** Law and article, or the official page. */
  source: string;
  /** The file of the skill or pack. */
  skill: string;
  /** `pt:iva-periodic` when a pack dates it. */
  packDuty?: string;
}

/** The folder of the skill that a file belongs to (`.github/skills/voice/`), or null. */
export function skillFolder(path: string): string | null {
  return /^(\.github\/skills\/[^/]+\/)/.exec(path)?.[1] ?? null;
}

/** `.github/skills/<name>/` → country, for every skill that names one. */
export function countriesOfSkills(files: KitFiles): Map<string, string> {
  const countries = new Map<string, string>();
  for (const [path, text] of files) {
    const folder = skillFolder(path);
    if (folder === null || path !== `${folder}SKILL.md`) continue;
    const front = readFrontMatter(text);
    const metadata = front.kind === "fields" ? front.data.metadata : undefined;
    if (typeof metadata !== "object" || metadata === null || !("country" in metadata)) continue;
    if (typeof metadata.country === "string") countries.set(folder, metadata.country);
  }
  return countries;
}

/** The kit without the skills of other countries. */
export function withoutForeignSkills(files: KitFiles, country: string): Map<string, string> {
  const countries = countriesOfSkills(files);
  return new Map(
    [...files].filter(([path]) => {
      const skillCountry = countries.get(skillFolder(path) ?? "");
      return skillCountry === undefined || isSameCountry(skillCountry, country);
    }),
  );
}

/** The obligations in the country's skills, in the order of the files. */
export function countryObligations(files: KitFiles, country: string): CountryObligation[] {
  return countryPages(files, country).flatMap(([skill, text]) =>
    rowsByColumn(text, "Obligations").map((row) => {
      const appliesTo = row("Applies to");
      return {
        obligation: row("Obligation"),
        schedule: row("Schedule"),
        agent: row("Agent"),
        warn: row("Warn"),
        appliesTo,
        needsCheck: !isForEveryone(appliesTo),
        source: row("Source"),
        skill,
      };
    }),
  );
}

/** `everyone with an open activity` needs no decision; `normal IVA regime, quarterly` does. */
function isForEveryone(appliesTo: string): boolean {
  return /^(?:$|\*|(?:all|always|everyone|everybody|every company)\b)/i.test(appliesTo.trim());
}

/** The recurring prompts of the country's skills, as rows of the constitution's Cadence table. */
export function countryCadence(files: KitFiles, country: string): string[][] {
  return countryPages(files, country).flatMap(([, text]) =>
    rowsByColumn(text, "Cadence").map((row) =>
      ["Prompt", "Schedule", "Agent", "Catch up"].map((column) => row(column)),
    ),
  );
}

function countryPages(files: KitFiles, country: string): [path: string, text: string][] {
  return [...countriesOfSkills(files)]
    .filter(([, skillCountry]) => isSameCountry(skillCountry, country))
    .map(([folder]) => [`${folder}SKILL.md`, files.get(`${folder}SKILL.md`) ?? ""]);
}

function rowsByColumn(text: string, section: string): ((column: string) => string)[] {
  const tables = constitutionTables(text);
  const columns = tables.columns(section)?.map((name) => name.toLowerCase()) ?? [];
  return tables
    .rows(section)
    .map((cells) => (column: string) => cells[columns.indexOf(column.toLowerCase())] ?? "");
}
