/** Which lessons have one cause: by what they say, by the tools they are about, and by who linked them. */

/** What is compared of a lesson. */
export interface Comparable {
  name: string;
  agent: string;
  category: string;
  /** Words and meanings, each with how much it tells. */
  terms: ReadonlyMap<string, number>;
  /** Ids of tools that the lesson names. */
  tools: readonly string[];
}

export interface Group<T> {
  /** In the order given. */
  members: T[];
  /** What they share, the most telling first. */
  shared: string[];
}

/** A lesson joins a group at this likeness: 1 is the same words. */
const ALIKE = 0.3;
const SAME_TOOL = 0.15;
const SAME_AGENT = 0.04;
const SAME_CATEGORY = 0.04;
/** Without shared words nothing else makes two lessons alike. */
const LEAST_SHARED = 2;
/** A term in more of the lessons tells nothing; a few lessons share words by chance alone. */
const COMMON_SHARE = 0.4;
const COMMON_LEAST = 8;
/** Groups that are looked at for one lesson, the ones with the rarest shared terms first: bounds the cost. */
const CANDIDATES = 40;
const RARE_TERMS = 12;
const SHARED_SHOWN = 6;

/**
 * The lessons in groups, deterministic for the order given (oldest first): each joins the group that is
 * most like it, or begins one. `links` are pairs of names that somebody said have one cause.
 */
export function groupsOf<T extends Comparable>(
  lessons: readonly T[],
  links: readonly (readonly [string, string])[],
): Group<T>[] {
  const weights = weighted(lessons);
  const groups: Growing<T>[] = [];
  const byTerm = new Map<string, Growing<T>[]>();
  const byName = new Map<string, Growing<T>>();
  const linked = neighboursOf(links);
  for (const lesson of lessons) {
    const vector = vectorOf(lesson, weights);
    const group =
      linkedGroup(lesson.name, linked, byName) ??
      mostAlike({ lesson, vector }, candidatesOf(vector, byTerm)) ??
      begun(groups);
    join(group, { lesson, vector }, byTerm);
    byName.set(lesson.name, group);
  }
  return groups.map((group) => ({ members: group.members, shared: sharedOf(group) }));
}

type Vector = ReadonlyMap<string, number>;

interface Growing<T> {
  members: T[];
  /** The sum of its members' vectors, and the square of its length. */
  sum: Map<string, number>;
  squares: number;
  /** How many members have a term. */
  counts: Map<string, number>;
  tools: Set<string>;
  agents: Set<string>;
  categories: Set<string>;
}

/** How much each term tells: the rarer, the more; null for one that nearly all have. */
function weighted(lessons: readonly Comparable[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { terms } of lessons) {
    for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const common = Math.max(COMMON_LEAST, lessons.length * COMMON_SHARE);
  const weights = new Map<string, number>();
  for (const [term, count] of counts) {
    weights.set(term, count > common ? 0 : Math.log(1 + lessons.length / count));
  }
  return weights;
}

/** Of length 1. */
function vectorOf({ terms }: Comparable, weights: ReadonlyMap<string, number>): Vector {
  const raw = [...terms].map(([term, tells]) => [term, tells * (weights.get(term) ?? 0)] as const);
  const length = Math.sqrt(raw.reduce((all, [, weight]) => all + weight * weight, 0));
  return new Map(length === 0 ? [] : raw.map(([term, weight]) => [term, weight / length]));
}

function neighboursOf(links: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const linked = new Map<string, Set<string>>();
  for (const [one, other] of links) {
    linked.set(one, (linked.get(one) ?? new Set()).add(other));
    linked.set(other, (linked.get(other) ?? new Set()).add(one));
  }
  return linked;
}

function linkedGroup<T>(
  name: string,
  linked: ReadonlyMap<string, ReadonlySet<string>>,
  byName: ReadonlyMap<string, Growing<T>>,
): Growing<T> | undefined {
  for (const other of linked.get(name) ?? []) {
    const group = byName.get(other);
    if (group !== undefined) return group;
  }
  return undefined;
}

/** The groups that share the rarest terms of the vector, newest first. */
function candidatesOf<T>(
  vector: Vector,
  byTerm: ReadonlyMap<string, Growing<T>[]>,
): Set<Growing<T>> {
  const found = new Set<Growing<T>>();
  const rarest = [...vector].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  for (const [term] of rarest.slice(0, RARE_TERMS)) {
    for (const group of (byTerm.get(term) ?? []).slice(-CANDIDATES)) {
      found.add(group);
      if (found.size >= CANDIDATES) return found;
    }
  }
  return found;
}

interface Placed<T> {
  lesson: T;
  vector: Vector;
}

function mostAlike<T extends Comparable>(
  placed: Placed<T>,
  candidates: Iterable<Growing<T>>,
): Growing<T> | undefined {
  let best: Growing<T> | undefined;
  let bestLikeness = ALIKE;
  for (const group of candidates) {
    const likeness = likenessOf(placed, group);
    if (likeness < bestLikeness || (likeness === bestLikeness && best !== undefined)) continue;
    best = group;
    bestLikeness = likeness;
  }
  return best;
}

function likenessOf<T extends Comparable>(
  { lesson, vector }: Placed<T>,
  group: Growing<T>,
): number {
  let dot = 0;
  let shared = 0;
  for (const [term, weight] of vector) {
    const there = group.sum.get(term);
    if (there === undefined || weight === 0) continue;
    dot += weight * there;
    shared += 1;
  }
  if (shared < LEAST_SHARED) return 0;
  return (
    dot / Math.sqrt(group.squares) +
    (lesson.tools.some((tool) => group.tools.has(tool)) ? SAME_TOOL : 0) +
    (group.agents.has(lesson.agent) ? SAME_AGENT : 0) +
    (group.categories.has(lesson.category) ? SAME_CATEGORY : 0)
  );
}

function begun<T>(groups: Growing<T>[]): Growing<T> {
  const group: Growing<T> = {
    members: [],
    ...{ sum: new Map(), squares: 0, counts: new Map() },
    ...{ tools: new Set(), agents: new Set(), categories: new Set() },
  };
  groups.push(group);
  return group;
}

function join<T extends Comparable>(
  group: Growing<T>,
  { lesson, vector }: Placed<T>,
  byTerm: Map<string, Growing<T>[]>,
): void {
  group.members.push(lesson);
  group.agents.add(lesson.agent);
  group.categories.add(lesson.category);
  for (const tool of lesson.tools) group.tools.add(tool);
  for (const [term, weight] of vector) {
    const before = group.sum.get(term);
    if (before === undefined) {
      const list = byTerm.get(term);
      if (list === undefined) byTerm.set(term, [group]);
      else list.push(group);
    }
    const after = (before ?? 0) + weight;
    group.sum.set(term, after);
    group.squares += after * after - (before ?? 0) ** 2;
    group.counts.set(term, (group.counts.get(term) ?? 0) + 1);
  }
}

/** Terms of two members or more, by how much they tell. */
function sharedOf<T>({ sum, counts }: Growing<T>): string[] {
  return [...sum]
    .filter(([term, weight]) => weight > 0 && (counts.get(term) ?? 0) > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, SHARED_SHOWN)
    .map(([term]) => term);
}
