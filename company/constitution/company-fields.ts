import { isIsoDate, isTimeZone } from "../dates.ts";
import { sameName } from "../markdown/table.ts";
import { type Reading, warningAt } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import { COMPANY_FIELDS, type CompanyField, OPTIONAL_FIELDS } from "./sections.ts";
import type { Company, SituationRow } from "./types.ts";

/** A company of which nothing is known yet. */
export const UNKNOWN_COMPANY: Company = {
  name: null,
  founder: null,
  country: null,
  timeZone: "UTC",
  currency: "EUR",
  language: "English",
  since: null,
  runner: null,
  approvalKey: null,
  watchWords: [],
};

/** A question of a country's pack: its answer is a row of this table too. */
const QUESTION = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * The company's fields; those that are missing or wrong keep the value of a company unknown. Beside them the
 * founder's answers to the questions of the country's pack; an open one is none.
 */
export function readCompany(reading: Reading): { company: Company; answers: SituationRow[] } {
  const company = { ...UNKNOWN_COMPANY };
  const answers: SituationRow[] = [];
  const seen = new Set<CompanyField>();
  const rows = readRows(reading, "Company", (row) => {
    const question = questionOf(row);
    if (question !== null) {
      const answer = row.text("Value");
      if (!row.claim("Field", question) || answer === "") return;
      answers.push({ line: row.line, section: "Company", question, answer });
      return;
    }
    const field = fieldOf(row);
    if (field === null || !row.claim("Field", field)) return;
    seen.add(field);
    readField(company, field, row);
  });
  if (rows === null) return { company, answers };
  for (const field of COMPANY_FIELDS) {
    if (seen.has(field) || OPTIONAL_FIELDS.includes(field)) continue;
    warningAt(reading, 0, {
      what: `no field "${field}" in "Company"`,
      expected: `the fields ${COMPANY_FIELDS.join(", ")}`,
      fix: `Add a row "${field}"; its value may be "not set".`,
    });
  }
  return { company, answers };
}

/** Whether a row of the table Company is an answer to a question of a pack, by its name alone. */
export function isQuestionName(name: string): boolean {
  return QUESTION.test(name) && !COMPANY_FIELDS.some((field) => sameName(field, name));
}

function questionOf(row: Row): string | null {
  const name = row.text("Field");
  return isQuestionName(name) ? name : null;
}

function fieldOf(row: Row): CompanyField | null {
  const name = row.text("Field");
  const field = COMPANY_FIELDS.find((each) => sameName(each, name));
  if (field !== undefined) return field;
  if (name === "") row.fault("Field", { expected: COMPANY_FIELDS.join(", ") });
  else {
    warningAt(row.reading, row.line, {
      what: `an unknown field "${name}" in "Company"`,
      expected: COMPANY_FIELDS.join(", "),
      fix: "Rename or delete it: nothing reads it.",
    });
  }
  return null;
}

function readField(company: Company, field: CompanyField, row: Row): void {
  const value = row.text("Value");
  if (value === "") return;
  switch (field) {
    case "Name":
      company.name = value;
      return;
    case "Founder":
      company.founder = value;
      return;
    case "Country":
      company.country = value;
      return;
    case "Runner":
      company.runner = value;
      return;
    case "Approval key":
      company.approvalKey = value;
      return;
    case "Watch words":
      company.watchWords = value
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean);
      return;
    case "Language":
      company.language = value;
      return;
    case "Time zone":
      if (isTimeZone(value)) company.timeZone = value;
      else {
        const expected = "an IANA time zone such as Europe/Lisbon";
        row.mend("Value", { expected, instead: "all times are read as UTC" });
      }
      return;
    case "Currency":
      if (/^[A-Z]{3}$/.test(value)) company.currency = value;
      else {
        const expected = "an ISO 4217 code such as EUR";
        row.mend("Value", { expected, instead: "amounts are read as EUR" });
      }
      return;
    case "Since":
      if (isIsoDate(value)) company.since = value;
      else {
        const expected = "a day that exists, such as 2026-11-20";
        row.mend("Value", { expected, instead: "duties of any age can be overdue" });
      }
  }
}
