/** The questions about a company, each as a step; `hq init` and `hq setup` ask the same ones. */
import { unreadLanguageWords } from "../../company/claims/languages.ts";
import { NOT_SET } from "../../company/constitution/sections.ts";
import { checkedValue } from "../../company/pack/answer.ts";
import type { Question } from "../../company/pack/schema.ts";
import { sharedQuestions } from "../../company/pack/situation.ts";
import {
  type AnswerSources,
  currencyOf,
  DEFAULT_LANGUAGE,
  type RawAnswers,
  suggestions,
  timeZoneOf,
} from "../../setup/answers.ts";
import { countryOf, knownCountry } from "../../setup/country.ts";
import { packFor } from "../../setup/country-pack.ts";
import { plainText } from "../../setup/plain-text.ts";
import { BACK, LEFT, type Or, type Prompts } from "./prompts.ts";
import type { Step } from "./walk.ts";

type Field = "company" | "founder" | "country" | "timezone" | "currency" | "language";

const MESSAGES: Readonly<Record<Field, string>> = {
  company: "What is the company called?",
  founder: "What is your name?",
  country: "In which country is the company?",
  timezone: "Time zone",
  currency: "Currency",
  language: "Which language do you work in?",
};

/** The fields of the table Company, then the questions of the country's pack. */
export function companySteps(
  prompts: Prompts,
  sources: AnswerSources,
  raw: RawAnswers,
): Step<RawAnswers>[] {
  const fields = (Object.keys(MESSAGES) as Field[]).map((field) =>
    fieldStep(prompts, sources, field),
  );
  return [...fields, ...questionSteps(prompts, sources, raw)];
}

function fieldStep(prompts: Prompts, sources: AnswerSources, field: Field): Step<RawAnswers> {
  return {
    id: field,
    ask: async (raw, canGoBack) => {
      const usual = suggestions({ ...sources, raw });
      const answer = await prompts.text({
        message: MESSAGES[field],
        canGoBack,
        initial: usual[field] ?? (field === "language" ? DEFAULT_LANGUAGE : undefined),
        check: CHECKS[field],
      });
      if (typeof answer === "symbol") return answer;
      if (field === "country") return withCountry(raw, answer, sources);
      if (field === "language") sayUnread(prompts, answer);
      return { ...raw, [field]: answer };
    },
  };
}

const CHECKS: Readonly<Record<Field, (value: string) => unknown>> = {
  company: (value) => plainText("this answer", value),
  founder: (value) => plainText("this answer", value),
  country: (value) => knownCountry(plainText("this answer", value)),
  timezone: timeZoneOf,
  currency: currencyOf,
  language: (value) => plainText("this answer", value),
};

/** Zone, currency and answers of the country before are none for another one, but for what both ask. */
function withCountry(raw: RawAnswers, country: string, sources: AnswerSources): RawAnswers {
  const before = raw.country ?? sources.constitution?.company.country ?? "";
  if (countryOf(before).code === countryOf(country).code) return { ...raw, country };
  const shared = sharedQuestions(packFor(sources.packs, before), packFor(sources.packs, country));
  const answer = (raw.answer ?? []).filter((pair) => shared.has(pair.split("=")[0] ?? ""));
  return { ...raw, country, timezone: undefined, currency: undefined, answer };
}

function sayUnread(prompts: Prompts, language: string): void {
  const words = unreadLanguageWords(language);
  if (words !== null) prompts.say(words);
}

/** One step for each question of the pack of the country that is known by now. */
export function questionSteps(
  prompts: Prompts,
  sources: AnswerSources,
  raw: RawAnswers,
): Step<RawAnswers>[] {
  const country = raw.country ?? sources.constitution?.company.country ?? "";
  const pack = packFor(sources.packs, country);
  return (pack?.questions ?? []).map((question) => ({
    id: question.id,
    ask: async (state, canGoBack) => {
      const present = presentAnswer(state, sources, question.id);
      const answer = await askQuestion(prompts, question, { present, canGoBack });
      return typeof answer === "symbol" ? answer : withAnswer(state, question.id, answer);
    },
  }));
}

/** What another country asks anew: zone, currency, and its questions but for those that both ask. */
export function stepsAfterMoving(
  prompts: Prompts,
  sources: AnswerSources,
  { before, after }: { before: RawAnswers; after: RawAnswers },
): Step<RawAnswers>[] {
  const pack = packFor(sources.packs, after.country ?? "");
  const shared = sharedQuestions(packFor(sources.packs, before.country ?? ""), pack);
  const anew = new Set(pack?.questions.map(({ id }) => id).filter((id) => !shared.has(id)));
  return companySteps(prompts, sources, after).filter(
    ({ id }) => id === "timezone" || id === "currency" || anew.has(id),
  );
}

/** What the founder said of the question so far; null while it is open. */
export function presentAnswer(
  raw: RawAnswers,
  { constitution }: AnswerSources,
  id: string,
): string | null {
  const given = raw.answer?.findLast((pair) => pair.startsWith(`${id}=`));
  if (given !== undefined) {
    const value = given.slice(id.length + 1);
    return value === NOT_SET ? null : value;
  }
  // What stands there was answered in the country of then.
  const here = constitution?.company.country ?? "";
  if (countryOf(raw.country ?? here).code !== countryOf(here).code) return null;
  return constitution?.situation.find(({ question }) => question === id)?.answer ?? null;
}

/** The answers with another one to this question. */
export function withAnswer(raw: RawAnswers, id: string, answer: string | null): RawAnswers {
  const others = (raw.answer ?? []).filter((pair) => !pair.startsWith(`${id}=`));
  return { ...raw, answer: [...others, `${id}=${answer ?? NOT_SET}`] };
}

const OPEN = "not known yet";

async function askQuestion(
  prompts: Prompts,
  question: Question,
  { present, canGoBack }: { present: string | null; canGoBack: boolean },
): Promise<Or<string | null>> {
  const message = `${question.ask}\n${question.why}`;
  if (question.kind === "choice") {
    const options = question.options.map(({ value, means }) => ({
      value,
      label: means === value ? value : `${value}: ${means}`,
    }));
    const chosen = await prompts.choose({
      message,
      canGoBack,
      options: [...options, { value: NOT_SET, label: OPEN }],
      initial: options.some(({ value }) => value === present) ? (present ?? NOT_SET) : NOT_SET,
    });
    return chosen === NOT_SET ? null : chosen;
  }
  const example = question.kind === "date" ? "2026-03-01" : "06-13";
  const written = await prompts.text({
    message,
    canGoBack,
    initial: present ?? undefined,
    placeholder: `${example}; empty: ${OPEN}`,
    check: (value) => checkedValue(question, value),
  });
  if (written === BACK || written === LEFT) return written;
  return checkedValue(question, written);
}
