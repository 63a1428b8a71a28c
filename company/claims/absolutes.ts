/** Words that promise without a limit. */
import type { Judgement } from "./levels.ts";
import { phrases } from "./match.ts";
import { isQuoted, type Reading, segmentOf } from "./statements.ts";

/** Nobody can keep these, whatever the sentence is about. */
const STRONG = {
  en: phrases(
    "guarantee(?:s|d)?(?! of origin)|(?:100%|100 %)(?! of)|zero[- ](?:downtime|errors?|bugs?|data loss|risk|mistakes|failures?)|(?:never|cannot|can't|won't) (?:ever )?(?:fails?|crash(?:es)?|loses?|goes? down|leaks?|break(?:s)?|be (?:hacked|breached|lost))|no (?:data loss|downtime|errors|hallucinations|risk)|bullet[- ]?proof|unbreakable|unhackable|fool[- ]?proof|impossible to (?:hack|break|lose)|flawless(?:ly)?|infallible|risk[- ]free",
  ),
  pt: phrases(
    "garant(?:ia|o|e|em|imos|ido|ida|idos|idas)|(?:100%|100 %)(?! d[aeo])|zero (?:falhas|erros|riscos?|perdas|paragens)|nunca (?:falha|perde|cai|avaria|erra)(?:m)?|à prova de (?:falhas|bala|tudo)|infalível|infalíveis|impossível de (?:piratear|quebrar|perder)|sem (?:qualquer )?(?:falhas|riscos?|erros)|perfeit[oa]s?",
  ),
};
/** A person must look at these when they are said of a product. */
const WEAK = {
  en: phrases(
    "always|never|completely|totally|perfect(?:ly)?|the (?:fastest|safest|best|only|cheapest|easiest) \\p{L}+|any \\p{L}+ ever|instant(?:ly)?|unlimited",
  ),
  pt: phrases(
    "sempre|nunca|completamente|totalmente|[oa] (?:mais|melhor|única|único) \\p{L}+|instantane(?:amente|o|a)|ilimitad[oa]s?",
  ),
};
const DENIED =
  /(?:not|n't|no|never|nobody can|cannot|can't|without|não|nem|nunca|sem|ninguém)\s(?:[a-zà-öø-ÿ]+\s){0,2}$/u;

export function judgeAbsolutes(reading: Reading): Judgement {
  const judgement: Judgement = { findings: [], unjudged: [] };
  const { sentence, subject, claim } = reading;
  if (sentence.isQuestion || sentence.isQuote) return judgement;
  const isOurs = subject !== null && subject.by !== "draft";
  const { low } = sentence;
  const strong = isOurs ? firstOpen(STRONG[sentence.language], reading, low) : null;
  const isClaim = claim.kind === "claim" && claim.level === "LIVE";
  const weak = strong === null && isClaim ? firstOpen(WEAK[sentence.language], reading, low) : null;
  const words = strong ?? weak;
  if (words === null) return judgement;
  judgement.findings.push({
    line: sentence.line,
    words,
    rule: "absolute",
    severity: strong === null ? "warning" : "blocking",
    what:
      strong === null ? "A word without a limit, said of a product." : "Nobody can promise this.",
    wayOut: "Say what was measured, when and how, or leave it out.",
  });
  return judgement;
}

function firstOpen(pattern: RegExp, reading: Reading, low: string): string | null {
  for (const match of low.matchAll(pattern)) {
    if (isQuoted(reading.sentence, match.index)) continue;
    const level = segmentOf(reading, match.index)?.level;
    if (level === "THESIS" || level === "PAST") continue;
    if (DENIED.test(low.slice(Math.max(0, match.index - 40), match.index))) continue;
    return reading.sentence.text.slice(match.index, match.index + match[0].length);
  }
  return null;
}
