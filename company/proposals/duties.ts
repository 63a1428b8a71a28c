/**
 * What a page binds an agent to: reviews, prohibitions, the founder's yes. Each must still be said after
 * a change, in the same order of words, with nothing that lessens it. Stricter and clearer is allowed.
 */
import { saidIn } from "./changed.ts";
import type { ChangedFile, Refusal } from "./proposal.ts";
import type { Unit } from "./units.ts";

/** A heading under which everything is a duty or a limit. */
const BINDING_HEADING =
  /\b(must not|may not|must never|never|may change|limits?|rules?|reviews? you must|before the first word|não pode|nunca|darf nicht|no debe)\b/i;
const REVIEW =
  /request_review|submit_verdict|check_draft|\breview(s|ed|er|ers|ing)?\b|\bverdicts?\b|\bpeer\b|\bapprov\w+|\brevisão|\bparecer|\bprüfung|\bfreigabe/i;
const PROHIBITION =
  /\b(never|must not|mustn't|may not|do not|don't|nobody|no one|nothing else|not allowed|cannot|only the founder|the founder (alone|decides|approves)|nunca|jamais|não pode|niemals|nie|darf nicht|nunca debe)\b/i;
const FOUNDER = /(?:\b(?:the|a) |[|`@:] ?)founder\b|\bfundador|\bgründer/i;
/** A sentence on where text from outside stands. */
const MATERIAL = /\binstruction|\bmaterial\b|\binjection\b/i;

/** Words that take something away from the sentence they are added to. */
const LESSENING =
  /^(unless|except|excepting|if|when|whenever|where|while|until|till|possible|practical|feasible|convenient|usually|normally|generally|typically|mostly|often|sometimes|rarely|should|may|might|can|could|try|tries|aim|prefer|preferably|ideally|recommended|optional|optionally|optionals|but|however|though|although|yet|not|no|n't|never|without|small|minor|trivial|routine|urgent|below|under|beyond|exceeding|larger|longer|later|afterwards|after|unnecessary|waived|suspended|void|obsolete|formerly|previously|once|was|were|had|used|example|first-time|new|only|just|merely|besides|salvo|exceto|excepto|quando|se|sem|außer|wenn|falls|ohne|nicht|sofern|cuando|si|sin)$/;

/** Said near by, it takes back what stands there. */
const VOID =
  /\b(no longer (holds?|appl(y|ies)|valid|in force|needed|binding)|(does|do|did) not (apply|hold|bind|count)( any ?more| here)?|need not be followed|(is|are) (obsolete|outdated|superseded|deprecated|void|suspended|withdrawn|relaxed|lifted|waived)|(ignore|disregard|forget|skip|set aside|override) (the|all|any|these|those|this|everything|what)\b.{0,40}\b(above|below|before|previous\w*|earlier|following|rules?|limits?|section|prohibitions?|constitution|page|duties|duty|instructions?)|old (rules?|text|version)|former (rules?|text|version)|for (reference|the record|history) only|(only|merely|just) (an? )?(example|suggestion|recommendation|guideline)s?|historical|can be bent|at your discretion|use your own judge?ment instead|não se aplica\w*|deixa de (valer|se aplicar)|gelten? nicht( mehr)?|ya no (se aplica|vale))\b/i;

/** Duties that are not said any more, or with less force. `elsewhere` is what the other changed files say now. */
export function dutyRefusals(file: ChangedFile, elsewhere: readonly Unit[]): Refusal[] {
  const { path, before, after } = file;
  if (before === null) return voidRefusals(file, new Set());
  // Moved to another page it is still a duty where the page itself is gone, not where it was only shortened.
  const there = after === null ? elsewhere : saidIn(after);
  const wholes = there.map((unit) => ({ unit, words: wordsOf(unit.text) }));
  const exact = new Set(there.map((unit) => keyOf(unit)));
  const old = saidIn(before);
  const lost = old.filter(
    (unit) =>
      isBinding(unit, path) &&
      !exact.has(keyOf(unit)) &&
      !wholes.some((whole) => keeps(unit, whole)),
  );
  return [
    ...lost.slice(0, 3).map(
      (unit): Refusal => ({
        rule: "removes-duty",
        file: path,
        why: `"${unit.text.slice(0, 160)}" would not be said there any more, or with less force.`,
      }),
    ),
    ...voidRefusals(file, new Set(old.map(({ text }) => text.toLowerCase()))),
  ];
}

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
  return PROHIBITION.test(text) || FOUNDER.test(text) || MATERIAL.test(text);
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
  return at === wanted.length && !added.some((word) => LESSENING.test(word));
}

/** Words, figures and names of tools, as they are compared; articles tell nothing. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_][\p{L}\p{N}_'./%-]*|[%€$<>]/gu) ?? [];
  return words
    .map((word) => word.replace(/[.'/-]+$/, ""))
    .flatMap((word) => (word.endsWith("n't") ? [word.slice(0, -3), "n't"] : [word]))
    .filter((word) => word !== "" && !/^(the|a|an|and|or|of|to|that|this|is|are)$/.test(word));
}
