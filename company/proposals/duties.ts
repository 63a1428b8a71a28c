/**
 * What a page binds an agent to: reviews, prohibitions, the founder's yes. Each must still be said after
 * a change, in the same order of words, with nothing that lessens it. Stricter and clearer is allowed.
 */
import { saidIn } from "./changed.ts";
import type { ChangedFile, Refusal } from "./proposal.ts";
import { plain, type Unit, unitsOf } from "./units.ts";

/** A heading under which everything is a duty or a limit. */
const BINDING_HEADING =
  /\b(must not|may not|must never|never|may change|limits?|rules?|reviews? you must|before the first word|não pode|nunca|darf nicht|no debe)\b/i;
const REVIEW =
  /request_review|submit_verdict|check_draft|\breview(s|ed|er|ers|ing)?\b|\bverdicts?\b|\bpeer\b|\bapprov\w+|\brevisão|\bparecer|\bprüfung|\bfreigabe/i;
const PROHIBITION =
  /\b(never|must not|mustn't|may not|do not|don't|nobody|no one|nothing else|not allowed|cannot|only the founder|the founder (alone|decides|approves)|nunca|jamais|não pode|niemals|nie|darf nicht|nunca debe)\b/i;
/** "No names, quotes or figures of customers." */
const NOTHING_OF = /(?:^|[.:;] )no [\p{L} ]+(?:,| or | nor )/iu;
const FOUNDER = /(?:\b(?:the|a) |[|`@:] ?)founder\b|\bfundador|\bgründer/i;
/** A sentence on where text from outside stands. */
const MATERIAL = /\binstruction|\bmaterial\b|\binjection\b/i;

/** How much or how many there may be. */
const LIMIT =
  /\b(?:at most|no more than|not more than|fewer than|at the latest|(?:two|three|four|five|\d+) or more)\b/i;

/** Words that take something away from the sentence they are added to. */
const LESSENING =
  /^(unless|except|excepting|if|when|whenever|where|while|until|till|possible|practical|feasible|convenient|usually|normally|generally|typically|mostly|often|sometimes|rarely|should|may|might|can|could|try|tries|aim|prefer|preferably|ideally|recommended|optional|optionally|optionals|but|however|though|although|yet|not|no|n't|never|without|small|minor|trivial|routine|urgent|below|under|beyond|exceeding|larger|longer|later|afterwards|after|unnecessary|waived|suspended|void|obsolete|formerly|previously|once|was|were|had|used|example|first-time|new|only|just|merely|besides|salvo|exceto|excepto|quando|se|sem|außer|wenn|falls|ohne|nicht|sofern|cuando|si|sin)$/;

/** Said near by, it takes back what stands there. */
const VOID =
  /\b(no longer (holds?|appl(y|ies)|valid|in force|needed|binding)|(does|do|did) not (apply|hold|bind|count)( any ?more| here)?|need not be followed|(is|are) (obsolete|outdated|superseded|deprecated|void|suspended|withdrawn|relaxed|lifted|waived)|(ignore|disregard|forget|skip|set aside|override) (the|all|any|these|those|this|everything|what)\b.{0,40}\b(above|below|before|previous\w*|earlier|following|rules?|limits?|section|prohibitions?|constitution|page|duties|duty|instructions?)|old (rules?|text|version)|former (rules?|text|version)|for (reference|the record|history) only|(only|merely|just) (an? )?(example|suggestion|recommendation|guideline)s?|historical|can be bent|at your discretion|use your own judge?ment instead|não se aplica\w*|deixa de (valer|se aplicar)|gelten? nicht( mehr)?|ya no (se aplica|vale))\b/i;

export interface DutyPlaces {
  /** What the other changed files say now. */
  elsewhere: readonly Unit[];
  /** Headings and names of forms that the kit had. */
  names: ReadonlySet<string>;
}

/** Duties that are not said any more, or with less force. */
export function dutyRefusals(file: ChangedFile, places: DutyPlaces): Refusal[] {
  const { path, before } = file;
  const { gone } = changedDuties(file, places);
  const old = saidIn(before).map(({ text }) => text.toLowerCase());
  return [
    ...gone.slice(0, 3).map(
      (unit): Refusal => ({
        rule: "removes-duty",
        file: path,
        why: `"${unit.text.slice(0, 160)}" would not be said there any more, or with less force. Leave it as it is, and say what is new in a sentence of its own.`,
      }),
    ),
    ...voidRefusals(file, new Set(old)),
  ];
}

/** Duties that are not said any more as they were: those that are gone or weaker, and those in other words. */
export function changedDuties(
  { path, before, after }: ChangedFile,
  { elsewhere, names }: DutyPlaces,
): { gone: Unit[]; reworded: Unit[] } {
  if (before === null) return { gone: [], reworded: [] };
  // Moved to another page it is still a duty where the page itself is gone, not where it was only shortened.
  const there = after === null ? elsewhere : saidIn(after);
  const wholes = [...there, ...spread(there)].map((unit) => ({ unit, words: wordsOf(unit.text) }));
  const exact = new Set(there.map((unit) => keyOf(unit)));
  const old = saidIn(before);
  const lost = old.filter(
    (unit) =>
      isBinding(unit, path) &&
      !exact.has(keyOf(unit)) &&
      ![unit, ...mended(unit, names)].some((each) => wholes.some((whole) => keeps(each, whole))),
  );
  const known = new Set(old.map(keyOf));
  const fresh = there.filter((unit) => !known.has(keyOf(unit)));
  const reworded = new Set(lost.filter((unit) => isReworded(unit, fresh)));
  return { gone: lost.filter((unit) => !reworded.has(unit)), reworded: [...reworded] };
}

/** Words without which a duty is another one, whoever words it. */
const CRITICAL =
  /^(?:founder\w*|lawyer|accountant|cfo|cto|ceo|coo|marketing|improver|review\w*|verdict\w*|approv\w+|request_review|submit_verdict|check_draft|every|each|all|both|always|only|alone|before|first|once|two|three|four|five|six|seven|eight|nine|ten|twelve|\w+_\w+|\d[\d.,%]*|concerns|blocking|approved)$/;
const NEGATION = /^(?:never|no|not|n't|nobody|nothing|none|without|neither|nor|cannot|must)$/;
/** Said newly in it, the duty may hold no longer in every case. */
const BENDS =
  /^(?:unless|except|excepting|if|when|whenever|where|while|until|till|possible|practical|feasible|usually|normally|generally|typically|mostly|often|sometimes|rarely|should|may|might|could|try|aim|prefer|preferably|ideally|optional|small|minor|urgent|short|later|after|afterwards|enough|suffices|mainly|largely|once|objection)$/;
const KEPT_SHARE = 0.6;
const WINDOW = 3;

/** Whether sentences that are new in its place say it in other words, as far as words tell. The founder reads them. */
function isReworded(duty: Unit, fresh: readonly Unit[]): boolean {
  if (duty.kind === "heading" || duty.kind === "code") return false;
  // A list of what must be asked or must not be done stays as it is worded.
  if (isUnderBinding(duty)) return false;
  const wanted = wordsOf(duty.text);
  const near = fresh.filter(({ under }) => under.at(-1) === duty.under.at(-1));
  return near.some((_, at) => {
    const text = near
      .slice(at, at + WINDOW)
      .map((unit) => unit.text.replaceAll(/"[^"]*"/g, " "))
      .join(" ");
    const words = wordsOf(text);
    const has = new Set(words.map(stemOf));
    const critical = wanted.filter((word) => CRITICAL.test(word));
    if (!critical.every((word) => has.has(stemOf(word)))) return false;
    const negations = (list: readonly string[]) =>
      list.filter((word) => NEGATION.test(word)).length;
    if (negations(words) < negations(wanted)) return false;
    const times = (list: readonly string[], word: string) =>
      list.filter((each) => each === word).length;
    if (words.some((word) => BENDS.test(word) && times(words, word) > times(wanted, word)))
      return false;
    // Of what is forbidden nothing may be missing: "no names, contacts or quotes".
    if (!wordsOf(forbiddenIn(duty.text)).every((word) => has.has(stemOf(word)))) return false;
    const content = [...new Set(wanted.filter((word) => word.length > 3).map(stemOf))];
    const kept = content.filter((stem) => has.has(stem)).length;
    return content.length > 0 && kept >= KEPT_SHARE * content.length;
  });
}

/** The list behind a negation, to the end of its clause; empty where it is one thing only. */
function forbiddenIn(text: string): string {
  const clause = FORBIDDEN_LIST.exec(text)?.[0] ?? "";
  return clause.includes(",") ? clause : "";
}

const FORBIDDEN_LIST = /\b(?:no|never|not|without|nor)\b[^.;:()]*/i;

function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|ly|ment|ion)$/, "").slice(0, 6) : word;
}

/** A sentence that became a sentence and the list or table right behind it, each as one. */
function spread(units: readonly Unit[]): Unit[] {
  return units.flatMap((unit, at): Unit[] => {
    if (unit.kind !== "text" && unit.kind !== "item") return [];
    const rest = units.slice(at + 1, at + 1 + PARTS);
    const end = rest.findIndex(
      ({ kind, under, isFirst }) =>
        under.at(-1) !== unit.under.at(-1) || !(isPart(kind) || !isFirst),
    );
    const parts = end === -1 ? rest : rest.slice(0, end);
    if (!parts.some(({ kind }) => isPart(kind))) return [];
    const text = [unit, ...parts].map((each) => each.text).join(" ");
    return [{ ...unit, text }];
  });
}

/** So many rows or items are one sentence at most. */
const PARTS = 12;

function isPart(kind: Unit["kind"]): boolean {
  return kind === "row" || kind === "item";
}

const QUOTED = /"([^"]{3,60})"/g;

/**
 * The duty with a name in quotes put right: where it named what nowhere stands. Only what does stand
 * somewhere may take its place.
 */
function mended(duty: Unit, names: ReadonlySet<string>): Unit[] {
  const wrong = [...duty.text.matchAll(QUOTED)].filter(
    ([, name = ""]) => !names.has(name.toLowerCase()),
  );
  const [only, ...others] = wrong;
  if (only === undefined || others.length > 0) return [];
  return [...names]
    .filter((name) => isAlike(name, only[1]?.toLowerCase() ?? ""))
    .map((name) => ({ ...duty, text: duty.text.replace(only[0], `"${name}"`) }));
}

/** Half of the words of one are the other's. */
function isAlike(name: string, wrong: string): boolean {
  const words = new Set(wrong.split(/\s+/));
  const shared = name.split(/\s+/).filter((word) => words.has(word)).length;
  return shared * 2 >= words.size;
}

/** What the kit's pages call their parts and forms, in small letters. */
export function namesOf(pages: Iterable<string | null>): Set<string> {
  const names = new Set<string>();
  for (const page of pages) {
    for (const { kind, text } of page === null ? [] : (unitsOf(page) ?? []))
      if (kind === "heading") names.add(text.toLowerCase());
    for (const [, label = ""] of (page ?? "").matchAll(LABEL))
      names.add(plain(label).toLowerCase());
  }
  return names;
}

/** A form is introduced by its name: `Answer to the founder:`, `**Monthly pass**`. */
const LABEL = /(?:^|\n)\s*(?:[-*] )?\*{0,2}([\p{Lu}][^\n:*|]{2,60}?)\*{0,2}:\*{0,2}\s*(?=\n)/gu;

/** Where it stands belongs to it: a prohibition under another heading is an order, a row under another head too. */
function placeOf({ kind, under, cells, isFirst }: Unit): string {
  const part = kind === "item" && isFirst ? "first" : kind;
  return [part, under.at(-1) ?? "", ...Object.keys(cells ?? {})].join("|");
}

function keyOf(unit: Unit): string {
  return `${placeOf(unit)}|${unit.text}`;
}

function voidRefusals({ path, after }: ChangedFile, old: ReadonlySet<string>): Refusal[] {
  const found = saidIn(after).find(({ text }) => !old.has(text.toLowerCase()) && VOID.test(text));
  if (found === undefined) return [];
  const why = `"${found.text.slice(0, 160)}" takes back what stands elsewhere.`;
  return [{ rule: "removes-duty", file: path, why }];
}

/** Whether the page binds somebody by it. A page of docs describes, and binds only where it speaks of reviews. */
function isBinding({ text, under, kind }: Unit, path: string): boolean {
  if (kind === "heading") return BINDING_HEADING.test(text) || REVIEW.test(text);
  if (REVIEW.test(text) || under.some((heading) => BINDING_HEADING.test(heading))) return true;
  if (path.startsWith("docs/")) return false;
  if (NOTHING_OF.test(text)) return true;
  return PROHIBITION.test(text) || FOUNDER.test(text) || MATERIAL.test(text) || LIMIT.test(text);
}

function isUnderBinding({ under, kind }: Unit): boolean {
  return kind === "row" || under.some((heading) => BINDING_HEADING.test(heading));
}

function keeps(duty: Unit, { unit, words }: { unit: Unit; words: readonly string[] }): boolean {
  // Among the lines of an example nobody is bound; of a heading one word more may turn it round.
  if (unit.kind === "code" && duty.kind !== "code") return false;
  if (unit.kind === "heading" || duty.kind === "heading") return unit.text === duty.text;
  if (isUnderBinding(duty) && placeOf(unit) !== placeOf(duty)) return false;
  const wanted = wordsOf(duty.text);
  const added: string[] = [];
  let at = 0;
  for (const word of words) {
    if (at < wanted.length && word === wanted[at]) at += 1;
    else added.push(word);
  }
  const isMore = LIMIT.test(duty.text) && added.some((word) => /^(?:each|every|per)$/.test(word));
  if (choicesIn(unit.text) > choicesIn(duty.text) && !isForbidding(duty)) return false;
  return at === wanted.length && !isMore && !added.some((word) => LESSENING.test(word));
}

/** "There is evidence, or …": one way more to do enough. What is forbidden is more with each. */
function choicesIn(text: string): number {
  return text.match(/\bor\b/gi)?.length ?? 0;
}

function isForbidding({ text, under, isFirst }: Unit): boolean {
  return NEGATED.test(text) || (isFirst && under.some((heading) => NEGATED.test(heading)));
}

const NEGATED = /\b(?:never|no|not|nobody|nothing|none|without|neither|nor|cannot)\b|n't\b/i;

/** Words, figures and names of tools, as they are compared; articles tell nothing. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_'./%-]*|[%€$<>]/gu) ?? [];
  return words
    .map((word) => word.replace(/[.'/-]+$/, ""))
    .flatMap((word) => (word.endsWith("n't") ? [word.slice(0, -3), "n't"] : [word]))
    .filter((word) => word !== "" && !/^(the|a|an|and|or|of|to|that|this|is|are)$/.test(word));
}
