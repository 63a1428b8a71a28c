/** How a person in a terminal is asked: by text or by choice, with a way back at each question. */
import { intro, isCancel, log, multiselect, S_BAR, select, text } from "@clack/prompts";
import { HqError } from "../../company/error.ts";
import { wrap } from "../../company/wrap.ts";

/** One question back. */
export const BACK = Symbol("back");
/** The founder left with Ctrl-C or Escape, which is not the same as saying no. */
export const LEFT = Symbol("left");
export type Or<T> = T | typeof BACK | typeof LEFT;

/** What is typed to go back where there is no list to choose from. */
const BACK_KEY = "<";
const BACK_VALUE = "\u0000back";

interface Question {
  message: string;
  canGoBack: boolean;
}

export interface TextQuestion extends Question {
  initial?: string | undefined;
  placeholder?: string | undefined;
  /** Throws an HqError that says what is wrong with the answer; an empty answer is asked too. */
  check(value: string): unknown;
}

export interface Option {
  value: string;
  label: string;
  hint?: string | undefined;
}

export interface ChoiceQuestion extends Question {
  options: readonly Option[];
  initial?: string | undefined;
}

export interface Prompts {
  text(question: TextQuestion): Promise<Or<string>>;
  choose(question: ChoiceQuestion): Promise<Or<string>>;
  several(question: ChoiceQuestion & { chosen: readonly string[] }): Promise<Or<string[]>>;
  /** What the questions are about, before the first one. */
  begin(title: string): void;
  /** Something that the founder should know before the next question. */
  say(words: string): void;
}

/** In the terminal of the process. */
export const terminalPrompts: Prompts = {
  text: async ({ message, canGoBack, initial, placeholder, check }) => {
    // At the end, so that what stands in the field already need not be taken out first.
    const isBack = (value: string | undefined) =>
      canGoBack && value?.trim().endsWith(BACK_KEY) === true;
    const answer = await text({
      message: besideBar(canGoBack ? message.replace(/$/m, ` (${BACK_KEY} goes back)`) : message),
      ...(initial === undefined ? {} : { initialValue: initial }),
      ...(placeholder === undefined ? {} : { placeholder }),
      validate: (value) => (isBack(value) ? undefined : complaint(() => check(value ?? ""))),
    });
    if (isCancel(answer)) return LEFT;
    return isBack(answer) ? BACK : (answer ?? "").trim();
  },
  choose: async ({ message, canGoBack, options, initial }) => {
    const back = canGoBack ? [{ value: BACK_VALUE, label: "go back" }] : [];
    const answer = await select({
      message,
      options: [...options.map(shown), ...back],
      ...(initial === undefined ? {} : { initialValue: initial }),
    });
    if (isCancel(answer)) return LEFT;
    return answer === BACK_VALUE ? BACK : answer;
  },
  several: async ({ message, options, chosen }) => {
    const answer = await multiselect({
      message,
      options: options.map(shown),
      initialValues: [...chosen],
      required: false,
    });
    return isCancel(answer) ? LEFT : answer;
  },
  begin: (title) => intro(title),
  say: (words) => log.warn(broken(words).join("\n")),
};

/** What stands left of each line, and a column for the scroll bar. */
const BAR_COLUMNS = 5;

function broken(words: string): string[] {
  const width = Math.min(process.stdout.columns || 80, 80) - BAR_COLUMNS;
  return words.split("\n").flatMap((line) => wrap("", line, { width }));
}

/** The lines of a question to be typed, each beside the bar, which clack draws for lists alone. */
function besideBar(message: string): string {
  return broken(message).join(`\n${S_BAR}  `);
}

function shown({ value, label, hint }: Option): { value: string; label: string; hint?: string } {
  return { value, label, ...(hint === undefined ? {} : { hint }) };
}

/** What the check says against an answer, or nothing. */
function complaint(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof HqError) return error.message;
    throw error;
  }
}
