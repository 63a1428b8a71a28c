/** The constitution's tables: the name of each section and its columns. */
export const SECTION_COLUMNS = {
  Company: ["Field", "Value"],
  Products: ["Product", "Status", "Stack", "URL", "Social URL", "Note"],
  Departments: ["Agent", "Owns", "Approves"],
  "Review triggers": ["When the work touches", "Signals", "Reviewer"],
  "Statement levels": ["Topic", "Level", "Evidence"],
  "Fresh facts": ["Entity type", "Fresh for"],
  "Memory ownership": ["Entity type", "Written by"],
  Retention: ["Entity type", "Keep"],
  Cadence: ["Prompt", "Schedule", "Agent", "Catch up"],
  Obligations: ["Obligation", "Schedule", "Agent", "Warn"],
  Situation: ["Question", "Our answer"],
  Budgets: ["Scope", "Limit", "Per", "Alert at"],
  Prices: ["Model", "Input", "Cached", "Output", "Currency"],
  "Protected files": ["Path"],
} as const satisfies Record<string, readonly string[]>;

export type SectionName = keyof typeof SECTION_COLUMNS;

/** Sections that a company may be without. */
export const OPTIONAL_SECTIONS: readonly SectionName[] = ["Prices", "Situation"];

export const COMPANY_FIELDS = [
  "Name",
  "Founder",
  "Country",
  "Time zone",
  "Currency",
  "Language",
  "Since",
  "Runner",
  "Approval key",
  "Watch words",
] as const;

/** Fields of which a company may have no row: it decides about them when it needs them. */
export const OPTIONAL_FIELDS: readonly CompanyField[] = ["Runner", "Approval key", "Watch words"];

export type CompanyField = (typeof COMPANY_FIELDS)[number];

/** The person above all departments, wherever a table asks for a department. */
export const FOUNDER = "founder";

/** What stands in a cell that nobody filled in yet. Reads as empty. */
export const NOT_SET = "not set";
