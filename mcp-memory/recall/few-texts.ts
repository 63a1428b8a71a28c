/** Ranks a few hundred texts that lie in memory, as recall ranks the entities of a graph: no database is asked. */
import { indexOf, type PartsIndex, soughtIn } from "./few-words.ts";
import { matcher, type SoughtWord, weightOf } from "./rank.ts";
import type { ReadText } from "./read-text.ts";
import { questionOf } from "./words.ts";

/** A text, with what it is called and asked for. */
export interface FewText {
  /** A word in one of these says what the text is about. */
  names: readonly string[];
  /** What it says: a word of the question may stand here by chance. */
  says: string;
}

export interface RankedText {
  /** Its place among the texts. */
  at: number;
  /** For the order: 1 is a name that holds all of the question's words. */
  relevance: number;
  /** How much of the question it meets, from 0 to 1, each word by how rare it is. */
  share: number;
}

/** How much the text itself counts beside its names: tried on 70 questions, of 0.2 to 0.7 the best. */
const SAYS_SHARE = 0.3;
/** How rare a word is taken to be that no text knows: as one in so many texts. */
const UNKNOWN_TEXTS = 30;
const BESIDE = { typical: new Set<string>(), mayHold: () => true };

/**
 * Reads the texts once. What it gives ranks them for a question, the best first; those that meet nothing of it
 * are left out. A question then costs what the words in it cost, not all that the texts hold.
 */
export function textRanker(texts: readonly FewText[]): (query: string) => RankedText[] {
  const index = indexOf(texts.flatMap(({ names, says }) => [names.join(" ; "), says]));
  return (query) => {
    const { words, asked } = questionOf(query);
    const found = words.flatMap((word) => soughtIn(word, index));
    const sought = found.map(({ word }) => word);
    const match = matcher(sought, asked, readerOf(index, found));
    const valuesOf = (name: string, observations: string[]) =>
      match({ name, entityType: "", observations }, BESIDE);
    return [...new Set(found.flatMap(({ texts: places }) => [...places]))]
      .flatMap((at): RankedText[] => {
        const byName = valuesOf(index.parts[2 * at]?.text ?? "", []);
        const bySays = valuesOf("", [index.parts[2 * at + 1]?.text ?? ""]);
        const relevance = byName.relevance + SAYS_SHARE * bySays.relevance;
        if (relevance === 0) return [];
        const best = sought.map((_, word) =>
          Math.max(byName.words[word] ?? 0, SAYS_SHARE * (bySays.words[word] ?? 0)),
        );
        return [{ at, relevance, share: shareOf(sought, best) }];
      })
      .toSorted((a, b) => b.relevance - a.relevance || a.at - b.at);
  };
}

const NOTHING: ReadText = { tokens: [], telling: [], phrases: () => [], forms: () => [] };

/** Of each part only what some word of the question may be met by. */
function readerOf(
  { parts, holding, forms, byText }: PartsIndex,
  found: readonly { tokens: ReadonlySet<string> }[],
): (text: string) => ReadText {
  const all = new Set(found.flatMap(({ tokens }) => [...tokens]));
  const telling = parts.map((): string[] => []);
  const others = parts.map((): string[] => []);
  for (const token of all) {
    for (const part of holding.get(token) ?? []) telling[part]?.push(token);
    for (const part of forms.get(token) ?? []) others[part]?.push(token);
  }
  return (text) => {
    const part = byText.get(text) ?? -1;
    const known = parts[part];
    if (known === undefined) return NOTHING;
    const { tokens, phrases } = known;
    return { tokens, telling: telling[part] ?? [], phrases, forms: () => others[part] ?? [] };
  };
}

/** How much of the question is met: a guess counts only where it is. */
function shareOf(sought: readonly SoughtWord[], values: readonly number[]): number {
  let met = 0;
  let whole = 0;
  for (const [index, { isGuess, share, meaningShare }] of sought.entries()) {
    const value = values[index] ?? 0;
    if (isGuess && value === 0) continue;
    const held = Math.max(share, meaningShare);
    const most = weightOf(held === 0 ? 1 / UNKNOWN_TEXTS : held);
    met += Math.min(value, most);
    whole += most;
  }
  return whole === 0 ? 0 : met / whole;
}
