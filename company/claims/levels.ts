/** Statements against the levels of the table and the status of their product. */
import type { Product, StatementLevel } from "../constitution/types.ts";
import { checkEvidence } from "./evidence.ts";
import { lowered, phrases } from "./match.ts";
import { isQuoted, type Reading, segmentOf } from "./statements.ts";
import type { TopicMention } from "./topics.ts";
import type { Claimed, ClaimFinding, Unjudged } from "./types.ts";

export interface Judgement {
  findings: ClaimFinding[];
  unjudged: Unjudged[];
}

const ORDER: Record<StatementLevel, number> = { THESIS: 0, ROADMAP: 1, LIVE: 2 };
const DENIAL = {
  en: phrases(
    "no|not(?! only| just)|never|without|lacks?|isn't|aren't|doesn't|don't|hasn't|haven't|cannot|can't|neither|nor|n't|nothing|nobody|none|instead of",
  ),
  pt: phrases("não(?! só| apenas)|nunca|sem|nem|nenhum|nenhuma|nada|ninguém|falta|faltam"),
};
const LEAVING =
  /(?<![a-zà-öø-ÿ])(?:leaves?|escapes?|exits?|bypass(?:es)?|skips?|cross(?:es)?|breaks? out|gets? (?:out|around|past)|outside|saem?|sair|foge|escapa|contorna|passa)(?![a-zà-öø-ÿ])/u;
/** "Nothing goes out without approval": the denial before it is what is promised. */
const CONDITION = /^(?:unless|until|without|sem|até|salvo|enquanto)(?![a-zà-öø-ÿ])/u;
/** After the words of a topic: it is there. */
const IN_PLACE =
  /^(?:[a-zà-öø-ÿ-]+ ){1,3}(?:is|are|está|estão) (?:now |already |já )?(?:on|live|active|in place|built in|included|enabled|switched on|available|ativ[oa]s?|ligad[oa]s?|incluíd[oa]s?|disponível|disponíveis|no ar)(?![a-zà-öø-ÿ])/u;
/** "Skippers ask for it" says that it is not there; who "asks for" may be the product. */
const WISH =
  /(?<![a-zà-öø-ÿ])(?:ask(?:ed|ing)? (?:me )?(?:for|about)|want(?:ed)?|wish(?:ed)? for|request(?:ed)?|wait(?:ed|ing)? for|ped(?:em|iu|iram)(?:-me)?|quer(?:em|iam)|pergunt(?:am|ou|aram)(?:-me)? (?:por|pel[oa]s?)|esperam (?:por|pel[oa]s?))(?![a-zà-öø-ÿ])(?: [a-zà-öø-ÿ]+){0,2} $/u;
const HAS_IT =
  /(?<![a-zà-öø-ÿ])(?:that|which|que|has|have|had|got|it|now|already|added|built|tem|têm|já|fiz)(?![a-zà-öø-ÿ])/u;
const PRONOUN = /(?<![a-zà-öø-ÿ])(?:it|el[ea])(?![a-zà-öø-ÿ])/u;
const WAY_OUT: Record<StatementLevel, string> = {
  THESIS: 'Say it as what you think ("I think", "acho que"), or leave it out.',
  ROADMAP: 'Say it as planned ("I will", "planned", "vou"), or leave it out.',
  LIVE: "",
};

/** What a sentence says above its proven level. */
export function judgeLevels(reading: Reading, claimed: Claimed): Judgement {
  const judgement: Judgement = { findings: [], unjudged: [] };
  const judged = new Set<string>();
  for (const mention of reading.topics) {
    if (judged.has(mention.topic.rule.topic)) continue;
    judged.add(mention.topic.rule.topic);
    judgeTopic(reading, mention, { claimed, judgement });
  }
  // The topic's finding says it already, and its way out mends both.
  if (!judgement.findings.some(({ rule }) => rule === "above-level")) {
    judgeStatus(reading, { claimed, judgement });
  }
  return judgement;
}

interface Bench {
  claimed: Claimed;
  judgement: Judgement;
}

function judgeTopic(reading: Reading, mention: TopicMention, bench: Bench): void {
  const { sentence } = reading;
  if (sentence.isQuestion || isQuoted(sentence, mention.at)) return;
  if (isDenied(reading, mention)) return;
  const verdict = topicVerdict(reading, mention, bench.claimed);
  const { line, written: words } = sentence;
  if (typeof verdict === "string") bench.judgement.unjudged.push({ line, words, why: verdict });
  else if (verdict !== null) bench.judgement.findings.push(verdict);
}

/** A finding, why nobody but a person can tell, or null when all is well. */
function topicVerdict(
  reading: Reading,
  mention: TopicMention,
  claimed: Claimed,
): ClaimFinding | string | null {
  const { rule } = mention.topic;
  const segment = segmentOf(reading, mention.at);
  if (segment?.level === "PAST") return `it speaks of ${rule.topic} in the past`;
  if (segment?.isMixed === true) {
    return `planned and present words about ${rule.topic} in one clause`;
  }
  const level = segment?.level ?? "LIVE";
  if (ORDER[level] > ORDER[rule.level]) {
    if (isTied(reading, mention)) {
      if (isWished(reading, mention)) return `it says that people ask for ${rule.topic}`;
      return aboveLevel(reading, mention, level);
    }
    return `it speaks of ${rule.topic}, but not plainly of a product`;
  }
  if (level !== "LIVE" || !isTied(reading, mention)) return null;
  return evidenceVerdict(reading, mention, claimed);
}

