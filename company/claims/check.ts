/**
 * The check of a draft before it can be approved: what can be checked by code. It says as well what
 * it could not judge, so that a reviewer does. Pure: clock, memory and files are handed in.
 */
import type { Product } from "../constitution/types.ts";
import { dateIn } from "../dates.ts";
import { judgeAbsolutes } from "./absolutes.ts";
import { judgeFigures } from "./figures.ts";
import { judgeHidden } from "./hidden.ts";
import { judgeLevels } from "./levels.ts";
import { judgeLinks } from "./links.ts";
import { foldAccents } from "./match.ts";
import { mentionsOf, type Registry, registryOf, subjectsOf } from "./mentions.ts";
import { metricsOf } from "./metrics.ts";
import { judgeNames } from "./names.ts";
import { refusalOf } from "./readable.ts";
import { reviewFindings } from "./review-findings.ts";
import { readProse, type Sentence } from "./sentences.ts";
import { type Reading, readSentence } from "./statements.ts";
import { topicsOf } from "./topics.ts";
import type {
  Claimed,
  ClaimFinding,
  DraftCheck,
  DraftContext,
  Statement,
  Unjudged,
} from "./types.ts";
import { bannedIndex, judgeVoice } from "./voice.ts";

/** A draft that is wrong in every line must not bury its reader. */
const FINDINGS_LIMIT = 200;
const BETA = /(?<!\p{L})beta(?!\p{L})/iu;

/**
 * The statements of a draft with their levels, what is wrong with them, and what could not be
 * judged. `channel` as in the draft's heading (`x`, `dev.to`, `newsletter`). A text that cannot be
 * read is refused with the reason.
 */
export function checkDraft(text: string, channel: string, context: DraftContext): DraftCheck {
  const reason = refusalOf(text);
  if (reason !== null) return { kind: "refused", reason };
  const { constitution, memory, now } = context;
  const today = dateIn(now, constitution.company.timeZone);
  const place = channel.trim().toLowerCase();
  const { products } = constitution;
  const registry = registryOf(products);
  const prose = readProse(text, place);
  const saysBeta = prose.sentences.some((sentence) => BETA.test(sentence.text));
  const claimed: Claimed = { context, channel: place, today, products, saysBeta };
  const readings = readAll(prose.sentences, registry, claimed);
  const metrics = memory === null ? null : metricsOf(memory, constitution, today);
  const banned = bannedIndex(context.bannedWords);
  const findings: ClaimFinding[] = [
    ...reviewFindings(context.reviews),
    ...judgeHidden(text, place),
    ...judgeLinks(prose.links, { products, channel: place }),
  ];
  const unjudged: Unjudged[] = prose.unclosed === null ? [] : [unclosedRest(prose.unclosed)];
  for (const reading of readings) {
    for (const judged of [
      judgeLevels(reading, claimed),
      judgeFigures(reading, metrics),
      judgeAbsolutes(reading),
    ]) {
      findings.push(...judged.findings);
      unjudged.push(...judged.unjudged);
    }
    findings.push(
      ...judgeNames(reading.sentence, registry),
      ...judgeVoice(reading.sentence, banned),
    );
  }
  const statements = readings.flatMap(statementOf);
  findings.push(...declaredLevel(statements, context));
  const sorted = findings.sort((a, b) => a.line - b.line).slice(0, FINDINGS_LIMIT);
  const ok = sorted.every(({ severity }) => severity !== "blocking");
  return {
    kind: "checked",
    ok,
    statements,
    findings: sorted,
    unjudged: unjudged.sort((a, b) => a.line - b.line).slice(0, FINDINGS_LIMIT),
  };
}

function readAll(sentences: readonly Sentence[], registry: Registry, claimed: Claimed): Reading[] {
  const topics = topicsOf(claimed.context.constitution);
  const subjects = subjectsOf(sentences, registry, mainProduct(sentences, registry, claimed));
  return sentences.map((sentence, at) =>
    readSentence(sentence, { subject: subjects[at] ?? null, topics, registry }),
  );
}

/** The product of the post's fields, else the only one that the draft names. */
function mainProduct(
  sentences: readonly Sentence[],
  registry: Registry,
  { context, products }: Claimed,
): Product | null {
  const declared = context.declared?.product;
  if (declared !== undefined && declared !== null) {
    const wanted = foldAccents(declared);
    const product = products.find(({ name }) => foldAccents(name) === wanted);
    if (product !== undefined) return product;
  }
  const named = new Set(
    sentences.flatMap(({ text }) => mentionsOf(text, registry).map(({ product }) => product)),
  );
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

function statementOf(reading: Reading): Statement[] {
  const { sentence, subject, claim, topics } = reading;
  if (subject === null || claim.kind === "none") return [];
  return [
    {
      line: sentence.line,
      text: sentence.written,
      product: subject.product.name,
      level: claim.kind === "claim" ? claim.level : null,
      shownBy: claim.kind === "claim" ? claim.shownBy : "",
      topics: [...new Set(topics.map(({ topic }) => topic.rule.topic))],
    },
  ];
}

/** The fields of a post carry the lowest level of its claims; a sentence may not stand above them. */
function declaredLevel(
  statements: readonly Statement[],
  { declared }: DraftContext,
): ClaimFinding[] {
  const level = declared?.level ?? null;
  if (level === null || level === "LIVE") return [];
  const live = statements.find((statement) => statement.level === "LIVE");
  if (live === undefined) return [];
  return [
    {
      line: live.line,
      words: live.shownBy,
      rule: "declared-level",
      severity: "blocking",
      what: `The post says \`Level: ${level}\`, but this says in the present tense what ${live.product} does.`,
      wayOut:
        level === "ROADMAP"
          ? 'Say it as planned, or declare "Level: LIVE" with its evidence.'
          : "Say it as what you think, or declare the level that is proven.",
    },
  ];
}

function unclosedRest(line: number): Unjudged {
  return {
    line,
    words: "the rest of the text",
    why: "a code block or comment begins here and never ends",
  };
}
