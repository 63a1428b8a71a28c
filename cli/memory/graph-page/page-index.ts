/** The memory in the page as recall asks it: the same index that the database keeps, made in the browser. */
import type { Relation } from "../../../mcp-memory/graph.ts";
import type { CandidateEntity } from "../../../mcp-memory/store/reading/candidate.ts";
import { indexTokens } from "../../../mcp-memory/store/reading/entity-tokens.ts";
import type { RecallSource, Wanted } from "../../../mcp-memory/store/reading/recall-source.ts";

export interface PageEntity {
  name: string;
  entityType: string;
  at: string | null;
  observations: readonly { text: string; at: string | null }[];
  /** As in the database; they grow with each new entity. */
  id: number;
}

export interface PageIndex {
  source: RecallSource;
  /** Indexes some of what is left, for about so many milliseconds; true when nothing is. */
  step(forMs: number): boolean;
}

/** Places of entities, in order. */
type Places = readonly number[];
const NOBODY: Places = [];

interface Columns {
  name: number[];
  type: number[];
  body: number[];
}

/** `entities` by their ids, the oldest first. */
export function pageIndex(
  entities: readonly PageEntity[],
  relations: readonly Relation[],
): PageIndex {
  const words = new Map<string, number>();
  const holders: number[][] = [];
  const columns: Columns[] = [];
  const numbersOf = (tokens: readonly string[]) =>
    tokens.flatMap(databaseTokens).map((token) => {
      let number = words.get(token);
      if (number === undefined) {
        number = holders.length;
        words.set(token, number);
        holders.push([]);
      }
      const list = holders[number] ?? [];
      if (list.at(-1) !== columns.length) list.push(columns.length);
      return number;
    });
  const add = (entity: PageEntity) => {
    const texts = entity.observations.map(({ text }) => text);
    const tokens = indexTokens({ ...entity, observations: texts });
    const [name, type] = [numbersOf(tokens.name), numbersOf(tokens.type)];
    columns.push({ name, type, body: numbersOf(tokens.body) });
  };
  return {
    source: sourceOf({ entities, relations, words, holders, columns }),
    step: (forMs) => {
      const end = performance.now() + forMs;
      while (columns.length < entities.length && performance.now() < end) {
        add(entities[columns.length] as PageEntity);
      }
      return columns.length === entities.length;
    },
  };
}

/** What FTS5's own tokens are of one of ours: it parts words at marks that are no accents. */
function databaseTokens(token: string): string[] {
  if (/^[\p{L}\p{N}\p{Co}]+$/u.test(token)) return [token];
  return token.replaceAll(/[\u0300-\u0331]/g, "").match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

interface Indexed {
  entities: readonly PageEntity[];
  relations: readonly Relation[];
  words: ReadonlyMap<string, number>;
  holders: readonly (readonly number[])[];
  columns: readonly Columns[];
}

function sourceOf(on: Indexed): RecallSource {
  const { entities, holders } = on;
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const known = (found: (PageEntity | undefined)[]) =>
    found.flatMap((entity) => (entity === undefined ? [] : [asCandidate(entity)]));
  const vocabulary = sortedWords(on);
  const related = relationsByName(on.relations);
  const newestOf = (wanted: Wanted, limit: number) =>
    placesOf(wanted, on, vocabulary)
      .slice(-limit)
      .reverse()
      .map((place) => entities[place]?.id ?? 0);
  return {
    key: on.columns,
    lastId: () => entities.at(-1)?.id ?? 0,
    holding: newestOf,
    // The page asks without filters.
    matching: newestOf,
    wordsFrom: (beginning, [least, most]) =>
      vocabulary(beginning)
        .filter(({ chars }) => chars >= least && chars <= most)
        .map(({ word, number }) => [word, holders[number]?.length ?? 0]),
    firstWords: (beginning, limit) =>
      vocabulary(beginning)
        .slice(0, limit)
        .map(({ word }) => word),
    entities: (ids) => known(ids.map((id) => byId.get(id))),
    named: (names) => known(names.map((name) => byName.get(name))),
    newest: (limit) => known(entities.slice(-limit).reverse()),
    unindexed: () => [],
    relationsOf: (name) => related.get(name) ?? [],
  };
}

function asCandidate({ id, name, entityType, at, observations }: PageEntity): CandidateEntity {
  const times = [at, ...observations.map((one) => one.at)].filter((one) => one !== null);
  return {
    ...{ id, name, entityType, at },
    observations: observations.map(({ text }) => text),
    dated: [...observations],
    authors: ["unknown"],
    newest: times.toSorted().at(-1) ?? null,
  };
}

/** In the order in which the database gives them. */
function relationsByName(relations: readonly Relation[]): Map<string, Relation[]> {
  const byName = new Map<string, Relation[]>();
  const key = ({ from, to, relationType }: Relation) => [from, to, relationType].join("\u0000");
  const keyed = relations.map((relation) => ({ relation, key: key(relation) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : 1));
  for (const { relation } of keyed) {
    for (const name of new Set([relation.from, relation.to])) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [relation]);
      else list.push(relation);
    }
  }
  return byName;
}

