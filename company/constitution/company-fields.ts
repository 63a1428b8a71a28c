import { isIsoDate, isTimeZone } from "../dates.ts";
import { sameName } from "../markdown/table.ts";
import { type Reading, warningAt } from "./reading.ts";
import { type Row, readRows } from "./row.ts";
import { COMPANY_FIELDS, type CompanyField, OPTIONAL_FIELDS } from "./sections.ts";
import type { Company } from "./types.ts";

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

/** The company's fields; those that are missing or wrong keep the value of a company unknown. */
export function readCompany(reading: Reading): Company {
  const company = { ...UNKNOWN_COMPANY };
  const seen = new Set<CompanyField>();
  const rows = readRows(reading, "Company", (row) => {
    const field = fieldOf(row);
    if (field === null || !row.claim("Field", field)) return;
    seen.add(field);
    readField(company, field, row);
  });
  if (rows === null) return company;
  for (const field of COMPANY_FIELDS) {
    if (seen.has(field) || OPTIONAL_FIELDS.includes(field)) continue;
    warningAt(reading, 0, {
      what: `no field "${field}" in "Company"`,
      expected: `the fields ${COMPANY_FIELDS.join(", ")}`,
      fix: `Add a row "${field}"; its value may be "not set".`,
    });
  }
  return company;
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
