/** How alike two lessons are, as one product: what each of them tells, weighed by how rare it is among all. */

/** What is compared of a lesson. */
export interface Comparable {
  name: string;
  agent: string;
  category: string;
  /** Words and meanings, each with how many of its parts say it. */
  terms: ReadonlyMap<string, number>;
  /** Names of what it says that it came from. */
  causes: readonly string[];
  /** Ids of tools that the lesson names. */
  tools: readonly string[];
}

/** By term; what is no word has a sign in front: a cause, a tool, a department, a category. */
export type Vector = ReadonlyMap<string, number>;

/** What the same cause adds, for one that only two lessons tell of: the words alone come to 1 at most. */
const SAME_CAUSE = 0.1;
const SAME_TOOL = 0.15;
/** Mistakes of one cause come from several departments: theirs alone says little. */
const SAME_AGENT = 0.01;
const SAME_CATEGORY = 0.01;
/** A term in more of the lessons tells nothing; a few lessons share words by chance alone. */
const COMMON_SHARE = 0.4;
const COMMON_LEAST = 8;

/** Words come to length 1 in each; so a long lesson is not like every other. */
export function vectorsOf(lessons: readonly Comparable[]): Vector[] {
  const words = rarities(lessons.map(({ terms }) => terms.keys()));
  const causes = rarities(lessons.map((lesson) => lesson.causes));
  const rarest = rarity(lessons.length, 2);
  return lessons.map((lesson) => {
    const { agent, category, tools } = lesson;
    const told = lesson.causes.map((cause): [string, number] => [
      `!${cause}`,
      Math.sqrt((SAME_CAUSE * (causes.get(cause) ?? 0)) / rarest),
    ]);
    return new Map([
      ...ofWords(lesson, words),
      ...told,
      ...tools.map((tool): [string, number] => [`%${tool}`, Math.sqrt(SAME_TOOL / tools.length)]),
      [`@${agent}`, Math.sqrt(SAME_AGENT)],
      [`#${category}`, Math.sqrt(SAME_CATEGORY)],
    ]);
  });
}

/** The sum over what both have, and how many words and causes that are. */
export function likeness(one: Vector, other: Vector): { value: number; shared: number } {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one];
  let value = 0;
  let shared = 0;
  for (const [term, weight] of few) {
    const there = many.get(term);
    if (there === undefined || weight === 0) continue;
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

export function add(sum: Map<string, number>, vector: Vector): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
}

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

function ofWords({ terms }: Comparable, rare: ReadonlyMap<string, number>): [string, number][] {
  const raw = [...terms].map(([term, tells]): [string, number] => [
    term,
    tells * (rare.get(term) ?? 0),
  ]);
  const length = Math.sqrt(raw.reduce((all, [, weight]) => all + weight * weight, 0));
  return length === 0 ? [] : raw.map(([term, weight]) => [term, weight / length]);
}