interface Word {
  word: string;
  number: number;
  chars: number;
}

/** The words that begin so, in order. Sorted when first asked for, and again when there are more. */
function sortedWords({ words }: Indexed): (beginning: string) => Word[] {
  let sorted: Word[] = [];
  return (beginning) => {
    if (sorted.length !== words.size) {
      sorted = [...words]
        .map(([word, number]) => ({ word, number, chars: [...word].length }))
        .sort((one, other) => (one.word < other.word ? -1 : 1));
    }
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((sorted[middle]?.word ?? "") < beginning) from = middle + 1;
      else to = middle;
    }
    const found: Word[] = [];
    for (let at = from; sorted[at]?.word.startsWith(beginning); at++)
      found.push(sorted[at] as Word);
    return found;
  };
}

function placesOf(wanted: Wanted, on: Indexed, vocabulary: (beginning: string) => Word[]): Places {
  if ("any" in wanted) {
    return union(wanted.any.map((one) => placesOf(one, on, vocabulary)));
  }
  if ("all" in wanted) {
    const [first = NOBODY, ...others] = wanted.all.map((one) => placesOf(one, on, vocabulary));
    const sets = others.map((places) => new Set(places));
    return first.filter((place) => sets.every((set) => set.has(place)));
  }
  const tokens = wanted.phrase.split(" ").flatMap(databaseTokens);
  if (tokens.length === 0) return NOBODY;
  if (wanted.isBeginning && tokens.length === 1) {
    const words = vocabulary(tokens[0] ?? "");
    return union(words.map(({ number }) => on.holders[number] ?? NOBODY));
  }
  return phrasePlaces(tokens, on, wanted.isType === true);
}

function union(lists: readonly Places[]): Places {
  if (lists.length === 1) return lists[0] ?? NOBODY;
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

function phrasePlaces(tokens: readonly string[], on: Indexed, isType: boolean): Places {
  const numbers = tokens.map((token) => on.words.get(token));
  if (numbers.includes(undefined)) return NOBODY;
  const phrase = numbers as number[];
  const lists = phrase.map((number) => on.holders[number] ?? NOBODY);
  const [least = NOBODY] = lists.toSorted((one, other) => one.length - other.length);
  if (phrase.length === 1 && !isType) return least;
  return least.filter((place) => {
    const columns = on.columns[place];
    if (columns === undefined) return false;
    const { name, type, body } = columns;
    return (isType ? [type] : [name, type, body]).some((column) => holdsInOrder(column, phrase));
  });
}

function holdsInOrder(column: readonly number[], phrase: readonly number[]): boolean {
  const [first = -1] = phrase;
  for (let at = column.indexOf(first); at >= 0; at = column.indexOf(first, at + 1)) {
    if (phrase.every((number, offset) => column[at + offset] === number)) return true;
  }
  return false;
}
