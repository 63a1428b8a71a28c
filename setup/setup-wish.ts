/** What the founder wants to be otherwise, from options or from questions. */
import { NOT_SET } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { answerPair } from "../company/pack/answer.ts";
import type { Pack } from "../company/pack/pack.ts";
import { type AnswerSources, currencyOf, type RawAnswers, timeZoneOf } from "./answers.ts";
import { knownCountry } from "./country.ts";
import { plainText } from "./plain-text.ts";
import { type ProductAnswer, parseProduct, printProduct } from "./product-answer.ts";
import type { SetupWish } from "./setup-fields.ts";

export interface SetupAnswers extends Omit<RawAnswers, "departments"> {
  /** Brings duties too that were taken out of the table. */
  duties?: boolean | undefined;
}

/** The present answers, as they would be given. */
export function presentAnswers(
  constitution: Constitution,
  packs: readonly Pack[],
  systemTimeZone: string,
): AnswerSources {
  const { company, products, situation } = constitution;
  const raw: RawAnswers = {
    company: company.name ?? undefined,
    founder: company.founder ?? undefined,
    country: company.country ?? undefined,
    timezone: company.timeZone,
    currency: company.currency,
    language: company.language,
    product: products.map(printProduct),
    answer: situation.map(({ question, answer }) => `${question}=${answer}`),
  };
  return { raw, constitution, known: [], packs, systemTimeZone };
}

const FIELDS = ["company", "founder", "country", "timezone", "currency", "language"] as const;

/** Whether an option says what should be otherwise. */
export function givesAnything(options: SetupAnswers): boolean {
  const lists = [...(options.answer ?? []), ...(options.product ?? [])];
  return (
    lists.length > 0 ||
    options.duties === true ||
    FIELDS.some((name) => options[name] !== undefined)
  );
}

/** The present answers with those that were given as options. */
export function withOptions(raw: RawAnswers, options: SetupAnswers): RawAnswers {
  const given = Object.fromEntries(
    FIELDS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const answers = (options.answer ?? []).map(answerPair);
  const others = (raw.answer ?? []).filter(
    (pair) => !answers.some(({ question }) => pair.startsWith(`${question}=`)),
  );
  const present = (raw.product ?? []).map(parseProduct);
  const products = (options.product ?? []).map((text) => merged(text, present));
  const names = new Set(products.map(({ name }) => name.toLowerCase()));
  return {
    ...raw,
    ...given,
    answer: [...others, ...answers.map(({ question, answer }) => `${question}=${answer}`)],
    product: [...present.filter(({ name }) => !names.has(name.toLowerCase())), ...products].map(
      printProduct,
    ),
  };
}

/** From options: what is not given stays, also in a product that is there. */
export function wishOf(options: SetupAnswers, constitution: Constitution): SetupWish {
  const present = constitution.products.map((product): ProductAnswer => product);
  return {
    ...fieldsOf(options),
    answers: (options.answer ?? []).map(answerPair),
    products: (options.product ?? []).map((text) => merged(text, present)),
    allDuties: false,
  };
}

/** From the questions: what is otherwise than it was. */
export function changedBy(raw: RawAnswers, before: RawAnswers): SetupWish {
  const changed = Object.fromEntries(
    FIELDS.flatMap((name) => (raw[name] === before[name] ? [] : [[name, raw[name]]])),
  );
  const known = new Set([...(before.answer ?? []), ...(before.product ?? [])]);
  return {
    ...fieldsOf(changed),
    answers: (raw.answer ?? [])
      .filter((pair) => !known.has(pair))
      .map(answerPair)
      .filter(({ question, answer }) => answer !== NOT_SET || wasAnswered(before, question)),
    products: (raw.product ?? []).filter((text) => !known.has(text)).map(parseProduct),
    allDuties: false,
  };
}

/** A question left open that was open changes nothing: an answer kept from an earlier stay there counts. */
function wasAnswered(before: RawAnswers, question: string): boolean {
  return before.answer?.some((pair) => pair.startsWith(`${question}=`)) === true;
}

function fieldsOf(raw: RawAnswers): Omit<SetupWish, "answers" | "products" | "allDuties"> {
  const { company, founder, country, timezone, currency, language } = raw;
  return {
    company: company === undefined ? undefined : plainText("--company", company),
    founder: founder === undefined ? undefined : plainText("--founder", founder),
    country: country === undefined ? undefined : knownCountry(plainText("--country", country)).name,
    timeZone: timezone === undefined ? undefined : timeZoneOf(timezone),
    currency: currency === undefined ? undefined : currencyOf(currency),
    language: language === undefined ? undefined : plainText("--language", language),
  };
}

/** A product of that name keeps the cells that are not given anew. */
function merged(text: string, present: readonly ProductAnswer[]): ProductAnswer {
  const [name = "", status = ""] = text.split("|").map((part) => part.trim());
  const known = present.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const product = parseProduct(text);
  if (known === undefined) return product;
  return {
    name: product.name,
    status: status === "" ? known.status : product.status,
    stack: product.stack || known.stack,
    url: product.url || known.url,
    socialUrl: product.socialUrl || known.socialUrl,
    note: product.note || known.note,
  };
}
