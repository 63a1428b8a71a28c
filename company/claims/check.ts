/**
 * The check of a draft before it can be approved: what code can prove it decides, and everything else
 * that may be a claim is a numbered statement that somebody must answer. Pure: clock, memory and files
 * are handed in.
 */
import type { Product } from "../constitution/types.ts";
import { dateIn } from "../dates.ts";
import { wordsOf } from "../protocol/words.ts";
import { type Prose, readDraft, type Sentence } from "./reading/draft.ts";
import { judgeHidden } from "./reading/hidden.ts";
import { foldAccents, saidIn } from "./reading/match.ts";
import { mentionsOf, type ProductMention, registryOf, subjectsOf } from "./reading/mentions.ts";
import { quantitiesOf } from "./reading/quantities.ts";
import { refusalOf } from "./reading/readable.ts";
import { DENIED, NOW, PAST, PLANNED, THOUGHT } from "./reading/signs.ts";
import { statementOf, untoldOf } from "./reading/statements.ts";
import { topicMentions, topicsOf } from "./reading/topics.ts";
import { judgeAbsolutes } from "./rules/absolutes.ts";
import { judgeFigures } from "./rules/figures.ts";
import { judgeLevels, presentWords } from "./rules/levels.ts";
import { judgeLinks } from "./rules/links.ts";
import { judgeNames } from "./rules/names.ts";
import { reviewFindings } from "./rules/review-findings.ts";
import { judgeLanguage, usualLanguage } from "./rules/unread-language.ts";
import { bannedIndex, judgeVoice } from "./rules/voice.ts";
import { metricsOf } from "./sources/metrics.ts";
import type {
  ClaimFinding,
  DraftCheck,
  DraftContext,
  Judgement,
  Reading,
  Statement,
} from "./types.ts";

/** A draft that is wrong in every line must not bury its reader. */
const FINDINGS_LIMIT = 200;

/**
 * The statements of a draft, what is wrong with it, and which statements somebody must answer. `channel`
 * as in the draft's heading (`x`, `dev.to`, `newsletter`). A text that cannot be read is refused.
 */
export function checkDraft(text: string, channel: string, context: DraftContext): DraftCheck {
  const reason = refusalOf(text);
  if (reason !== null) return { kind: "refused", reason };
  const { constitution, memory, now } = context;
  const place = channel.trim().toLowerCase();
  const prose = readDraft(text, place, usualLanguage(constitution.company.language));
  const readings = readingsOf(prose.sentences, context);
  const today = dateIn(now, constitution.company.timeZone);
  const metrics = memory === null ? null : metricsOf(memory, constitution, today);
  const banned = bannedIndex(context.bannedWords);
  const findings: ClaimFinding[] = [
    ...judgeLanguage(prose),
    ...judgeHidden(text, prose.shown, place),
    ...judgeLinks(prose.links, { products: constitution.products, channel: place }),
  ];
  const statements: Statement[] = [];
  for (const reading of readings) {
    const judgement: Judgement = { findings: judgeAbsolutes(reading), proved: [], open: [] };
    judgeLevels(reading, { context, judgement });
    judgeFigures(reading, metrics, judgement);
    const statement = statementOf(reading, judgement);
    // What is refuted must be changed, whatever else it says.
    if (statement !== null && isBlocked(judgement.findings)) statement.open = [];
    if (statement !== null) statements.push({ number: statements.length + 1, ...statement });
    findings.push(...judgement.findings, ...judgeNames(reading));
    findings.push(...judgeVoice(reading, banned));
  }
  if (statements.length === 0) statements.push(...untoldOf(readings));
  findings.push(...declaredLevel(readings, context));
  statements.push(...unclosedRest(prose, statements.length + 1));
  const check: DraftCheck = { kind: "checked", ok: false, statements, findings };
  return withReviews(check, context.reviews);
}

/** The check with what the reviews of the draft add to it; those of the whole draft stand first. */
export function withReviews(check: DraftCheck, reviews: DraftContext["reviews"]): DraftCheck {
  if (check.kind === "refused") return check;
  const all = [...reviewFindings(reviews), ...check.findings].sort(
    (a, b) => Number(isUnread(b)) - Number(isUnread(a)) || a.line - b.line,
  );
  const findings = all.slice(0, FINDINGS_LIMIT);
  return { ...check, ok: !isBlocked(findings), findings };
}

/** What was not read at all is said before anything that was found in it. */
function isUnread({ rule }: ClaimFinding): boolean {
  return rule === "unread-language";
}

function isBlocked(findings: readonly ClaimFinding[]): boolean {
  return findings.some(({ severity }) => severity === "blocking");
}

function readingsOf(sentences: readonly Sentence[], context: DraftContext): Reading[] {
  const { constitution } = context;
  const registry = registryOf(constitution.products);
  const topics = topicsOf(constitution);
  const mentions = sentences.map(({ text }) => mentionsOf(text, registry));
  const subjects = subjectsOf(sentences, mentions, mainProduct(mentions, context));
  return sentences.map((sentence, at) => {
    const subject = subjects[at] ?? null;
    const words = wordsOf(sentence.text);
    return {
      ...{ sentence, words, subject, mentions: mentions[at] ?? [] },
      quantities: quantitiesOf(sentence.text),
      topics: topicMentions({ text: sentence.text, words }, topics, subject?.product ?? null),
      isPlain: isPlain(sentence),
    };
  });
}

function isPlain(sentence: Sentence): boolean {
  if (sentence.isQuestion || sentence.isQuote || sentence.quoted.length > 0) return false;
  if ([PLANNED, THOUGHT, DENIED].some((sign) => saidIn(sign, sentence) !== null)) return false;
  return saidIn(PAST, sentence) === null || saidIn(NOW, sentence) !== null;
}

/** The product of the post's fields, else the only one that the draft names. */
function mainProduct(
  mentions: readonly (readonly ProductMention[])[],
  { declared, constitution }: DraftContext,
): Product | null {
  const wanted = foldAccents(declared?.product ?? "");
  const meant = constitution.products.find(({ name }) => foldAccents(name) === wanted);
  if (meant !== undefined) return meant;
  const named = new Set(mentions.flat().map(({ product }) => product));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

/** The fields of a post carry the lowest level of its claims; a sentence may not stand above them. */
function declaredLevel(readings: readonly Reading[], { declared }: DraftContext): ClaimFinding[] {
  const level = declared?.level ?? null;
  if (level === null || level === "LIVE") return [];
  for (const reading of readings) {
    const words = presentWords(reading);
    if (words === null) continue;
    return [
      {
        ...{ line: reading.sentence.line, words, rule: "declared-level", severity: "blocking" },
        what: `The post says \`Level: ${level}\`, but this says in the present tense what ${reading.subject?.product.name} does.`,
        wayOut:
          level === "ROADMAP"
            ? 'Say it as planned, or declare "Level: LIVE" with its evidence.'
            : "Say it as what you think, or declare the level that is proven.",
      },
    ];
  }
  return [];
}

/** What a code block or comment hides that never ends. */
function unclosedRest({ unclosed }: Prose, number: number): Statement[] {
  if (unclosed === null) return [];
  const text = "the rest of the text";
  const open = ["a code block or comment begins here and never ends"];
  return [
    {
      ...{ number, line: unclosed, text, key: text, product: null, kinds: ["unread"] },
      ...{ topics: [], proved: [], refuted: [], open },
    },
  ];
}
