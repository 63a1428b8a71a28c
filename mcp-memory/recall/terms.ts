/** What a text is about, as recall sees it: the meanings of its words, and stems of words without one. */
import { isFounders, languagesOf, meaningsOf, phrasesIn, STOP_WORDS } from "./concepts.ts";
import type { Language } from "./stems.ts";
import { RUN, tokensOf } from "./tokens.ts";
import { stemOf } from "./words.ts";

/**
 * The terms of a text, without those that only join others, each with how much it tells: `~price` for a meaning, which
 * is the same in every language that recall knows, else the stem of a word. Everyday meanings are left out: each language has
 * others for one sentence, and what two mistakes share is a matter of the company. Numbers are left out: two texts with the
 * same figure are not about the same thing. Two meanings of one word tell together what one would: texts that
 * share a single word are not alike in four things.
 */
export function termsOf(text: string): Map<string, number> {
  const tokens = tokensOf(text);
  const languages = languagesOf(tokens);
  const terms = new Map<string, number>();
  for (const { concept } of phrasesIn(tokens)) if (isFounders(concept)) terms.set(`~${concept}`, 1);
  for (const token of new Set(tokens)) {
    const own = termsOfWord(token, languages);
    const each = 1 / Math.sqrt(own.length);
    for (const term of own) terms.set(term, Math.max(each, terms.get(term) ?? 0));
  }
  return terms;
}

/** How a text says a term, in its own words and small letters; null where it does not. */
export function saidOf(text: string, term: string): string | null {
  const tokens = tokensOf(text);
  const languages = languagesOf(tokens);
  for (const run of text.match(RUN) ?? []) {
    const isIt = tokensOf(run).some((token) => termsOfWord(token, languages).includes(term));
    if (isIt) return run.toLowerCase();
  }
  const phrase = phrasesIn(tokens).find(({ concept }) => `~${concept}` === term);
  return phrase === undefined ? null : tokens.slice(phrase.from, phrase.to).join(" ");
}

/** None for a word that only joins others. */
function termsOfWord(token: string, languages: readonly Language[]): readonly string[] {
  const key = `${languages.join()} ${token}`;
  let terms = remembered.get(key);
  if (terms === undefined) {
    terms = lookedUp(token, languages);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(key, terms);
  }
  return terms;
}

/** Words that are kept in mind with their terms: lessons have many of them in common. */
const REMEMBERED = 20_000;
const remembered = new Map<string, readonly string[]>();

function lookedUp(token: string, languages: readonly Language[]): string[] {
  const says = /^\p{L}{3,}$/u.test(token) || /^[^\d]{2,}$/u.test(token);
  if (!says || languages.some((language) => STOP_WORDS[language].has(token))) return [];
  const matters = meantIn(token, languages).filter(isFounders);
  return matters.length > 0 ? matters.map((concept) => `~${concept}`) : [stemOf(token, languages)];
}

/** A word of two languages means what it means in the language of the text. */
function meantIn(token: string, languages: readonly Language[]): string[] {
  const meant = meaningsOf(token);
  const own = meant.filter(({ language }) => languages.includes(language));
  return [...new Set((own.length > 0 ? own : meant).map(({ concept }) => concept))];
}
