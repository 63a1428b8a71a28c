/**
 * Which lessons have one cause: by what they say, by the tools they are about, and by who linked them. Two groups
 * become one while their lessons are alike on average, the most alike first, so that a word that two of them share
 * by chance does not draw the others in.
 */
import { type Comparable, isBeside, likeness, type Vector, vectorsOf } from "./likeness.ts";

export interface Group<T> {
  /** In the order given. */
  members: T[];
  /** Words and meanings of two of them or more, the most telling first. */
  shared: string[];
  /** Whether somebody said of two of them that they have one cause. */
  isLinked: boolean;
}

/** Groups are one from this average likeness of their lessons on. */
const ALIKE = 0.22;
/** Lessons that are compared for each term, the newest ones: bounds the cost. */
const COMPARED = 32;
/** Of these the most alike. */
const NEIGHBOURS = 6;
/** Without shared words nothing else makes two lessons alike. */
const LEAST_SHARED = 2;
const SHARED_SHOWN = 6;

/**
 * The lessons in groups, deterministic for the order given (oldest first). `links` are pairs of names that
 * somebody said have one cause.
 */
export function groupsOf<T extends Comparable>(
  lessons: readonly T[],
  links: readonly (readonly [string, string])[],
): Group<T>[] {
  const vectors = vectorsOf(lessons);
  const groups = vectors.map(
    (sum, at): Growing => ({
      ...{ members: [at], sum, isLinked: false },
    }),
  );
  const places = new Map(lessons.map(({ name }, at) => [name, at]));
  for (const [one, other] of links) {
    const [from, to] = [places.get(one), places.get(other)];
    if (from === undefined || to === undefined) continue;
    join(groups, from, to);
    const joined = groups[from];
    if (joined !== undefined) joined.isLinked = true;
  }
  for (const { from, to } of nearest(vectors)) {
    const [one, other] = [groups[from], groups[to]];
    if (one === undefined || other === undefined || one === other) continue;
    const pairs = one.members.length * other.members.length;
    if (likeness(one.sum, other.sum).value / pairs >= ALIKE) join(groups, from, to);
  }
  return [...new Set(groups)].map(({ members, sum, isLinked }) => {
    const inOrder = members.toSorted((a, b) => a - b).flatMap((at) => lessons[at] ?? []);
    return { members: inOrder, shared: sharedOf(inOrder, sum), isLinked };
  });
}

const NOTHING: Vector = new Map();

interface Growing {
  /** Places in the list of lessons. */
  members: number[];
  /** Of its members' vectors. */
  sum: Map<string, number>;
  isLinked: boolean;
}

/** At each place stands the group of its lesson; the smaller goes into the larger, so that no lesson moves often. */
function join(groups: Growing[], from: number, to: number): void {
  const [one, other] = [groups[from], groups[to]];
  if (one === undefined || other === undefined || one === other) return;
  const [few, many] = one.members.length < other.members.length ? [one, other] : [other, one];
  many.isLinked ||= few.isLinked;
  // A lesson's own vector stays as it is.
  if (many.members.length === 1) many.sum = new Map(many.sum);
  for (const [term, weight] of few.sum) many.sum.set(term, (many.sum.get(term) ?? 0) + weight);
  for (const at of few.members) {
    many.members.push(at);
    groups[at] = many;
  }
}

interface Near {
  from: number;
  to: number;
  value: number;
}

/** Pairs of lessons that are alike by themselves, the most alike first. */
function nearest(vectors: readonly Vector[]): Near[] {
  const byTerm = new Map<string, Having>();
  const rough = new Float64Array(vectors.length);
  const pairs: Near[] = [];
  for (const [to, vector] of vectors.entries()) {
    const touched: number[] = [];
    for (const [term, weight] of vector) {
      if (isBeside(term)) continue;
      const having = byTerm.get(term);
      if (having === undefined) {
        byTerm.set(term, { places: [to], weights: [weight], count: 1 });
        continue;
      }
      const { places, weights, count } = having;
      for (let at = 0; at < places.length; at++) {
        const from = places[at] ?? 0;
        const before = rough[from] ?? 0;
        if (before === 0) touched.push(from);
        rough[from] = before + weight * (weights[at] ?? 0);
      }
      places[count % COMPARED] = to;
      weights[count % COMPARED] = weight;
      having.count += 1;
    }
    pairs.push(...neighboursOf({ to, touched, rough, vectors }));
    for (const at of touched) rough[at] = 0;
  }
  return pairs.sort((a, b) => b.value - a.value || a.to - b.to || a.from - b.from);
}

/** The newest lessons with a term, side by side with how much it tells there: the next takes the oldest's place. */
interface Having {
  places: number[];
  weights: number[];
  /** Of all that have it. */
  count: number;
}

interface Search {
  to: number;
  touched: readonly number[];
  /** Likeness by place, of those terms that were looked at. */
  rough: Float64Array;
  vectors: readonly Vector[];
}

function neighboursOf({ to, touched, rough, vectors }: Search): Near[] {
  const best = touched
    .filter((from) => (rough[from] ?? 0) >= ALIKE / 2)
    .sort((a, b) => (rough[b] ?? 0) - (rough[a] ?? 0) || a - b)
    .slice(0, NEIGHBOURS);
  return best.flatMap((from) => {
    const { value, shared } = likeness(vectors[to] ?? NOTHING, vectors[from] ?? NOTHING);
    return value >= ALIKE && shared >= LEAST_SHARED ? [{ from, to, value }] : [];
  });
}

/** Terms of two members or more, by how much they tell. */
function sharedOf(members: readonly Comparable[], sum: Vector): string[] {
  const counts = countsOf(members.map(({ terms }) => [...terms.keys()]));
  return [...sum]
    .filter(([term]) => (counts.get(term) ?? 0) > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, SHARED_SHOWN)
    .map(([term]) => term);
}

function countsOf(lists: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of lists.flat()) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
