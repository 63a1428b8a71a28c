/**
 * What people write when they mean a signal of "Review triggers" without using its word: "he wants us
 * to delete everything" is about personal data. A family counts only while its signal stands in the
 * founder's table, and a hit names that signal, so the table stays what decides. Kept out of the page,
 * because the page is sent with every request.
 */
import { ENGLISH_WORDINGS } from "./wordings-english.ts";
import { PORTUGUESE_WORDINGS } from "./wordings-portuguese.ts";

const FAMILIES = new Map(
  Object.entries({ ...ENGLISH_WORDINGS, ...PORTUGUESE_WORDINGS }).map(([signal, list]) => [
    signal,
    list.split(",").map((wording) => wording.replaceAll(/\s+/g, " ").trim()),
  ]),
);

/** Further words and phrases that mean the signal; none for a signal that is not known. */
export function familyOf(signal: string): readonly string[] {
  const folded = signal.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
  return FAMILIES.get(folded) ?? [];
}
