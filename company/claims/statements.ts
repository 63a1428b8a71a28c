/** Each statement about a product, with the level that its words claim. */
import type { StatementLevel } from "../constitution/types.ts";
import { firstIn, phrases } from "./match.ts";
import { mentionsOf, type Registry, type Subject } from "./mentions.ts";
import type { Sentence } from "./sentences.ts";
import type { Topic, TopicMention } from "./topics.ts";
import { topicMentions } from "./topics.ts";
import { type Segment, segmentsOf } from "./wording.ts";

/** One sentence with everything the rules ask about it. */
export interface Reading {
  sentence: Sentence;
  subject: Subject | null;
  segments: readonly Segment[];
  topics: readonly TopicMention[];
  /** What the sentence as a whole claims of its product. */
  claim: Claim;
}

export type Claim =
  /** A question, a quotation, or about no product. */
  | { kind: "none" }
  | { kind: "claim"; level: StatementLevel; shownBy: string; isIdentity: boolean }
  | { kind: "unclear"; why: string };

const OFFERED = phrases(
  "(?:is|are|now) (?:now )?(?:live|available|out|open|released|launched|in production|generally available)|available (?:now|today|at|for|on|in)|(?:i|i've|we) (?:have )?(?:just |finally |now )?(?:launched|released|shipped)|try it|sign up|get started|download|buy|subscribe",
  "(?:está|estão|fica) (?:disponível|disponíveis|no ar|online|em produção|abert[oa])|disponível (?:em|para|já|agora|hoje)|lancei|lançámos|experimenta|experimente|inscreve-te|inscreva-se|compra(?:r)? já",
);
const USED = phrases(
  "(?:you|users?|customers?|people|teams?|shops?|founders?|everyone|anyone|boats?|clients?|companies|readers?|\\d+ \\p{L}+) (?:(?!to )\\p{L}+ )?(?:can|get|gets|use|uses|run|runs|rely|trust|see|have|pay)",
  "(?:podes|pode|podem|consegues|consegue|(?:os )?(?:utilizadores|clientes|lojas|barcos|pessoas|equipas|empresas|leitores)|\\d+ \\p{L}+) (?:\\p{L}+ )?(?:usam|utilizam|têm|podem|usar|ver|correr|confiam|criar|enviar|guardar|exportar|pagam)",
);
/** Right after the name: a verb in the present tense. */
const VERB_AFTER: Record<"en" | "pt", RegExp> = {
  en: /^(?:'s (?:[a-zà-öø-ÿ-]+ ){1,3}|,? (?:which |that )?)(?:(?:also|already|now|still|always|never|only|automatically|today|really|just|then) )*(is|isn't|are|has|can|does|doesn't|[a-zà-öø-ÿ]{2,}[^s\W]s|[a-zà-öø-ÿ]+(?:sses|xes|ches|shes|ies))(?![0-9a-zà-öø-ÿ'])/u,
  pt: /^,? (?:que )?(?:(?:não|já|também|sempre|nunca|agora|hoje|só|ainda) )*(?:se |lhe |te |nos |me )?(é|são|está|tem|pode|faz|diz|dá|vê|põe|lê|traz|[a-zà-öø-ÿ]{2,}(?:a|e))(?![0-9a-zà-öø-ÿ])/u,
};
const PRONOUN_VERB: Record<"en" | "pt", RegExp> = {
  en: /^(?:(?:and|so|then|today|now|already|also),? )*(?:it|(?:the|this) (?:app|product|service|platform|tool|site|runtime|software|system|beta))(?:'s)? (?:(?:also|already|now|still|always|never|only|automatically) )*(is|are|has|have|can|does|do|[a-zà-öø-ÿ]{2,}[^s\W]s|[a-zà-öø-ÿ]+(?:sses|xes|ches|shes|ies))(?![0-9a-zà-öø-ÿ'])/u,
  pt: /^(?:(?:e|já|hoje|também|agora),? )*(?:ele|ela|(?:[oa]|est[ea]) (?:aplicação|app|produto|serviço|plataforma|ferramenta|site|sistema|programa)) (?:(?:já|também|sempre|nunca|não) )*(é|são|está|tem|pode|faz|diz|dá|[a-zà-öø-ÿ]{2,}(?:a|e))(?![0-9a-zà-öø-ÿ])/u,
};
const NOT_VERBS = new Set(
  "this its as was plus news series always towards besides perhaps yes users customers boats shops para de que sobre uma ante entre desde base hoje antes quase ante contra".split(
    " ",
  ),
);
const IDENTITY = /^(?:is|é) (?:not )?(?:a|an|my|the|one|um|uma|o|a|meu|minha)(?![0-9a-zà-öø-ÿ])/u;
/** "The parser of X is done" speaks of the work. */
const WORK_DONE =
  /^(?:is|are|está|estão) (?:almost |nearly |now |half |quase )?(?:done|finished|written|merged|pront[oa]s?|feit[oa]s?|escrit[oa]s?)(?![a-zà-öø-ÿ])/u;
