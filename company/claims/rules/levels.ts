/** Statements against the levels of the table and the status of their product, where the words are plain. */
import type { Product, StatementLevel } from "../../constitution/types.ts";
import { firstIn, phrases, saidIn } from "../reading/match.ts";
import { DENIED, NOW, PLANNED, THOUGHT } from "../reading/signs.ts";
import type { TopicMention } from "../reading/topics.ts";
import { checkEvidence } from "../sources/evidence.ts";
import type { ClaimFinding, DraftContext, Judgement, Reading } from "../types.ts";

export interface Bench {
  context: DraftContext;
  judgement: Judgement;
}

const ADVERBS =
  "(?:(?:also|already|now|still|always|only|automatically|today|really|just|já|também|sempre|agora|hoje|só|ainda) )*";
const PRESENT =
  "(is|are|has|have|can|does|works|[a-zà-öø-ÿ]{2,}[^s\\W]s|[a-zà-öø-ÿ]+(?:sses|xes|ches|shes|ies)|é|são|está|tem|pode|faz|diz|dá|vê|põe|lê|traz|[a-zà-öø-ÿ]{2,}(?:a|e))(?![0-9a-zà-öø-ÿ'])";
/** Right after the name: a verb in the present tense. */
const VERB_AFTER = new RegExp(
  `^,? (?:which |that |que )?${ADVERBS}(?:se |lhe |te |nos |me )?${PRESENT}`,
  "u",
);
const IT_DOES = new RegExp(
  `^(?:it|(?:the|this) (?:app|product|service|platform|tool|beta)|ele|ela|[oa] (?:aplicação|app|produto|serviço|ferramenta)) ${ADVERBS}${PRESENT}`,
  "u",
);
const OFFERED = phrases(
  "(?:is|are) (?:now |already )?(?:live|available|out|open|released|launched)|(?:i|i've) (?:have )?(?:just |finally |now )?(?:launched|released|shipped)|sign up|buy|subscribe|(?:está|estão|fica) (?:já )?(?:disponível|disponíveis|no ar|online)|lancei|inscreve-te|inscreva-se|compra(?:r)? já",
);
const NOT_VERBS = new Set(
  "this its as was plus news series always towards besides perhaps yes users customers boats shops para de que sobre uma ante entre desde base hoje antes quase contra e a ainda".split(
    " ",
  ),
);
/** "X is a mail for people on the shore": what it is, not what it does. "Is in beta" says its status. */
const IDENTITY =
  /^(?:is|é|está) (?:(?:still|only|ainda|só) )?(?:not |não )?(?:an?|my|the|one|um|uma|o|a|meu|minha|in beta|em beta|paused|retired|closed|discontinued|em pausa|parad[oa]|suspens[oa]|encerrad[oa]|built|done|written|being|gratuito|free)(?![0-9a-zà-öø-ÿ])/u;
const WAY_OUT: Record<StatementLevel, string> = {
  THESIS: 'Say it as what you think ("I think", "acho que"), or leave it out.',
  ROADMAP: 'Say it as planned ("I will", "planned", "vou"), or leave it out.',
  LIVE: "",
};

export function judgeLevels(reading: Reading, bench: Bench): void {
  for (const mention of reading.topics) judgeTopic(reading, mention, bench);
  // The topic's finding says it already, and its way out mends both.
  if (!bench.judgement.findings.some(({ rule }) => rule === "above-level")) {
    judgeStatus(reading, bench);
  }
}

/** Words that say plainly that the product does something today; null when none are plain. */
export function presentWords({ sentence, mentions, subject, isPlain }: Reading): string | null {
  if (!isPlain || subject === null || subject.by === "near") return null;
  const { low } = sentence;
  const offered = firstIn(OFFERED, low);
  if (offered !== null && subject.by === "name") return offered.words;
  const name = mentions[0];
  const rest = name === undefined ? low : low.slice(name.at + name.words.length);
  const verb = (name === undefined ? IT_DOES : VERB_AFTER).exec(rest);
  if (verb === null || NOT_VERBS.has(verb[1] ?? "")) return null;
  return IDENTITY.test(rest.slice(verb[0].length - (verb[1]?.length ?? 0)))
    ? null
    : (verb[1] ?? null);
}

