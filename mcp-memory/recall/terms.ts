/** What a text is about, as recall sees it: the meanings of its words, and stems of words without one. */
import { conceptsIn, isFounders, languagesOf, meaningsOf, STOP_WORDS } from "./concepts.ts";
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
  const terms = new Set([...conceptsIn(tokens)].filter(isFounders).map((concept) => `~${concept}`));
  for (const token of new Set(tokens)) {
    const says = /^\p{L}{3,}$/u.test(token) || /^[^\d]{2,}$/u.test(token);
    if (!says || languages.some((language) => STOP_WORDS[language].has(token))) continue;
    const isMatter = meaningsOf(token).some(({ concept }) => isFounders(concept));
    if (!isMatter) terms.add(stemOf(token, languages));
  }
  return terms;
}
