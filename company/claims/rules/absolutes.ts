/** The short list of what nobody can promise, said of a product. */
import { both, saidIn } from "../reading/match.ts";
import { DENIED, THOUGHT } from "../reading/signs.ts";
import type { ClaimFinding, Reading } from "../types.ts";

const ABSOLUTE = both(
  "guarantee(?:s|d)?|100 ?%(?! of)|zero[- ](?:downtime|errors?|bugs?|data loss|risk|failures?)|(?:never|cannot|can't|won't) (?:ever )?(?:fails?|crash(?:es)?|loses?|goes? down|leaks?|break(?:s)?|be (?:hacked|breached|lost))|bullet[- ]?proof|unbreakable|unhackable|fool[- ]?proof|infallible|risk[- ]free",
  "garant(?:e|em|ido|ida|idos|idas)|100 ?%(?! d[aeo])|zero (?:falhas|erros|riscos?|perdas|paragens)|nunca (?:falha|perde|cai|avaria|erra)(?:m)?|à prova de (?:falhas|bala|tudo)|infalível|infalíveis|sem qualquer (?:falha|risco|erro)",
);

export function judgeAbsolutes({ sentence, subject }: Reading): ClaimFinding[] {
  if (subject === null || subject.by === "near") return [];
  if (sentence.isQuestion || sentence.isQuote || sentence.quoted.length > 0) return [];
  const said = saidIn(ABSOLUTE, sentence);
  if (said === null || saidIn(THOUGHT, sentence) !== null) return [];
  const rest = sentence.low.replace(said.words, " ");
  // "I cannot say that it never fails" says the contrary.
  if (saidIn(DENIED, { ...sentence, low: rest }) !== null) return [];
  return [
    {
      line: sentence.line,
      words: sentence.text.slice(said.at, said.at + said.words.length),
      rule: "absolute",
      severity: "blocking",
      what: "Nobody can promise this.",
      wayOut: "Say what was measured, when and how, or leave it out.",
    },
  ];
}
