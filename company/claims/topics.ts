/** Where a sentence touches a row of "Statement levels". */
import type { Constitution, StatementLevelRule } from "../constitution/types.ts";
import { foldAccents, phrases, stemOf, type Word, wordsOf } from "./match.ts";
import type { Sentence } from "./sentences.ts";

export interface Topic {
  rule: StatementLevelRule;
  /** Words that name it in any form; several ways to say it. */
  stems: readonly (readonly string[])[];
  /** Further phrases of the topics that every company of the kit protects. */
  pattern: RegExp | null;
}

export interface TopicMention {
  topic: Topic;
  at: number;
  words: string;
}

const CLAIM = "(?:completely |fully |totally |entirely |always |very |100% |perfectly )?";
const CLAIM_PT = "(?:completamente |totalmente |sempre |muito |100% )?";

/** How people say the protected topics, in both languages. */
const PROTECTED: ReadonlyMap<string, RegExp> = new Map([
  [
    "sandboxing",
    phrases(
      "sandbox(?:es|ed|ing)?|isolated (?:environments?|process(?:es)?|containers?|runtimes?|from (?:each other|the (?:rest|host)))|process isolation|(?:runs?|running) in isolation|isolates? (?:each|every) (?:run|agent|task|process)|jailed",
      "ambientes? isolados?|process(?:o|os) isolados?|isolamento de processos|isolad[oa]s? (?:do|dos|uns dos|umas das) (?:outr[oa]s|resto|servidor|sistema)|corre(?:m)? isolad[oa]s?|isola cada",
    ),
  ],
  [
    "approval gates",
    phrases(
      "approval[- ](?:gates?|steps?|flows?|checkpoints?|workflows?|points?)|(?:human|manual|your|explicit) approval|human[- ]in[- ]the[- ]loop|review (?:checkpoints?|gates?)|(?:requires?|needs?|asks? for|waits? for) (?:an? |the |my |human |founder's |owner's )?approval|(?:unless|until|without) (?:\\p{L}+ ){0,5}(?:approv(?:e|es|ed|al)|sign(?:s|ed)? off|sa(?:ys|id) yes)",
      "(?:portões|portão|passos?|pontos?|fluxos?|etapas?) de aprovação|aprovação (?:humana|manual|prévia|explícita)|(?:exige|exigem|pede|pedem|espera|esperam)(?: pela| por| a)? (?:sua |minha )?aprovação|(?:sem|sem que|até que|salvo se|enquanto não) (?:\\p{L}+ ){0,5}(?:aprov(?:a|ar|ad[oa]|ação|e|em)|autoriz(?:a|ar|ad[oa]|ação|e|em))",
    ),
  ],
  [
    "audit trails",
    phrases(
      "audit[- ](?:trails?|logs?|records?|histor(?:y|ies))|audit(?:able|ability)|tamper[- ]proof (?:logs?|records?)|(?:every|each) (?:action|step|call|change) is (?:logged|recorded|traced)",
      "(?:registos?|trilhos?|trilhas?|histórico|logs?|rastos?) de auditoria|auditáve(?:l|is)|cada (?:ação|passo) (?:é|fica) registad[oa]|todas as ações (?:são|ficam) registadas",
    ),
  ],
  [
    "credential isolation",
    phrases(
      "credentials?[- ](?:isolation|boundar(?:y|ies)|vaults?|separation)|isolated (?:credentials?|secrets)|(?:credentials?|secrets?|keys|tokens) (?:is|are|stays?|live) (?:always )?(?:kept )?(?:isolated|separate[d]?|scoped)|(?:credentials?|secrets?|keys|tokens|passwords) (?:(?:of|for) (?:\\p{L}+ ){1,3})?(?:is|are|stays?) (?:\\p{L}+ )?kept (?:apart|separate[d]?|away)|isolat(?:es?|ing) (?:your |all |the |its |their )?(?:credentials?|secrets?|keys)|(?:credentials|secrets|keys) never (?:leave|reach|touch)",
      "isolamento (?:de|das) credenciais|credenciais (?:são |estão |ficam )?(?:isoladas|separadas)|(?:credenciais|chaves|palavras-passe) (?:d[oa]s? \\p{L}+ )?(?:são|estão|ficam) (?:\\p{L}+ )?(?:guardadas à parte|à parte|separadas)|isola(?:r|m)? (?:as |todas as )?(?:credenciais|chaves)|cofre de credenciais|separação de credenciais",
    ),
  ],
  [
    "secure by default",
    phrases(
      `secure[- ]by[- ](?:default|design)|security by (?:default|design)|safe by (?:default|design)|(?:is|are|stays?|stay|keeps? (?:your|the|all|my) \\p{L}+) ${CLAIM}(?:secure|safe|secured)(?:[- ]by[- ](?:default|design))?(?! (?:enough|to|for))|enterprise[- ]grade security`,
      `segur[oa]s? por (?:omissão|defeito|padrão|predefinição|natureza|conceção)|segurança por (?:omissão|defeito|padrão|conceção)|(?:é|são|está|estão|fica|ficam) ${CLAIM_PT}segur[oa]s?(?: por (?:omissão|defeito|padrão|conceção))?(?! de que)|em segurança`,
    ),
  ],
  [
    "compliance certifications",
    phrases(
      "compliance certifications?|(?:soc ?2|iso ?27001|iso/iec 27001|hipaa|pci[- ]dss|gdpr|rgpd|lgpd|ens)(?: type (?:i|ii|1|2))?[- ](?:compliant|certified|ready|compliance|certification|attested|audited)|(?:fully |are |is |be )(?:compliant|certified)|(?:complies|comply) with|certified (?:for|under|by|to)|soc ?2|iso ?27001",
      "certificações|certificação|(?<!contabilista )(?:é|são|está|estão) certificad[oa]s?|em conformidade com|conforme (?:com )?o (?:rgpd|regulamento)|(?:cumpre|cumprem|cumprimos) (?:o|a|com o) (?:rgpd|regulamento|lei)|certificad[oa]s? (?:pela|segundo|iso|soc)",
    ),
  ],
]);