/** "X is only an idea so far": it says itself that there is nothing yet. */
const MERE_IDEA =
  /^(?:is|é) (?:[^.;]{0,40}\s)?(?:an? (?:mere |rough )?(?:idea|plan|sketch|experiment|prototype|draft|wish|thought)|(?:uma|um) (?:ideia|plano|esboço|experiência|protótipo|rascunho|desejo))(?![a-zà-öø-ÿ])/u;
/** "It isn't out", "does not take cards": what it lacks. "Does not lose orders" promises. */
const LACKING =
  /^(?:(?:is|are|has|can|does)(?:n't| not)|cannot|can't|has no|não (?:é|está|tem|pode|faz|aceita|serve|funciona|sabe|envia|mostra))(?! only| just| só| apenas)(?![a-zà-öø-ÿ])/u;
const PROMISED_NOT =
  /(?<![a-zà-öø-ÿ])(?:los[et]|fail|leak|break|miss|sell|sold|share|forget|crash|need|require|cost|track|store|keep|touch|let|waste|stop|spy|sleep|perde|falha|vende|partilha|esquece|precisa|custa|guarda|deixa|pára|exige|limit|end|risk|catch|advert|ads|downtime|delay|fee|fim|risco|custo)[a-z]*(?![a-zà-öø-ÿ])/u;
/** What follows takes it up again: "is not a toy: it mails you", "an idea that works". */
const TAKEN_UP = phrases("it|that|which|but|already|now", "el[ea]|que|mas|já|agora");
/** Between the name and its verb: it is said of today, whatever follows. */
const TODAY = /(?<![a-zà-öø-ÿ])(?:already|now|já|agora)\s+$/u;
/** "Skippers pay by card in X now". */
const DONE_IN = /(?<![a-zà-öø-ÿ])(?:in|inside|with|through|via|n[oa]|com|pel[oa])\s$/u;
const SINCE_NOW = phrases("now|already", "já|agora");
const MIXED = "planned and present words in one clause";
const FIRST_PERSON =
  /^(?:(?:and|so|then|today|yesterday|last [a-zà-öø-ÿ]+|this [a-zà-öø-ÿ]+|when),? )*(?:i|i'm|i've|i'd|my)(?![0-9a-zà-öø-ÿ])/u;

export function readSentence(
  sentence: Sentence,
  {
    subject,
    topics,
    registry,
  }: { subject: Subject | null; topics: readonly Topic[]; registry: Registry },
): Reading {
  const segments = segmentsOf(sentence.low, sentence.language);
  const mentions = topicMentions(sentence, topics);
  const reading = { sentence, subject, segments, topics: mentions };
  return { ...reading, claim: claimOf(reading, registry) };
}

/** The segment in which a place lies. */
export function segmentOf(reading: Pick<Reading, "segments">, at: number): Segment | undefined {
  return reading.segments.find(({ from, to }) => at >= from && at < to) ?? reading.segments[0];
}

function claimOf(reading: Omit<Reading, "claim">, registry: Registry): Claim {
  const { sentence, subject } = reading;
  if (subject === null || (subject.by !== "name" && subject.by !== "pronoun")) {
    return { kind: "none" };
  }
  if (sentence.isQuestion || sentence.isQuote) return { kind: "none" };
  const named = mentionsOf(sentence.text, registry).find(
    ({ product }) => product === subject.product,
  );
  if (named !== undefined && isQuoted(sentence, named.at)) return { kind: "none" };
  const present = presentWords(reading, named?.at ?? null);
  if (present !== null) return claimAt(reading, present);
  const planned = reading.segments.find(({ level }) => level === "ROADMAP" || level === "THESIS");
  if (
    planned !== undefined &&
    planned.level !== null &&
    planned.level !== "PAST" &&
    !planned.isMixed
  ) {
    return { kind: "claim", level: planned.level, shownBy: planned.shownBy, isIdentity: false };
  }
  if (planned?.isMixed === true) return { kind: "unclear", why: MIXED };
  return { kind: "unclear", why: "no words show whether it is built or planned" };
}

/** Verbs that make a plan with the words after them: "is planned", "vem em breve". */
const HELPING =
  /^(?:is|are|am|has|have|can|does|comes?|gets?|goes|é|são|está|estão|tem|têm|há|vem|vêm|fica|ficam|pode|podem)$/;

/** The level of the segment in which the present words stand; a denial of them claims nothing. */
function claimAt(reading: Omit<Reading, "claim">, present: PresentWords): Claim {
  const segment = segmentOf(reading, present.at);
  const { low } = reading.sentence;
  if (isLack(low, present)) return { kind: "unclear", why: "it says what the product does not do" };
  const said = low.slice(present.at);
  const idea = MERE_IDEA.exec(said)?.[0];
  if (idea !== undefined && !isTakenUp(said.slice(idea.length))) {
    return { kind: "claim", level: "THESIS", shownBy: present.words, isIdentity: true };
  }
  if (TODAY.test(low.slice(0, present.at)) && !HELPING.test(present.words)) {
    return { kind: "claim", level: "LIVE", shownBy: present.words, isIdentity: false };
  }
  if (segment?.isMixed === true) return { kind: "unclear", why: MIXED };
  if (segment?.level === "ROADMAP" || segment?.level === "THESIS") {
    // "It predicts where the fish will be": the plan is not about what it does.
    if (!HELPING.test(present.words) && present.at < (segment.plannedAt ?? 0)) {
      return { kind: "unclear", why: MIXED };
    }
    return { kind: "claim", level: segment.level, shownBy: segment.shownBy, isIdentity: false };
  }
  if (segment?.level === "PAST") return { kind: "unclear", why: "it tells of the past" };
  if (WORK_DONE.test(said)) {
    return { kind: "unclear", why: "it says that work is done, not what the product does" };
  }
  return { kind: "claim", level: "LIVE", shownBy: present.words, isIdentity: present.isIdentity };
}

/** Words by which the sentence says that the product does something today. */
interface PresentWords {
  at: number;
  words: string;
  /** "X is a mail for people on the shore": what it is, not what it does. */
  isIdentity: boolean;
}

function presentWords(
  { sentence, subject }: Omit<Reading, "claim">,
  nameAt: number | null,
): PresentWords | null {
  const { low } = sentence;
  for (const pattern of [OFFERED, USED]) {
    const found = firstIn(pattern, low);
    if (found !== null) return { ...found, isIdentity: false };
  }
  if (nameAt !== null) {
    const from = nameAt + (subject?.product.name.length ?? 0);
    return verbIn(VERB_AFTER[sentence.language], low, from) ?? doneIn(low, nameAt);
  }
  if (FIRST_PERSON.test(low)) return null;
  return verbIn(PRONOUN_VERB[sentence.language], low, 0);
}

function isLack(low: string, { at, words }: { at: number; words: string }): boolean {
  const before = low.slice(Math.max(0, at - 4), at) === "não " ? at - 4 : at;
  const lacking = LACKING.exec(low.slice(before));
  if (lacking === null) return false;
  const rest = low.slice(before + lacking[0].length);
  return !PROMISED_NOT.test(`${words} ${rest}`) && !isTakenUp(rest);
}

function isTakenUp(rest: string): boolean {
  return firstIn(TAKEN_UP, rest) !== null;
}

/** Others do something in the product now; a story of mine is none of that. */
function doneIn(low: string, nameAt: number): PresentWords | null {
  if (FIRST_PERSON.test(low) || !DONE_IN.test(low.slice(0, nameAt))) return null;
  const found = firstIn(SINCE_NOW, low);
  return found === null ? null : { ...found, isIdentity: false };
}

function verbIn(pattern: RegExp, low: string, from: number): PresentWords | null {
  const rest = low.slice(from, from + 120);
  const found = pattern.exec(rest);
  const verb = found?.[1];
  if (found === null || verb === undefined || NOT_VERBS.has(verb)) return null;
  const at = from + found[0].length - verb.length;
  return { at, words: verb, isIdentity: IDENTITY.test(low.slice(at, at + 40)) };
}

/** Somebody else's words are not the founder's claim. */
export function isQuoted(sentence: Sentence, at: number): boolean {
  return sentence.isQuote || sentence.quoted.some(({ from, to }) => at >= from && at < to);
}
