const MAX_LENGTH = 60;

/**
 * A name for use inside an entity name: lower case, accents folded, words joined by `-`, at most
 * 60 characters, cut between words where it can. Empty when the text has no letter or digit. The
 * same as the company's own, which this room may not import; a test compares the two.
 */
export function slugOf(text: string): string {
  const words = text
    .slice(0, MAX_LENGTH * 8)
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  const letters = [...words];
  if (letters.length <= MAX_LENGTH) return words;
  const head = letters.slice(0, MAX_LENGTH).join("");
  const lastDash = head.lastIndexOf("-");
  return lastDash > MAX_LENGTH / 2 ? head.slice(0, lastDash) : head;
}