function evidenceVerdict(
  { sentence, subject }: Reading,
  { topic: { rule }, words }: TopicMention,
  { context: { memory, existingPaths }, products }: Claimed,
): ClaimFinding | string | null {
  const product = subject?.product ?? null;
  const answer = checkEvidence(rule, { product, products, memory, existingPaths });
  if (answer.isProven) return null;
  if (memory === null) return `the evidence of ${rule.topic} could not be looked up`;
  return {
    line: sentence.line,
    words,
    rule: "no-evidence",
    severity: "blocking",
    what: `"${rule.topic}" is LIVE in the table, but its evidence does not hold: ${answer.problems.join("; ")}.`,
    wayOut: "Ask the founder to mend the Evidence in the table, or say it as planned.",
  };
}

function aboveLevel(reading: Reading, mention: TopicMention, level: StatementLevel): ClaimFinding {
  const { rule } = mention.topic;
  const where =
    rule.line === 0
      ? "has no row in the table and counts as THESIS"
      : `is ${rule.level} in the table`;
  const how = level === "LIVE" ? "as if it works today" : "as a plan";
  return {
    line: reading.sentence.line,
    words: mention.words,
    rule: "above-level",
    severity: "blocking",
    what: `It says "${rule.topic}" ${how}; it ${where}.`,
    wayOut: WAY_OUT[rule.level],
  };
}

/** Whether the sentence is about one of our products, and not about the topic in general. */
function isTied({ subject, segments, sentence }: Reading, { at }: TopicMention): boolean {
  if (subject === null) return false;
  if (subject.by === "draft") return false;
  if (subject.by !== "near") return true;
  // "The audit trail is on": of the product just named, and on.
  if (wordsIn(sentence.low.slice(0, at)) <= 1 && IN_PLACE.test(sentence.low.slice(at))) return true;
  if (segments.some(({ level }) => level !== null)) return false;
  // "Full audit trail." has no verb: in a text about a product that is a promise.
  return wordsIn(sentence.low) <= 6 && wordsIn(sentence.low.slice(0, at)) <= 1;
}

function wordsIn(text: string): number {
  return text.match(/[0-9a-zà-öø-ÿ]+/g)?.length ?? 0;
}

/** "No sandbox yet" claims nothing; "no agent runs without a sandbox" denies twice, which claims. */
function isDenied({ sentence, segments }: Reading, { at, words }: TopicMention): boolean {
  if (CONDITION.test(lowered(words))) return false;
  const segment = segmentOf({ segments }, at);
  const { low } = sentence;
  const before = low.slice(segment?.from ?? 0, at);
  const denials = [...before.matchAll(DENIAL[sentence.language])];
  const within = [...lowered(words).matchAll(DENIAL[sentence.language])].filter(
    ([denial]) => denial !== "never" && denial !== "nunca",
  );
  const nearest = denials.at(-1);
  const isPair = denials[0]?.[0] === "neither" || denials[0]?.[0] === "nem";
  if (within.length === 1 && denials.length === 0) return true;
  if (nearest === undefined || (denials.length > 1 && !isPair)) return false;
  const between = before.slice(nearest.index + nearest[0].length);
  // "Cannot leave its sandbox" says that there is one.
  if (LEAVING.test(between)) return false;
  return (between.match(/[0-9a-zà-öø-ÿ]+/gu)?.length ?? 0) <= 3;
}

function isWished({ sentence: { low }, subject }: Reading, { at, words }: TopicMention): boolean {
  const said = WISH.exec(low.slice(0, at));
  if (said === null || subject === null) return false;
  // "Redeiro has asked for approval since May" is what the product does.
  const who = low.slice(0, said.index);
  if (PRONOUN.test(who) || who.includes(lowered(subject.product.name))) return false;
  // "Shops wanted an audit trail and now have one."
  return !HAS_IT.test(low.slice(at + words.length));
}

/** Only a live product does anything in the present tense. */
function judgeStatus(reading: Reading, { claimed, judgement }: Bench): void {
  const { claim, sentence, subject } = reading;
  if (subject === null || claim.kind === "none") return;
  const words = sentence.written;
  if (claim.kind === "unclear") {
    // A story about a live product claims nothing that its status does not cover.
    if (subject.product.status === "live" && reading.topics.length === 0) return;
    judgement.unjudged.push({ line: sentence.line, words, why: claim.why });
    return;
  }
  if (claim.level !== "LIVE") return;
  const { product } = subject;
  if (product.status === "live") {
    if (reading.topics.length > 0) return;
    judgement.unjudged.push({
      line: sentence.line,
      words,
      why: `it says what ${product.name} does today, and no row of "Statement levels" covers it`,
    });
    return;
  }
  judgement.findings.push(notLive(reading, claim, { product, saysBeta: claimed.saysBeta }));
}

function notLive(
  { sentence }: Reading,
  claim: { shownBy: string; isIdentity: boolean },
  { product, saysBeta }: { product: Product; saysBeta: boolean },
): ClaimFinding {
  const isBeta = product.status === "beta" && saysBeta;
  const isGone = product.status === "paused" || product.status === "retired";
  // "X is a mail for people on the shore" names it; whether that promises too much is for a reader.
  const isMild = isBeta || (claim.isIdentity && product.status !== "retired");
  return {
    line: sentence.line,
    words: claim.shownBy,
    rule: "not-live",
    severity: isMild ? "warning" : "blocking",
    what: `It says in the present tense what ${product.name} does; its status is ${product.status}.`,
    wayOut: isGone
      ? "Say it as past, or leave it out."
      : product.status === "beta"
        ? `Say in the text that it is a beta, or say it as planned.`
        : 'Say it as planned ("I will", "planned", "vou"), or wait until the founder sets it live.',
  };
}
