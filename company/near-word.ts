/** Did you mean: the one of a few known words that somebody most likely wanted to type. */
import { distance } from "fastest-levenshtein";

/** Shorter words are near to everything. */
const SHORTEST_PART = 3;

/** Lower case, without accents, with single spaces: as people compare names. */
export function foldWord(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, " ");
}

/**
 * The known word nearest to `word` in any case and with or without accents: one that it begins or is a part of,
 * else one with at most a third of its letters wrong. Null when none is near, or two are as near.
 */
export function nearWord(word: string, known: Iterable<string>): string | null {
  const wanted = foldWord(word);
  if (wanted === "") return null;
  const words = [...new Set(known)];
  for (const isPart of [
    (one: string) => one === wanted,
    (one: string) => one.startsWith(wanted),
    (one: string) => wanted.length >= SHORTEST_PART && one.split(/[ -]/).includes(wanted),
  ]) {
    const found = words.filter((one) => isPart(foldWord(one)));
    if (found.length === 1) return found[0] ?? null;
    if (found.length > 1) return null;
  }
  const allowed = Math.floor(wanted.length / 3);
  const near = words
    .map((one) => ({ one, mistakes: mistakesBetween(wanted, foldWord(one)) }))
    .filter(({ mistakes }) => mistakes <= allowed)
    .toSorted((a, b) => a.mistakes - b.mistakes);
  const [first, second] = near;
  return first === undefined || first.mistakes === second?.mistakes ? null : first.one;
}

/** Two neighbouring letters in the wrong order are one mistake. */
function mistakesBetween(word: string, other: string): number {
  const count = distance(word, other);
  if (count !== 2 || word.length !== other.length) return count;
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return swapped === other ? 1 : count;
}

/** ` Did you mean "live"?` with its blank in front; empty when nothing is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearWord(word, known);
  return near === null ? "" : ` Did you mean "${near}"?`;
}
