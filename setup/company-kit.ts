/** The kit as one company has it: its country, its departments, its place of the program. */
import { constitutionTables } from "./constitution-rows.ts";
import { countryCadence, countryObligations, withoutForeignSkills } from "./country-skills.ts";
import { type KitFiles, withoutDepartments } from "./departments.ts";

const CONSTITUTION = ".github/copilot-instructions.md";

export interface CompanyShape {
  country: string;
  /** Departments of the kit that the company does not have. */
  absent: readonly string[];
  /** A pack dates its duties: the rows of the country's skills are none of it. */
  hasPack: boolean;
}

/**
 * The kit's constitution with the rows that the country's skills add, for all departments.
 * This is what `hq init` starts from, so it is also what later changes are measured against.
 */
export function constitutionFor(
  kit: KitFiles,
  country: string,
  { hasPack }: { hasPack: boolean },
): string {
  const tables = constitutionTables(kit.get(CONSTITUTION) ?? "");
  const has = (section: string): Set<string> =>
    new Set(tables.rows(section).map((row) => (row[0] ?? "").toLowerCase()));
  const missing = (section: string, rows: string[][]): string[][] =>
    rows.filter((row) => !has(section).has((row[0] ?? "").toLowerCase()));
  const obligations = countryObligations(kit, country).map((duty) => {
    return [duty.obligation, duty.schedule, duty.agent, duty.warn];
  });
  if (!hasPack) tables.append("Obligations", missing("Obligations", obligations));
  tables.append("Cadence", missing("Cadence", countryCadence(kit, country)));
  return tables.text();
}

/** Every file of the kit as this company would have got it, without the founder's own words. */
export function kitFor(
  kit: KitFiles,
  { country, absent, hasPack }: CompanyShape,
): Map<string, string> {
  const own = new Map<string, string>();
  for (const [path, text] of withoutForeignSkills(kit, country)) {
    const whole = path === CONSTITUTION ? constitutionFor(kit, country, { hasPack }) : text;
    const adapted = withoutDepartments(path, whole, absent);
    if (adapted !== null) own.set(path, adapted);
  }
  return own;
}
