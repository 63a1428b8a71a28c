const MAX_LENGTH = 60;
const ASCII = /^[\0-\x7f]*$/;

/**
 * A name for use inside an entity name: lower case, accents folded, words joined by `-`, at most
 * 60 characters, cut between words where it can. Empty when the text has no letter or digit.
 * `Declaração periódica do IVA` gives `declaracao-periodica-do-iva`.
 */
export function slugOf(text: string): string {
  // Only the head can matter; a text of a megabyte must not be normalised for 60 characters.
  const start = text.slice(0, MAX_LENGTH * 8);
  // The classes of Unicode cost some 10 ms when they are first compiled.
  const joined = ASCII.test(start)
    ? start.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")
    : start
        .normalize("NFKD")
        .replaceAll(/\p{M}+/gu, "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  const words = joined.replaceAll(/^-+|-+$/g, "");
  const letters = [...words];
  if (letters.length <= MAX_LENGTH) return words;
  const head = letters.slice(0, MAX_LENGTH).join("");
  const lastDash = head.lastIndexOf("-");
  return lastDash > MAX_LENGTH / 2 ? head.slice(0, lastDash) : head;
}
