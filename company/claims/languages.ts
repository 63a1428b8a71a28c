/** Which working languages the checks of drafts read, and how it is said of the others. */
import { foldWord } from "../near-word.ts";

/** As a sentence says it. */
export const READ_LANGUAGES = "English and Portuguese";

/** Their names in the languages that founders are likely to write them in, and their codes. */
const NAMES = /^(?:en|eng|engl\w*|ingl\w*|angl\w*|angiel\w*|engels\w*|pt|por|port[uo]g\w*)$/;
const BETWEEN = /[,;/&+]| and | und | et | y | e /;

/** The languages of the cell "Language" that no check reads, as they are written there; mostly none or one. */
export function unreadLanguages(language: string): string[] {
  return language
    .split(BETWEEN)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .filter(
      (part) =>
        !foldWord(part)
          .split(/[^\p{L}]+/u)
          .some((word) => NAMES.test(word)),
    );
}

/** What is lost with such a language, in a sentence; null when the checks read all of it. */
export function unreadLanguageWords(language: string): string | null {
  const unread = unreadLanguages(language);
  if (unread.length === 0) return null;
  return `The checks of drafts read ${READ_LANGUAGES} only: of a text in ${unread.join(" or ")} nothing is checked, and every check of one fails.`;
}
