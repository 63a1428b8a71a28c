/** How alike two lessons are, as one product: what each of them tells, weighed by how rare it is among all. */

/** What is compared of a lesson. */
export interface Comparable {
  name: string;
  agent: string;
  category: string;
  /** Words and meanings, each with how much it tells: a part that says it by a word of one meaning counts 1. */
  terms: ReadonlyMap<string, number>;
  /** Ids of tools that the lesson names. */
  tools: readonly string[];
}

/** By term; what is no word has a sign in front: a tool, a department, a category. */
export type Vector = ReadonlyMap<string, number>;

/** What they add; the words alone come to 1 at most. */
const SAME_TOOL = 0.15;
/** Mistakes of one cause come from several departments: theirs alone says little. */
const SAME_AGENT = 0.003;
const SAME_CATEGORY = 0.003;
/** A term in more of the lessons tells nothing; a few lessons share words by chance alone. */
const COMMON_SHARE = 0.4;
const COMMON_LEAST = 8;

/** Words come to length 1 in each; so a long lesson is not like every other. */
export function vectorsOf(lessons: readonly Comparable[]): Map<string, number>[] {
  const words = rarities(lessons.map(({ terms }) => terms.keys()));
  return lessons.map((lesson) => {
    const vector = ofWords(lesson, words);
    for (const tool of lesson.tools) {
      vector.set(`%${tool}`, Math.sqrt(SAME_TOOL / lesson.tools.length));
    }
    vector.set(`@${lesson.agent}`, Math.sqrt(SAME_AGENT));
    vector.set(`#${lesson.category}`, Math.sqrt(SAME_CATEGORY));
    return vector;
  });
}

/** The sum over what both have, and how many words that are. */
export function likeness(one: Vector, other: Vector): { value: number; shared: number } {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one];
  let value = 0;
  let shared = 0;
  for (const [term, weight] of few) {
    const there = many.get(term);
    if (there === undefined) continue;
    value += weight * there;
    if (!isBeside(term)) shared += 1;
  }
  return { value, shared };
}

/** A tool, a department or a category: it makes no two lessons alike by itself. */
export function isBeside(term: string): boolean {
  const sign = term.charCodeAt(0);
  return sign === TOOL || sign === AGENT || sign === CATEGORY;
}

const [TOOL, AGENT, CATEGORY] = [..."%@#"].map((sign) => sign.charCodeAt(0));

/** How much each tells: the rarer, the more; nothing, where nearly all have it. */
function rarities(lists: readonly Iterable<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists) {
    for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const common = Math.max(COMMON_LEAST, lists.length * COMMON_SHARE);
  return new Map(
    [...counts].map(([one, count]) => [one, count > common ? 0 : rarity(lists.length, count)]),
  );
}

function rarity(all: number, having: number): number {
  return Math.log(1 + all / having);
}

function ofWords({ terms }: Comparable, rare: ReadonlyMap<string, number>): Map<string, number> {
  const vector = new Map<string, number>();
  let squares = 0;
  for (const [term, tells] of terms) {
    const weight = tells * (rare.get(term) ?? 0);
    if (weight === 0) continue;
    vector.set(term, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares);
  for (const [term, weight] of vector) vector.set(term, weight / length);
  return vector;
}
