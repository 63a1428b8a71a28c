/** What recall asks of the place where the entities are: the database, or the page that holds a copy of them. */
import type { Relation } from "../../graph.ts";
import type { CandidateEntity } from "./candidate.ts";

/** Words that are looked for among the indexed tokens of an entity. */
export type Wanted =
  | {
      /** Tokens that stand side by side, parted by blanks. */
      phrase: string;
      /** Whatever begins with the last of them counts too. */
      isBeginning?: true;
      /** Only where they stand in the entity's type. */
      isType?: true;
    }
  | { any: readonly Wanted[] }
  | { all: readonly Wanted[] };

export interface RecallSource {
  /** One for each place, so that what is reckoned from its texts can be kept. */
  key: object;
  /** About as many as there are, without counting them. */
  lastId(): number;
  /** The newest entities that hold the words, newest first. */
  holding(wanted: Wanted, limit: number): number[];
  /** The same of those that pass the question's filters. */
  matching(wanted: Wanted, limit: number): number[];
  /** Known words that begin so and have about as many characters, with how many entities hold each. */
  wordsFrom(beginning: string, chars: readonly [least: number, most: number]): [string, number][];
  /** The first known words that begin so. */
  firstWords(beginning: string, limit: number): string[];
  /** Entities by their ids; those that the question's filters leave out may be missing with `isFiltered`. */
  entities(ids: readonly number[], how?: { isFiltered: boolean }): CandidateEntity[];
  named(names: readonly string[]): CandidateEntity[];
  /** The newest that pass the filters. */
  newest(limit: number): CandidateEntity[];
  /** What the index does not know yet. */
  unindexed(): CandidateEntity[];
  relationsOf(name: string): Relation[];
}