/** The table's topics and those that every company protects; without a row one is THESIS. */
export function topicsOf(constitution: Constitution): Topic[] {
  const rows = constitution.statementLevels;
  const named = new Set(rows.map(({ topic }) => topicKey(topic)));
  const absent = [...PROTECTED.keys()].filter((name) => !named.has(name));
  const assumed = absent.map((topic) => ({
    line: 0,
    topic,
    level: "THESIS" as const,
    evidence: "",
  }));
  return [...rows, ...assumed].map((rule) => ({
    rule,
    // A cell may name the topic in several ways, as the Signals of the triggers do.
    stems: rule.topic.split(",").map((way) =>
      wordsOf(way)
        .map(({ text }) => stemOf(text))
        .filter(isTelling),
    ),
    pattern: PROTECTED.get(topicKey(rule.topic)) ?? null,
  }));
}

/** Of `credential isolation, isolamento de credenciais` the first counts. */
function topicKey(topic: string): string {
  const name = foldAccents(topic.split(",")[0] ?? "")
    .replaceAll(/[\s-]+/g, " ")
    .trim();
  return [...PROTECTED.keys()].find((known) => known === name || known === `${name}s`) ?? name;
}

const SMALL = new Set([
  "in",
  "by",
  "of",
  "the",
  "for",
  "and",
  "with",
  "on",
  "to",
  "de",
  "da",
  "do",
  "em",
  "por",
  "para",
  "com",
]);

function isTelling(stem: string): boolean {
  return !SMALL.has(stem);
}

/** How far apart the words of a topic may stand in a sentence. */
const SPAN_WORDS = 8;

/** Each topic at most once for each place. */
export function topicMentions(
  { text, low }: Pick<Sentence, "text" | "low">,
  topics: readonly Topic[],
): TopicMention[] {
  const words = wordsOf(text);
  const stems = words.map((word) => stemOf(word.text));
  return topics.flatMap((topic) => {
    const said = topic.pattern === null ? [] : patternMentions({ text, low }, topic, topic.pattern);
    if (said.length > 0) return said;
    return topic.stems
      .flatMap((wanted) => stemMention({ text, words, stems }, topic, wanted))
      .slice(0, 1);
  });
}

function patternMentions(
  { text, low }: Pick<Sentence, "text" | "low">,
  topic: Topic,
  pattern: RegExp,
): TopicMention[] {
  // Most sentences touch no topic, and a search costs half of what a list of matches does.
  if (low.search(pattern) < 0) return [];
  return [...low.matchAll(pattern)]
    .slice(0, 5)
    .map((m) => ({ topic, at: m.index, words: text.slice(m.index, m.index + m[0].length) }));
}

/** The nearest place where all the words of a topic stand close together, in any order. */
function stemMention(
  { text, words, stems }: { text: string; words: readonly Word[]; stems: readonly string[] },
  topic: Topic,
  wanted: readonly string[],
): TopicMention[] {
  if (wanted.length === 0) return [];
  const [head = ""] = wanted;
  for (const [at, stem] of stems.entries()) {
    if (stem !== head) continue;
    const from = Math.max(0, at - SPAN_WORDS);
    const near = stems.slice(from, at + SPAN_WORDS + 1);
    const places = wanted.map((each) => near.indexOf(each) + from);
    if (!wanted.every((each) => near.includes(each))) continue;
    places[0] = at;
    const first = words[Math.min(...places)];
    const last = words[Math.max(...places)];
    const named = words[at];
    if (first === undefined || last === undefined || named === undefined) continue;
    const said = text.slice(first.at, last.at + last.text.length);
    return [{ topic, at: named.at, words: said }];
  }
  return [];
}
