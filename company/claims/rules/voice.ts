/** The founder's voice: one person speaks, and some words are not theirs. */
import { wordsOf } from "../../protocol/words.ts";
import type { Sentence } from "../reading/draft.ts";
import { both, foldAccents, saidIn } from "../reading/match.ts";
import type { BannedWord, ClaimFinding, Reading } from "../types.ts";
import { isQuoted } from "./names.ts";

const PLURAL = both(
  "(?<!\\p{L}+ of )(?<!let )(?:we|we're|we've|we'll|we'd|our|ours|ourselves|us)",
  "nós|nosso|nossa|nossos|nossas|connosco|conosco",
);
/**
 * What only a company does or has: "we talked about hooks" is the founder and somebody at a table. Without
 * such a word a person looks.
 */
const COMPANY = both(
  "(?:we|we'd|we'll|we've|we're) (?:\\p{L}+(?:ly|'t)? |also |just |now |have |had |do |did |will |can |are |were |not |never |always |still |all ){0,3}?(?:ship|buil[dt]|mak|made|launch|releas|offer|s[eo]l[dl]|support|provid|announc|introduc|add|fix|improv|host|stor|charg|pric|plan|r[ua]n|believ|excited|proud|thrilled|hiring|work(?:ed|ing)? on|serv|help|deliver|design|develop|creat|test|us|guarant|promis|grew|grow|reach|rais|found|deploy|rewrote|chang|invest|hir|pay|paid|own|bill|migrat|process|encrypt|protect|publish)\\p{L}*|(?:our|ours) (?:\\p{L}+ ){0,2}?(?:products?|apps?|sites?|website|pages?|teams?|company|customers?|users?|clients?|data|servers?|code|prices?|pricing|plans?|roadmap|docs|support|services?|software|tools?|newsletter|releases?|launch|mission|vision|platform|mails?|shops?|stores?|staff|engineers?|developers?|backups?|security|policy|terms|office|founders?|beta|api|numbers?|revenue|mistakes?)|(?:join|contact|write to|follow|trust|ask|email|mail|tell|choose|with|from|by|to) us",
  "(?:noss[oa]s?) (?:\\p{L}+ ){0,2}?(?:produtos?|aplicaç\\p{L}+|apps?|sites?|páginas?|equip[ae]s?|time|empresa|clientes?|utilizadores|usuários|dados|servidor\\p{L}*|código|preços?|planos?|serviços?|suporte|plataforma|ferramentas?|newsletter|missão|visão|lojas?|programas?|números?)|connosco|conosco",
);
/** Verbs of the first person plural; a person looks, since "vamos" may mean anyone. */
const PLURAL_VERB = /(?<![a-zà-öø-ÿ])[a-zà-öø-ÿ]{2,}(?:ámos|amos|emos|imos)(?![a-zà-öø-ÿ])/gu;
const NO_VERBS = new Set(
  "ramos termos extremos proximos ultimos mesmos otimos primos minimos maximos anonimos intimos legitimos gramos reclamos ritmos algoritmos supremos demos remos".split(
    " ",
  ),
);

export interface BannedIndex {
  /** By the first word, lower case. */
  byFirst: ReadonlyMap<string, readonly { words: readonly string[]; entry: BannedWord }[]>;
}

/** Of the list that is asked about again and again: by each post of a week. */
const indexes = new WeakMap<readonly BannedWord[], BannedIndex>();

/** An index, so that a text is read once for all the words. */
export function bannedIndex(banned: readonly BannedWord[]): BannedIndex {
  const known = indexes.get(banned);
  if (known !== undefined) return known;
  const index = readBanned(banned);
  indexes.set(banned, index);
  return index;
}

function readBanned(banned: readonly BannedWord[]): BannedIndex {
  const byFirst = new Map<string, { words: readonly string[]; entry: BannedWord }[]>();
  for (const entry of banned) {
    const words = wordsOf(entry.banned).map(({ folded }) => folded);
    for (const form of formsOf(words)) {
      const [first] = form;
      if (first === undefined) continue;
      byFirst.set(first, [...(byFirst.get(first) ?? []), { words: form, entry }]);
    }
  }
  return { byFirst };
}

/** A single word in its other forms too: leverage, leverages, leveraging; inovador, inovadora. */
function formsOf(words: readonly string[]): string[][] {
  const [word] = words;
  if (words.length !== 1 || word === undefined || !/^[a-z]{4,}$/.test(word)) return [[...words]];
  const base = word.replace(/e$/, "");
  const endings = /(?:ed|ing|ly|s)$/.test(word) ? [""] : ["s", "es"];
  const forms = new Set([
    word,
    ...endings.map((ending) => word + ending),
    `${base}ed`,
    `${base}ing`,
  ]);
  if (/or$/.test(word)) for (const ending of ["a", "es", "as"]) forms.add(word + ending);
  if (/o$/.test(word))
    for (const ending of ["a", "os", "as"]) forms.add(word.slice(0, -1) + ending);
  return [...forms].map((form) => [form]);
}

export function judgeVoice(reading: Reading, banned: BannedIndex): ClaimFinding[] {
  return [...personFindings(reading), ...bannedFindings(reading, banned)];
}

function personFindings({ sentence, mentions }: Reading): ClaimFinding[] {
  const names = mentions.length > 0;
  const { low } = sentence;
  if (sentence.language === "other") return [];
  const plural = [...low.matchAll(PLURAL[sentence.language])].find(
    ({ index, 0: word }) =>
      !isQuoted(sentence, index) &&
      // The country, not the pronoun.
      !(word === "us" && sentence.text.slice(index, index + 2) === "US"),
  );
  if (plural !== undefined) {
    const isCompany = names || saidIn(COMPANY, sentence) !== null;
    return [person(sentence, plural, isCompany ? "blocking" : "warning")];
  }
  if (sentence.language !== "pt") return [];
  const verb = [...low.matchAll(PLURAL_VERB)].find(
    ({ index, 0: word }) => !NO_VERBS.has(foldAccents(word)) && !isQuoted(sentence, index),
  );
  return verb === undefined ? [] : [person(sentence, verb, "warning")];
}

function person(
  sentence: Sentence,
  { index: at, 0: word }: RegExpExecArray,
  severity: ClaimFinding["severity"],
): ClaimFinding {
  return {
    line: sentence.line,
    words: sentence.text.slice(at, at + word.length),
    rule: "voice-person",
    severity,
    what: "The founder is one person and says so.",
    wayOut:
      sentence.language === "pt"
        ? "Primeira pessoa do singular: eu, meu, ou o nome do produto."
        : 'Write "I", "my" or the product\'s name.',
  };
}

function bannedFindings({ sentence, words }: Reading, { byFirst }: BannedIndex): ClaimFinding[] {
  const findings: ClaimFinding[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const hit = (byFirst.get(word?.folded ?? "") ?? []).find((each) =>
      each.words.every((wanted, step) => words[at + step]?.folded === wanted),
    );
    if (word === undefined || hit === undefined || isQuoted(sentence, word.offset)) continue;
    const last = words[at + hit.words.length - 1] ?? word;
    findings.push({
      line: sentence.line,
      words: sentence.text.slice(word.offset, last.offset + last.text.length),
      rule: "voice-banned",
      severity: "blocking",
      what: `The voice guide bans "${hit.entry.banned}".`,
      wayOut:
        hit.entry.instead === "" ? "Say what happened instead." : `Instead: ${hit.entry.instead}.`,
    });
    at += hit.words.length - 1;
  }
  return findings;
}
