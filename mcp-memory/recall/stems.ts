/** The languages of recall, and what their stemmers make of a word. */
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { fold } from "./tokens.ts";

export const LANGUAGES = ["en", "pt", "es", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  pt: portuguese,
  es: spanish,
  de: german,
};

/** Nothing longer is a word; a stemmer need not look at it. */
export const WORD_CHARS = 40;

/** What a language's stemmer makes of a folded word. */
export function stemIn(language: Language, word: string): string {
  return word.length > WORD_CHARS ? word : fold(STEMMERS[language](word));
}
