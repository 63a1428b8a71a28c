/** What a text is about, as recall sees it: the meanings of its words, and stems of words without one. */
import { isFounders, languagesOf, meaningsOf, phrasesIn, STOP_WORDS } from "./concepts.ts";
import type { Language } from "./stems.ts";
import { tokensOf } from "./tokens.ts";
import { stemOf } from "./words.ts";

/**
 * The terms of a text, without those that only join others: `~price` for a meaning, which is the same in
 * every language that recall knows, else the stem of a word. Everyday meanings are left out: each language has
 * others for one sentence, and what two mistakes share is a matter of the company. Numbers are left out: two texts with the
 * same figure are not about the same thing.
 */
export function termsOf(text: string): Set<string> {
  const tokens = tokensOf(text);
  const languages = languagesOf(tokens);
  const terms = new Set<string>();
  for (const { concept } of phrasesIn(tokens)) if (isFounders(concept)) terms.add(`~${concept}`);
  for (const token of new Set(tokens)) {
    const says = /^\p{L}{3,}$/u.test(token) || /^[^\d]{2,}$/u.test(token);
    if (!says || languages.some((language) => STOP_WORDS[language].has(token))) continue;
    const matters = meantIn(token, languages).filter(isFounders);
    for (const concept of matters) terms.add(`~${concept}`);
    if (matters.length === 0) terms.add(stemOf(token, languages));
  }
  return terms;
}

/** A word of two languages means what it means in the language of the text. */
function meantIn(token: string, languages: readonly Language[]): string[] {
  const meant = meaningsOf(token);
  const own = meant.filter(({ language }) => languages.includes(language));
  return (own.length > 0 ? own : meant).map(({ concept }) => concept);
}
