/** A text that code cannot read passes no check: silence about it would be taken for a yes. */
import { READ_LANGUAGES, unreadLanguages } from "../languages.ts";
import type { Prose } from "../reading/draft.ts";
import type { Language } from "../reading/language.ts";
import type { ClaimFinding } from "../types.ts";

/** With more of its letters in other languages a text counts as one of those; a sentence or two are statements to answer. */
const UNREAD_SHARE = 0.3;

/** In which language a text is taken to be when its own words do not tell: that of the company. */
export function usualLanguage(working: string): Language {
  const unread = unreadLanguages(working);
  return unread.length > 0 && unread.join("").length >= working.replaceAll(/[,;/&+ ]/g, "").length
    ? "other"
    : "en";
}

/** The one finding of such a text; it is about the whole. */
export function judgeLanguage({ sentences, language }: Prose): ClaimFinding[] {
  const own = sentences.filter(({ isQuote, isTag }) => !isQuote && !isTag);
  const letters = (some: typeof own): number =>
    some.reduce((sum, { text }) => sum + text.length, 0);
  const unread = own.filter((sentence) => sentence.language === "other");
  const isUnread = own.length > 0 && language === "other";
  if (!isUnread && letters(unread) < UNREAD_SHARE * Math.max(1, letters(own))) return [];
  const what =
    unread.length === own.length || isUnread
      ? `I read ${READ_LANGUAGES} only; nothing here is checked.`
      : `I read ${READ_LANGUAGES} only; ${unread.length} of ${own.length} sentences are in another language, and nothing of them is checked.`;
  return [
    {
      ...{ line: 0, words: "", rule: "unread-language", severity: "blocking" },
      what,
      wayOut:
        "Read it against the products yourself, or have somebody who knows the language do so: hq post approve then takes your reason.",
    },
  ];
}
