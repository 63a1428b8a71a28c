/** Where a sentence touches a row of "Statement levels", by the table's own words in any form. */
import type { Constitution, Product, StatementLevelRule } from "../../constitution/types.ts";
import { signalKeys, textKeys, type Word, wordsOf } from "../../protocol/words.ts";

export interface Topic {
  rule: StatementLevelRule;
}

/** One way to say a topic: its words, in any order close together. */
interface Way {
  topic: Topic;
  words: readonly string[];
}

/** By the keys of their words, so that a text is read once for all topics. */
export type TopicIndex = ReadonlyMap<string, readonly { way: Way; word: number }[]>;

export interface TopicMention {
  topic: Topic;
  at: number;
  words: string;
}

/** What every company of the kit protects; without a row one is THESIS. */
const PROTECTED = [
  "sandboxing, sandbox",
  "approval gates",
  "audit trails, trilhos de auditoria, registo de auditoria",
  "credential isolation, isolamento de credenciais",
  "secure by default, secure, security, segura, segurança",
  "compliance certifications, compliant, SOC 2, ISO 27001, GDPR, RGPD, LGPD, HIPAA, conformidade",
];
const SMALL = new Set("in by of the for and with on to de em por para com".split(" "));

const indexes = new WeakMap<Constitution, TopicIndex>();

/** The table's topics, in the words of the table and, for what the kit protects, in some more. */
export function topicsOf(constitution: Constitution): TopicIndex {
  const made = indexes.get(constitution);
  if (made !== undefined) return made;
  const known = new Map(PROTECTED.map((ways) => [nameOf(ways), ways]));
  const index = new Map<string, { way: Way; word: number }[]>();
  for (const rule of constitution.statementLevels) {
    const more = known.get(nameOf(rule.topic)) ?? known.get(`${nameOf(rule.topic)}s`) ?? "";
    known.delete(nameOf(more));
    addTopic(index, rule, `${rule.topic}, ${more}`);
  }
  for (const [topic, ways] of known) {
    addTopic(index, { line: 0, topic, level: "THESIS", evidence: "" }, ways);
  }
  indexes.set(constitution, index);
  return index;
}

function nameOf(cell: string): string {
  const [first = ""] = cell.split(",");
  return first
    .toLowerCase()
    .replaceAll(/[\s-]+/g, " ")
    .trim();
}

function addTopic(
  index: Map<string, { way: Way; word: number }[]>,
  rule: StatementLevelRule,
  cell: string,
): void {
  for (const said of cell.split(",")) {
    const words = wordsOf(said).filter(({ folded }) => !SMALL.has(folded));
    const way = { topic: { rule }, words: words.map(({ folded }) => folded) };
    for (const [word, each] of words.entries()) {
      for (const key of new Set(signalKeys(each))) {
        index.set(key, [...(index.get(key) ?? []), { way, word }]);
      }
    }
  }
}

/** How far apart the words of a topic may stand in a sentence. */
const SPAN_WORDS = 8;

/** Each topic at most once. Of "card payments in X" the name may stand in another sentence about X. */
export function topicMentions(
  { text, words }: { text: string; words: readonly Word[] },
  index: TopicIndex,
  product: Product | null,
): TopicMention[] {
  const met = new Map<Way, Map<number, number[]>>();
  for (const [at, word] of words.entries()) {
    for (const key of textKeys(word)) {
      for (const { way, word: part } of index.get(key) ?? []) {
        const places = met.get(way) ?? new Map<number, number[]>();
        met.set(way, places.set(part, [...(places.get(part) ?? []), at]));
      }
    }
  }
  if (met.size === 0) return [];
  const name = new Set(wordsOf(product?.name ?? "").map(({ folded }) => folded));
  const mentions = new Map<StatementLevelRule, TopicMention>();
  for (const [way, places] of met) {
    const wanted = [...way.words.keys()].filter((part) => !name.has(way.words[part] ?? ""));
    const near = nearest(wanted.map((part) => places.get(part) ?? []));
    const first = words[Math.min(...(near ?? []))];
    const last = words[Math.max(...(near ?? []))];
    if (first === undefined || last === undefined || mentions.has(way.topic.rule)) continue;
    const said = text.slice(first.offset, last.offset + last.text.length);
    mentions.set(way.topic.rule, { topic: way.topic, at: first.offset, words: said });
  }
  return [...mentions.values()];
}

/** Places of all the words close to one of the first: indexes of words; null when they stand apart. */
function nearest(places: readonly (readonly number[])[]): number[] | null {
  const [heads = [], ...others] = places;
  for (const head of heads) {
    const near = others.map((each) => each.find((at) => Math.abs(at - head) <= SPAN_WORDS) ?? -1);
    if (!near.includes(-1)) return [head, ...near];
  }
  return null;
}
