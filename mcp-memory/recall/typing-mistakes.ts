/** Words that were probably meant, by edit distance over the words that the memory knows. */
import { distance } from "fastest-levenshtein";

/** How many other words a mistyped one may stand for. */
const MEANT_LIMIT = 4;

/** How many characters may be wrong in a word: none in a short one, and digits are never wrong. */
export function mistakesAllowed(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/**
 * The known words nearest to one that is not known, best first. Two letters in the wrong order count
 * as one mistake. `known` are candidates of similar length with their number of entities.
 */
export function wordsMeant(word: string, known: Iterable<readonly [string, number]>): string[] {
  const allowed = mistakesAllowed(word);
  if (allowed === 0) return [];
  const near: { term: string; mistakes: number; count: number }[] = [];
  for (const [term, count] of known) {
    const mistakes = mistakesBetween(word, term);
    if (mistakes <= allowed) near.push({ term, mistakes, count });
  }
  return near
    .sort((a, b) => a.mistakes - b.mistakes || b.count - a.count || (a.term < b.term ? -1 : 1))
    .slice(0, MEANT_LIMIT)
    .map(({ term }) => term);
}

function mistakesBetween(word: string, term: string): number {
  const count = distance(word, term);
  return count === 2 && isSwap(word, term) ? 1 : count;
}

/** True when two neighbouring letters changed places and nothing else. */
function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return (
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}
