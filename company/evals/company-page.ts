/** The founder's constitution for the company of the scenarios: its rules, without who and what the founder is. */
import { replaceTableRows } from "../constitution/edit.ts";
import { findTable } from "../markdown/table.ts";
import type { EvalCompany } from "./scenario.ts";

/** Tables that hold the founder's own company, and whose rows no scenario knows. */
const EMPTIED = ["Obligations", "Situation"];

/**
 * The page with another company in it. What the founder changed in rules and words stays: it is what the
 * scenarios are about.
 * @throws HqError `invalid-file` when the table Company or Products is missing
 */
export function companyPage(page: string, { company, products }: EvalCompany): string {
  const named = replaceTableRows(page, "Company", Object.entries(company));
  const sold = replaceTableRows(named, "Products", products);
  return EMPTIED.reduce(
    (text, section) =>
      findTable(text, section) === null ? text : replaceTableRows(text, section, []),
    sold,
  );
}
