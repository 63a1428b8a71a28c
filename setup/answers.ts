/** What the founder answered, checked: from the options, the questions and the constitution. */
import { unreadLanguageWords } from "../company/claims/languages.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { isTimeZone } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { didYouMean } from "../company/near-word.ts";
import { answerPair, checkedAnswer } from "../company/pack/answer.ts";
import type { Pack } from "../company/pack/pack.ts";
import { answersOf } from "../company/pack/rows.ts";
import { countryDefaults, countryOf, knownCountry } from "./country.ts";
import { packFor } from "./country-pack.ts";
import { COORDINATOR } from "./departments.ts";
import { plainText } from "./plain-text.ts";
import {
  completedAddresses,
  type ProductAnswer,
  parseProduct,
  uniqueProducts,
} from "./product-answer.ts";

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
  /** Answers to the questions of the country's pack, by id; what is not known yet is not in it. */
  situation: Readonly<Record<string, string>>;
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
  /** `legal-form=sole-trader`, each for a question of the country's pack. */
  answer?: string[] | undefined;
}

export interface AnswerSources {
  raw: RawAnswers;
  /** The company's constitution as it stands; its values win over nothing but the options. */
  constitution: Constitution | null;
  /** Departments of the kit. */
  known: readonly string[];
  packs: readonly Pack[];
  systemTimeZone: string;
}

export const DEFAULT_LANGUAGE = "English";

/**
 * The checked answers.
 * @throws HqError `usage` naming every flag that is missing, or the one value that cannot be used.
 */
export function completeAnswers(sources: AnswerSources): Answers {
  const suggested = suggestions(sources);
  // First, or a mistyped country would ask for the currency that nobody knows of it.
  const given = suggested.country?.trim() ?? "";
  if (given !== "") knownCountry(plainText("--country", given));
  const missing = missingFlags(suggested);
  if (missing.length > 0) {
    throw new HqError(
      "usage",
      `Cannot set up the company: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing, expected as options (there is no terminal to ask in, or --yes was given). Nothing was changed.`,
      { hint: `Add for example: ${missing.map(example).join(" ")}` },
    );
  }
  const country = knownCountry(plainText("--country", suggested.country ?? "")).name;
  return {
    company: plainText("--company", suggested.company ?? ""),
    founder: plainText("--founder", suggested.founder ?? ""),
    country,
    timeZone: timeZoneOf(suggested.timezone ?? ""),
    currency: currencyOf(suggested.currency ?? ""),
    language: plainText("--language", suggested.language ?? DEFAULT_LANGUAGE),
    products: uniqueProducts((sources.raw.product ?? []).map(parseProduct)),
    departments: parseDepartments(suggested.departments ?? "all", sources.known),
    situation: situationOf(sources, country),
  };
}

/**
 * What the constitution says already and the options say anew, checked against the country's pack.
 * @throws HqError `usage` for a question or answer that the pack does not know, or a country without a pack.
 */
function situationOf(
  { raw, constitution, packs }: AnswerSources,
  country: string,
): Record<string, string> {
  const given = (raw.answer ?? []).map(answerPair);
  const pack = packFor(packs, country);
  const situation = new Map(
    pack === null || constitution === null ? [] : answersOf(constitution.situation, pack),
  );
  for (const pair of given) {
    if (pack === null) throw withoutPack(pair.question, country, packs);
    const { question, answer } = checkedAnswer(pack, pair);
    if (answer === null) situation.delete(question.id);
    else situation.set(question.id, answer);
  }
  return Object.fromEntries(situation);
}

/** The refusal of an answer to a question that nobody asks in this country. */
export function withoutPack(question: string, country: string, packs: readonly Pack[]): HqError {
  const known = packs.filter(({ card }) => card.country !== null).map(({ card }) => card.name);
  return new HqError(
    "usage",
    `Cannot answer "${question}": no pack is here for ${country}, expected ${known.length === 0 ? "a company with packs" : `one of ${known.join(", ")}`}.`,
    { hint: "Leave the answer out: only packs ask such questions." },
  );
}

/** What was made of the answers, and what is lost with them, one sentence each. */
export function answerNotes(raw: RawAnswers, { language }: Answers): string[] {
  const unread = unreadLanguageWords(language);
  return [...completedAddresses(raw.product ?? []), ...(unread === null ? [] : [unread])];
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

/** @throws HqError `usage` when no such time zone exists. */
export function timeZoneOf(value: string): string {
  const name = value.trim();
  if (isTimeZone(name)) return name;
  throw new HqError(
    "usage",
    `Cannot use the time zone "${name}": it is not in the time zone database, expected a name such as Europe/Lisbon.${didYouMean(name, Intl.supportedValuesOf("timeZone"))}`,
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
      `Cannot set up the department "${unknown}": the kit has none of this name, expected all or some of ${known.join(", ")}.${didYouMean(unknown, known)}`,
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
