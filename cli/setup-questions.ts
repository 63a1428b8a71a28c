/** The questions of `hq init` in a terminal. What was given as an option is not asked. */
import { confirm, intro, isCancel, multiselect, text } from "@clack/prompts";
import { HqError } from "../company/error.ts";
import {
  type AnswerSources,
  currencyOf,
  DEFAULT_LANGUAGE,
  parseProduct,
  plainText,
  type RawAnswers,
  suggestions,
  timeZoneOf,
} from "../setup/answers.ts";
import { COORDINATOR } from "../setup/departments.ts";

/** The founder left with Ctrl-C or Escape, which is not the same as saying no. */
const CANCELLED = Symbol("cancelled");
type OrCancelled<T> = T | typeof CANCELLED;

/** The raw answers, or null when the founder left. */
export async function askAnswers(sources: AnswerSources): Promise<RawAnswers | null> {
  intro("Solo HQ: a few questions about the company");
  const answers = await askAll(sources);
  return answers === CANCELLED ? null : answers;
}

/** Whether to write what was shown: yes, no, or the founder left. */
export async function askToWrite(files: number): Promise<"yes" | "no" | "cancelled"> {
  const answer = await confirm({ message: `Write these ${files} files?` });
  if (isCancel(answer)) return "cancelled";
  return answer ? "yes" : "no";
}

/** A yes to what is outside the plan; leaving is no yes. */
export async function askYes(message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false });
  return answer === true;
}

async function askAll(sources: AnswerSources): Promise<OrCancelled<RawAnswers>> {
  const given = sources.raw;
  const first = suggestions(sources);
  const company = await ask("What is the company called?", {
    given: given.company,
    suggested: first.company,
  });
  if (company === CANCELLED) return CANCELLED;
  const founder = await ask("What is your name?", {
    given: given.founder,
    suggested: first.founder,
  });
  if (founder === CANCELLED) return CANCELLED;
  const country = await ask("In which country is the company?", {
    given: given.country,
    suggested: first.country,
  });
  if (country === CANCELLED) return CANCELLED;
  const usual = suggestions({ ...sources, raw: { ...given, country } });
  const timezone = await ask("Time zone", {
    given: given.timezone,
    suggested: usual.timezone,
    check: timeZoneOf,
  });
  if (timezone === CANCELLED) return CANCELLED;
  const currency = await ask("Currency", {
    given: given.currency,
    suggested: usual.currency,
    check: currencyOf,
  });
  if (currency === CANCELLED) return CANCELLED;
  const language = await ask("Which language do you work in?", {
    given: given.language,
    suggested: usual.language ?? DEFAULT_LANGUAGE,
  });
  if (language === CANCELLED) return CANCELLED;
  const product = given.product ?? (await askProducts());
  if (product === CANCELLED) return CANCELLED;
  const departments = given.departments ?? (await askDepartments(sources.known));
  if (departments === CANCELLED) return CANCELLED;
  return { company, founder, country, timezone, currency, language, product, departments };
}

interface Question {
  given: string | undefined;
  suggested: string | undefined;
  check?: (value: string) => string;
}

async function ask(message: string, question: Question): Promise<OrCancelled<string>> {
  if (question.given !== undefined) return question.given;
  const check = question.check ?? ((value: string) => plainText("this answer", value));
  const answer = await text({
    message,
    ...(question.suggested === undefined ? {} : { initialValue: question.suggested }),
    validate: (value) => complaint(() => check(value ?? "")),
  });
  return isCancel(answer) ? CANCELLED : answer;
}

async function askProducts(): Promise<OrCancelled<string[]>> {
  const products: string[] = [];
  for (;;) {
    const answer = await text({
      message:
        products.length === 0
          ? "First product (empty for none yet)"
          : "Another product (empty to go on)",
      placeholder: "Name | status | stack | url | social url | note",
      validate: (value) => (value?.trim() ? complaint(() => parseProduct(value)) : undefined),
    });
    if (isCancel(answer)) return CANCELLED;
    if (!answer?.trim()) return products;
    products.push(answer);
  }
}

async function askDepartments(known: readonly string[]): Promise<OrCancelled<string>> {
  const answer = await multiselect({
    message: `Which departments? (${COORDINATOR} is always on board)`,
    options: known.filter((id) => id !== COORDINATOR).map((id) => ({ value: id, label: id })),
    initialValues: known.filter((id) => id !== COORDINATOR),
    required: false,
  });
  return isCancel(answer) ? CANCELLED : [COORDINATOR, ...answer].join(",");
}

function complaint(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof HqError) return error.message;
    throw error;
  }
}
