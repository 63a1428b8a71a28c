/** Which sentences are statements: what somebody may hold against the company. */
import type { Judgement, Reading, Statement, StatementKind } from "../types.ts";
import { type Both, saidIn } from "./match.ts";
import { VAGUE } from "./quantities.ts";
import {
  BUILT,
  COMPARED,
  NOW,
  OWN,
  PAST,
  PLANNED,
  PROMISED,
  QUOTED,
  SENSITIVE,
  THINKING,
  TOLD,
  UNLIMITED,
} from "./signs.ts";

const SIGNS: readonly [StatementKind, Both, string][] = [
  ["figure", VAGUE, "says how many"],
  ["comparison", COMPARED, "compares"],
  ["absolute", UNLIMITED, "is without a limit"],
  ["promise", PROMISED, "says what somebody may rely on"],
  ["quote", QUOTED, "tells what somebody said"],
  ["story", TOLD, "tells what became of somebody"],
  ["topic", SENSITIVE, "touches trust, privacy, law or loss"],
];

/** The statement of a sentence without its number; null when it is none. */
export function statementOf(
  reading: Reading,
  judgement: Judgement,
): Omit<Statement, "number"> | null {
  const { subject, topics } = reading;
  const { findings, proved } = judgement;
  const signs = signsOf(reading);
  const kinds = new Set(signs.map(({ kind }) => kind));
  if (topics.length > 0) kinds.add("topic");
  if (reading.quantities.length > 0) kinds.add("figure");
  const open = [...judgement.open, ...signs.map(({ what }) => what)];
  const isMeant = subject !== null && subject.by !== "near";
  if (isMeant && claims(reading, kinds)) {
    kinds.add("claim");
    const isProved = proved.length > 0 && open.length === 0;
    if (!isProved && !isSettled(reading, kinds))
      open.push(`it says something of ${subject.product.name}`);
  }
  if (kinds.size === 0) return null;
  return {
    ...aboutSentence(reading),
    kinds: [...kinds],
    topics: [...new Set(topics.map(({ topic }) => topic.rule.topic))],
    proved: [...new Set(proved)],
    refuted: [...new Set(findings.map(({ rule }) => rule))],
    open: [...new Set(open)],
  };
}

/** Two words with capitals, perhaps with a little one between them: a customer, a town, a partner. */
const NAME =
  /(?<=\p{Ll}[,;:]? )\p{Lu}\p{Ll}{2,}(?: (?:d[aeo]s?|of|the|&|e|and|do))? \p{Lu}\p{Ll}{2,}/u;

/** A row of a table that says what is there. */
const STATUS_CELL =
  /\|\s*(?:live|yes|available|included|supported|done|shipped|ready|sim|disponível|incluíd[oa]|pronto|✓|✔️?|✅)\s*(?:\||$)/iu;
/** #WorksOffline, #ZeroLoss: a tag that is more than a subject. */
const TAG_CLAIM =
  /^(?:works?|runs?|keeps?|saves?|made|built|no|zero|never|always|free|instant|first|best|fully|only|now|funciona|feito|sem|nunca|sempre|grátis|só|já)(?![a-zà-öø-ÿ])|(?:ready|proof|grade|approved|certified|compliant|free|first)$/u;

function signsOf({
  sentence,
  subject,
  topics,
  mentions,
}: Reading): { kind: StatementKind; what: string }[] {
  const { text, isQuote, isQuestion, quoted, language } = sentence;
  if (language === "other") {
    return [{ kind: "unread", what: "it is in a language that code does not read" }];
  }
  const isAsked = isQuestion && subject?.by !== "name";
  const signs = SIGNS.flatMap(([kind, sign, what]) => {
    const isNone = kind === "promise" ? isAsked : kind === "story" && OWN_STORY.test(sentence.low);
    const said = isNone ? null : saidIn(sign, sentence);
    // A word of a row of the table is judged with its row.
    const isOfRow = topics.some(
      (row) => kind === "topic" && row.words.toLowerCase().includes(said?.words ?? ""),
    );
    return said === null || isOfRow ? [] : [{ kind, what: `it ${what} ("${said.words}")` }];
  });
  const named = NAME.exec(text)?.[0];
  const known = mentions.some(({ words }) => named?.includes(words));
  if (named !== undefined && !known) signs.push({ kind: "story", what: `it names "${named}"` });
  if (STATUS_CELL.test(text)) signs.push({ kind: "claim", what: "it says what there is" });
  if (sentence.isTag && TAG_CLAIM.test(sentence.low)) {
    signs.push({ kind: "claim", what: "its words claim something" });
  }
  const isQuoted = isQuote || quoted.some(({ from, to }) => / .* /.test(text.slice(from, to)));
  return isQuoted ? [...signs, { kind: "quote", what: "it is a quotation" }] : signs;
}

/**
 * Of a draft in which nothing is a statement each sentence in which the founder does not speak of
 * themselves: it tells of something that code does not know.
 */
export function untoldOf(readings: readonly Reading[]): Statement[] {
  const told = readings.filter(
    ({ sentence }) =>
      !sentence.isQuestion &&
      !sentence.isTag &&
      saidIn(OWN, sentence) === null &&
      /\S+\s+\S+/.test(sentence.text),
  );
  return told.map((reading, at) => ({
    ...aboutSentence(reading),
    ...{ number: at + 1, kinds: ["story"], topics: [], proved: [], refuted: [] },
    open: ["it tells of something that code does not know"],
  }));
}

function aboutSentence({
  sentence,
  subject,
}: Reading): Pick<Statement, "line" | "text" | "key" | "product"> {
  const product = subject?.product.name ?? null;
  const words = sentence.low.replaceAll(/[^\p{L}\p{N}\p{Sc}%]+/gu, " ").trim();
  return { line: sentence.line, text: sentence.written, key: `${product ?? ""}|${words}`, product };
}

/** A name alone in a heading or a list says nothing of it. */
function claims({ sentence, mentions }: Reading, kinds: ReadonlySet<StatementKind>): boolean {
  const words = sentence.low.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return kinds.size > 0 || words > mentions.length + 2;
}

const OWN_STORY =
  /^(?:(?:on|in|at|by|for|last|this|yesterday|today|once|then|so|and|but|when|while|after|before|since|until|two|three|tonight|again|still|as|because|every|each|one) ?[^,.;:]{0,30},? )?(?:i|when i)(?![a-zà-öø-ÿ'])|^(?:ontem |em \S+ |a \d+ de \S+ )?[a-zà-ÿ]{2,}(?:ei|i) /u;

/**
 * What is only planned or thought claims nothing that anybody could check; nor does what the founder once
 * did, as long as the product did not get anything by it.
 */
function isSettled({ sentence }: Reading, kinds: ReadonlySet<StatementKind>): boolean {
  if (kinds.size !== 1 || sentence.isQuestion || saidIn(NOW, sentence) !== null) return false;
  if ((saidIn(PLANNED, sentence) ?? saidIn(THINKING, sentence)) !== null) return true;
  const isPast = saidIn(PAST, sentence) !== null && saidIn(BUILT, sentence) === null;
  return isPast && OWN_STORY.test(sentence.low);
}
