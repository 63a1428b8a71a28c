/** Ranks a few hundred texts that lie in memory, as recall ranks the entities of a graph: no database is asked. */
import { conceptsIn, isOrdinary } from "./concepts.ts";
import { matcher, type SoughtWord } from "./rank.ts";
import { tokensOf } from "./tokens.ts";
import { mistakesAllowed, wordsMeant } from "./typing-mistakes.ts";
import { type QueryWord, questionOf } from "./words.ts";

/** A text, with what it is called and asked for. */
export interface FewText {
  /** A word in one of these says what the text is about. */
  names: readonly string[];
  /** What it says: a word of the question may stand here by chance. */
  says: string;
}

/** How much the text itself counts beside its names: tried on 70 questions, of 0.2 to 0.7 the best. */
const SAYS_SHARE = 0.3;

/** What the words of a collection of texts are, so that several questions may be asked of it. */
interface Known {
  tokens: ReadonlySet<string>[];
  concepts: ReadonlySet<string>[];
  /** In how many texts each token stands. */
  counts: ReadonlyMap<string, number>;
}

/** Places of the texts that meet the question, the best first, with how well: 1 is a name that holds all of it. */
export function rankTexts(
  query: string,
  texts: readonly FewText[],
): { at: number; relevance: number }[] {
  const { words, asked } = questionOf(query);
  const known = knownOf(texts);
  const sought = words.flatMap((word) => soughtIn(word, known));
  const match = matcher(sought, asked);
  const beside = { typical: new Set<string>(), mayHold: () => true };
  const relevanceOf = (name: string, observations: string[]) =>
    match({ name, entityType: "", observations }, beside).relevance;
  return texts
    .map(({ names, says }, at) => {
      const relevance = relevanceOf(names.join(" ; "), []) + SAYS_SHARE * relevanceOf("", [says]);
      return { at, relevance };
    })
    .filter(({ relevance }) => relevance > 0)
    .toSorted((a, b) => b.relevance - a.relevance || a.at - b.at);
}

function knownOf(texts: readonly FewText[]): Known {
  const lists = texts.map(({ names, says }) => tokensOf([...names, says].join("\n")));
  const tokens = lists.map((list) => new Set(list));
  const counts = new Map<string, number>();
  for (const token of tokens.flatMap((set) => [...set])) {
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return { tokens, concepts: lists.map((list) => conceptsIn(list)), counts };
}

/** The word as these texts know it; a guess that they do not know is left out. */
function soughtIn(word: QueryWord, known: Known): SoughtWord[] {
  const all = Math.max(1, known.tokens.length);
  const holding = (sets: readonly ReadonlySet<string>[], is: (one: string) => boolean) =>
    sets.filter((set) => [...set].some(is)).length / all;
  const isForm = (token: string) =>
    token === word.text ||
    word.forms.includes(token) ||
    (word.stem !== null && token.startsWith(word.stem));
  const isWhole = word.phrases.length === 0;
  const share = isWhole
    ? holding(known.tokens, isForm)
    : known.tokens.filter((set) => {
        return word.phrases.some((phrase) => phrase.every((part) => set.has(part)));
      }).length / all;
  const meaningShare = holding(known.concepts, (concept) => word.concepts.includes(concept));
  const nearShare = holding(known.concepts, (concept) => word.near.includes(concept));
  if (word.isGuess && share + meaningShare === 0) return [];
  const meant = share === 0 && !word.isGuess ? meantBy(word, known) : [];
  const found = meant.length === 0 ? share : holding(known.tokens, (one) => meant.includes(one));
  return [{ ...word, meant, share: found, meaningShare, nearShare }];
}

/** The words of the texts that one which they do not know was probably meant to be. */
function meantBy({ text, concepts }: QueryWord, { counts }: Known): string[] {
  if (isOrdinary(text) || concepts.length > 0 || mistakesAllowed(text) === 0) return [];
  const [first, second] = text;
  const alike = [...counts].filter(
    ([token]) => token.startsWith(first ?? "") || token.startsWith(second ?? ""),
  );
  return wordsMeant(text, alike);
}
