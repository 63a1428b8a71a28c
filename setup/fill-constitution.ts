/** Writes the founder's answers and the country's duties into the tables of a constitution. */
import { setCompanyField } from "../company/constitution/edit.ts";
import { parseConstitution } from "../company/constitution/parse.ts";
import { literalCell } from "../company/markdown/cells.ts";
import type { Answers } from "./answers.ts";
import { constitutionTables, type Rows } from "./constitution-rows.ts";

export interface Filling {
  answers: Answers;
  /** ISO date in the company's time zone: the company begins today. */
  today: string;
  /** Rows of the country for these tables, with owners who are on board. */
  obligations: Rows;
  cadence: Rows;
}

/**
 * The page with what is still missing filled in; what the founder wrote stays. The same page and
 * filling give the same text, and a page that is filled already comes back as it is.
 */
export function fillConstitution(page: string, filling: Filling): string {
  const { answers } = filling;
  const { company } = parseConstitution(page, "constitution").constitution;
  let text = page;
  const set = (field: Parameters<typeof setCompanyField>[1], value: string): void => {
    text = setCompanyField(text, field, value);
  };
  if (company.name === null) {
    // Until the company has a name, these three hold the kit's own values, not the founder's.
    set("Time zone", answers.timeZone);
    set("Currency", answers.currency);
    set("Language", answers.language);
    set("Name", answers.company);
  }
  if (company.founder === null) set("Founder", answers.founder);
  if (company.country === null) set("Country", answers.country);
  if (company.since === null) set("Since", filling.today);
  const tables = constitutionTables(text);
  appendMissing(tables, "Products", productRows(answers));
  appendMissing(tables, "Obligations", filling.obligations);
  appendMissing(tables, "Cadence", filling.cadence);
  return tables.text();
}

function productRows({ products }: Answers): Rows {
  return products.map(({ name, status, stack, url, socialUrl, note }) => {
    return [name, status, stack, url, socialUrl, note].map(literalCell);
  });
}

function appendMissing(
  tables: ReturnType<typeof constitutionTables>,
  section: string,
  rows: Rows,
): void {
  const present = tables.rows(section).map((row) => (row[0] ?? "").toLowerCase());
  const missing = rows.filter((row) => !present.includes((row[0] ?? "").toLowerCase()));
  tables.append(section, missing);
}
