/** What the founder answered, checked: from the options, the questions and the constitution. */
import type { Constitution, ProductStatus } from "../company/constitution/types.ts";
import { isTimeZone } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { countryDefaults, countryOf } from "./country.ts";
import { COORDINATOR } from "./departments.ts";

export interface Answers {
  company: string;
  founder: string;
  /** English name where it is known. */
  country: string;
  timeZone: string;
  currency: string;
  language: string;
  products: ProductAnswer[];
  /** Department ids in the kit's order, `coo` always among them. */
  departments: string[];
}

export interface ProductAnswer {
  name: string;
  status: ProductStatus;
  stack: string;
  url: string;
  socialUrl: string;
  note: string;
}

/** As they come from the command line or the questions: nothing is checked yet. */
export interface RawAnswers {
  company?: string | undefined;
  founder?: string | undefined;
  country?: string | undefined;
  timezone?: string | undefined;
  currency?: string | undefined;
  language?: string | undefined;
  product?: string[] | undefined;
  departments?: string | undefined;
}

export interface AnswerSources {
  raw: RawAnswers;
  /** The company's constitution as it stands; its values win over nothing but the options. */
  constitution: Constitution | null;
  /** Departments of the kit. */
  known: readonly string[];
  systemTimeZone: string;
}

export const DEFAULT_LANGUAGE = "English";
const STATUSES: readonly ProductStatus[] = [
  "idea",
  "building",
  "beta",
  "live",
  "paused",
  "retired",
];
const TEXT_LIMIT = 200;

/**
 * The checked answers.
 * @throws HqError `usage` naming every flag that is missing, or the one value that cannot be used.
 */
export function completeAnswers(sources: AnswerSources): Answers {
  const suggested = suggestions(sources);
  const missing = missingFlags(suggested);
  if (missing.length > 0) {
    throw new HqError(
      "usage",
      `Cannot set up the company: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing, expected as options (there is no terminal to ask in, or --yes was given). Nothing was changed.`,
      { hint: `Add for example: ${missing.map(example).join(" ")}` },
    );
  }
  const country = plainText("--country", suggested.country ?? "");
  return {
    company: plainText("--company", suggested.company ?? ""),
    founder: plainText("--founder", suggested.founder ?? ""),
    country: countryOf(country).name,
    timeZone: timeZoneOf(suggested.timezone ?? ""),
    currency: currencyOf(suggested.currency ?? ""),
    language: plainText("--language", suggested.language ?? DEFAULT_LANGUAGE),
    products: uniqueProducts((sources.raw.product ?? []).map(parseProduct)),
    departments: parseDepartments(suggested.departments ?? "all", sources.known),
  };
}

/** The options, and what can be known without asking: from the constitution and the country. */
export function suggestions({ raw, constitution, systemTimeZone }: AnswerSources): RawAnswers {
  const own = constitution?.company ?? null;
  const isNamed = own?.name != null;
  const country = raw.country ?? own?.country ?? undefined;
  const usual = countryDefaults(countryOf(country ?? ""));
  return {
    ...raw,
    company: raw.company ?? own?.name ?? undefined,
    founder: raw.founder ?? own?.founder ?? undefined,
    country,
    // An unnamed company's table still holds the kit's own UTC, EUR and English.
    timezone:
      raw.timezone ?? (isNamed ? own?.timeZone : undefined) ?? usual.timeZone ?? systemTimeZone,
    currency: raw.currency ?? (isNamed ? own?.currency : undefined) ?? usual.currency ?? undefined,
    language: raw.language ?? (isNamed ? own?.language : undefined),
  };
}

const REQUIRED = ["company", "founder", "country", "currency"] as const;

function missingFlags(answers: RawAnswers): string[] {
  return REQUIRED.filter((name) => (answers[name] ?? "").trim() === "").map((name) => `--${name}`);
}