function judgeTopic(reading: Reading, mention: TopicMention, bench: Bench): void {
  const { sentence, subject, isPlain } = reading;
  const { rule } = mention.topic;
  const { judgement } = bench;
  const isTied = subject !== null && subject.by !== "near";
  const isPlan = saidIn(PLANNED, sentence) !== null && saidIn(NOW, sentence) === null;
  const isDoubted = (saidIn(THOUGHT, sentence) ?? saidIn(DENIED, sentence)) !== null;
  const isListed = isUnderPlan(reading) && presentWords(reading) === null;
  if (isTied && rule.level !== "LIVE" && isPlain && !isListed) {
    judgement.findings.push(aboveLevel(reading, mention, "as if it works today"));
  } else if (rule.level === "LIVE") {
    judgeEvidence(reading, mention, { bench, isSaid: isTied && isPlain });
  } else if (isTied && isPlan && !isDoubted && rule.level === "THESIS" && !isAsked(reading)) {
    judgement.findings.push(aboveLevel(reading, mention, "as a plan"));
  } else {
    judgement.open.push(`it touches ${rule.topic}, which is ${rule.level}`);
  }
}

/** "Card payments." below a heading of plans is a plan. */
function isUnderPlan({ sentence: { heading, language } }: Reading): boolean {
  const above = { low: heading, language };
  return (saidIn(PLANNED, above) ?? saidIn(DENIED, above)) !== null;
}

function isAsked({ sentence: { isQuestion, isQuote, quoted } }: Reading): boolean {
  return isQuestion || isQuote || quoted.length > 0;
}

function aboveLevel({ sentence }: Reading, mention: TopicMention, how: string): ClaimFinding {
  const { rule } = mention.topic;
  const where =
    rule.line === 0
      ? "has no row in the table and counts as THESIS"
      : `is ${rule.level} in the table`;
  return {
    line: sentence.line,
    words: mention.words,
    rule: "above-level",
    severity: "blocking",
    what: `It says "${rule.topic}" ${how}; it ${where}.`,
    wayOut: WAY_OUT[rule.level],
  };
}

function judgeEvidence(
  { sentence, subject }: Reading,
  { topic: { rule }, words }: TopicMention,
  { bench: { context, judgement }, isSaid }: { bench: Bench; isSaid: boolean },
): void {
  const { memory, existingPaths, constitution } = context;
  const { products } = constitution;
  const answer = checkEvidence(rule, {
    ...{ product: subject?.product ?? null, products, memory, existingPaths },
  });
  if (answer.isProven) judgement.proved.push(`${rule.topic} is LIVE, and its evidence is there`);
  else if (memory === null || !isSaid) {
    judgement.open.push(`the evidence of ${rule.topic} could not be found`);
  } else {
    judgement.findings.push({
      ...{ line: sentence.line, words, rule: "no-evidence", severity: "blocking" },
      what: `"${rule.topic}" is LIVE in the table, but its evidence does not hold: ${answer.problems.join("; ")}.`,
      wayOut: "Ask the founder to mend the Evidence in the table, or say it as planned.",
    });
  }
}

/** Only a live product does anything in the present tense. */
function judgeStatus(reading: Reading, { judgement }: Bench): void {
  const product = reading.subject?.product;
  const words = presentWords(reading);
  if (words === null || product === undefined || product.status === "live") return;
  judgement.findings.push(notLive(reading, words, product));
}

function notLive({ sentence }: Reading, words: string, product: Product): ClaimFinding {
  const isGone = product.status === "paused" || product.status === "retired";
  return {
    line: sentence.line,
    words,
    rule: "not-live",
    // People use a beta: what it does today is for somebody to answer, not for code to forbid.
    severity: product.status === "beta" ? "warning" : "blocking",
    what: `It says in the present tense what ${product.name} does; its status is ${product.status}.`,
    wayOut: isGone
      ? "Say it as past, or leave it out."
      : product.status === "beta"
        ? "Have somebody answer that it does, and say in the text that it is a beta."
        : 'Say it as planned ("I will", "planned", "vou"), or wait until the founder sets it live.',
  };
}
