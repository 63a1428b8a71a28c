/** What a text holds, as questions look for it. */
import { type FoundPhrase, phrasesIn } from "./concepts.ts";
import { otherForms, tokensOf } from "./tokens.ts";

export interface ReadText {
  /** All of its tokens in order. */
  tokens: readonly string[];
  /** Those that may meet a word of the question, in any order. */
  telling: readonly string[];
  /** Phrases of the tables of concepts. */
  phrases(): readonly FoundPhrase[];
  /** Other ways to write what it holds. */
  forms(): readonly string[];
}

export function readText(text: string): ReadText {
  const tokens = tokensOf(text);
  return {
    tokens,
    telling: tokens,
    phrases: () => phrasesIn(tokens),
    forms: () => otherForms(text),
  };
}