function example(flag: string): string {
  const values: Record<string, string> = {
    "--company": '"Acme"',
    "--founder": '"Ana Example"',
    "--country": "Portugal",
    "--currency": "EUR",
  };
  return `${flag} ${values[flag] ?? "VALUE"}`;
}

/**
 * One line of plain text without control characters, at most 200 characters. `name` is the option
 * it came with, or what a person calls it.
 */
export function plainText(name: string, value: string): string {
  const text = value.trim();
  if (
    text !== "" &&
    text.length <= TEXT_LIMIT &&
    !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
  ) {
    return text;
  }
  const found = text === "" ? "nothing" : `${text.length} characters, or a line break among them`;
  throw new HqError(
    "usage",
    `Cannot use ${name.startsWith("--") ? `the value of ${name}` : name}: ${found}, expected one line of 1 to ${TEXT_LIMIT} characters.`,
  );
}

/** @throws HqError `usage` when no such time zone exists. */
export function timeZoneOf(value: string): string {
  const name = value.trim();
  if (isTimeZone(name)) return name;
  throw new HqError(
    "usage",
    `Cannot use the time zone "${name}": it is not in the time zone database, expected a name such as Europe/Lisbon.`,
    { hint: "Pass it with --timezone." },
  );
}

/** @throws HqError `usage` when it is no three-letter code. */
export function currencyOf(value: string): string {
  const code = value.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code)) return code;
  throw new HqError(
    "usage",
    `Cannot use the currency "${value}", expected a three-letter code such as EUR.`,
    { hint: "Pass it with --currency." },
  );
}

/**
 * A product as written on the command line: `Name|status|stack|url|social url|note`.
 * Only the name is needed.
 */
export function parseProduct(text: string): ProductAnswer {
  const [name = "", status = "", stack = "", url = "", socialUrl = "", ...note] = text
    .split("|")
    .map((part) => part.trim());
  const known = STATUSES.find((one) => one === (status.toLowerCase() || "idea"));
  if (known === undefined) {
    throw new HqError(
      "usage",
      `Cannot use the product "${name}": its status is "${status}", expected one of ${STATUSES.join(", ")}.`,
    );
  }
  return {
    name: plainText("--product", name),
    status: known,
    stack: optionalText(stack),
    url: link(name, url),
    socialUrl: link(name, socialUrl),
    note: optionalText(note.join(", ")),
  };
}

function optionalText(value: string): string {
  return value === "" ? "" : plainText("--product", value);
}

function link(product: string, value: string): string {
  if (value === "" || (URL.canParse(value) && /^https?:\/\/[^\s|]+$/.test(value))) return value;
  throw new HqError(
    "usage",
    `Cannot use the product "${product}": "${value}" is no address, expected one that begins with https://.`,
  );
}

function uniqueProducts(products: ProductAnswer[]): ProductAnswer[] {
  const names = products.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return products;
  throw new HqError(
    "usage",
    `Cannot use the products: "${twice}" is named twice, expected one of each.`,
  );
}

/**
 * `all`, or ids with commas between them, in the kit's order.
 * @throws HqError `usage` for an unknown id, or without `coo`.
 */
export function parseDepartments(text: string, known: readonly string[]): string[] {
  const wanted = text
    .split(",")
    .map((id) => id.trim().toLowerCase().replace(/^@/, ""))
    .filter((id) => id !== "");
  if (wanted.length === 1 && wanted[0] === "all") return [...known];
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new HqError(
      "usage",
      `Cannot set up the department "${unknown}": the kit has none of this name, expected all or some of ${known.join(", ")}.`,
    );
  }
  if (!wanted.includes(COORDINATOR)) {
    throw new HqError(
      "usage",
      `Cannot start without the department "${COORDINATOR}": it owns the board and the standup. Add it: --departments ${[COORDINATOR, ...wanted].join(",")}`,
    );
  }
  return known.filter((id) => wanted.includes(id));
}
