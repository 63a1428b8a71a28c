/** Finding words and phrases in a sentence: whole words, any case, in both languages. */
import type { Language } from "./language.ts";

/** The text in lower case and with plain apostrophes; every place stays where it was. */
export function lowered(text: string): string {
  const plain = text.replaceAll(/[\u2018\u2019\u02BC]/g, "'");
  const low = plain.toLowerCase();
  if (low.length === plain.length) return low;
  return [...plain]
    .map((char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char))
    .join("");
}

/** Any of the alternatives, as whole words, in a text in lower case; a space stands for any white space. */
export function phrases(...alternatives: string[]): RegExp {
  // The letters of English and Portuguese: the whole of Unicode made the first check take half as long again.
  const body = alternatives
    .join("|")
    .replaceAll("[- ]", "[-\\s]")
    .replaceAll(" ?", "\\s?")
    .replaceAll(" ", "\\s{1,3}")
    .replaceAll("\\p{L}", "[a-zà-öø-ÿ]");
  return new RegExp(`(?<![0-9a-zà-öø-ÿ])(?:${body})(?![0-9a-zà-öø-ÿ])`, "g");
}

/** The same in both languages, each for sentences of its own. */
export type Both = Readonly<Record<"en" | "pt", RegExp>>;

export function both(en: string, pt: string): Both {
  return { en: phrases(en), pt: phrases(pt) };
}

/** The first place of a pattern of `phrases`, which else goes on from where it was used last. */
export function firstIn(pattern: RegExp, text: string): { at: number; words: string } | null {
  pattern.lastIndex = 0;
  const found = pattern.exec(text);
  // Else whoever uses it next begins in the midst of another text.
  pattern.lastIndex = 0;
  return found === null ? null : { at: found.index, words: found[0] };
}

/** As `firstIn`, in a sentence of either language; null in one that code does not read. */
export function saidIn(
  pattern: Both,
  { low, language }: { low: string; language: Language },
): { at: number; words: string } | null {
  return language === "other" ? null : firstIn(pattern[language], low);
}

// Most sentences are, and normalising costs more than asking.
const PLAIN = /^[\u0020-\u007E]*$/;

/** Without accents: `Sargaço` and `Sargaco` are the same. */
export function foldAccents(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "")
    .normalize("NFC")
    .toLowerCase();
}
