/** Whose a question or a task is, by the constitution: the departments whose cells its words meet. */
import { FOUNDER } from "./constitution/sections.ts";
import type { Constitution } from "./constitution/types.ts";
import { requiredReviews } from "./protocol/triggers.ts";
import { signalKeys, textKeys, type Word, wordsOf } from "./protocol/words.ts";

/** Where the words of the question stand, the weightiest first. */
export type OwnedBy = "name" | "Owns" | "Approves" | "Review triggers";

export interface Owner {
  agent: string;
  by: OwnedBy;
  /** Words of the table that the question has, each once. */
  words: string[];
  /** How many entries of the cell are met whole; of triggers, how many of the rows' topics it owns. */
  whole: number;
}

/**
 * The owners, the best first: those whose Owns cell meets most, then by Approves, then by the signals of
 * the review triggers, and last those of whose Approves cell only a part of an entry is met: "plan" of
 * "the day plan" may be any plan. An entry that is met whole goes before parts of others. Several as good
 * as the first are a tie. Empty when no table has a word of it.
 */
export function ownersOf(question: string, constitution: Constitution): Owner[] {
  const named = byName(question, constitution);
  if (named.length > 0) return named;
  const owns = byCell("Owns", question, constitution);
  if (owns.length > 0) return sorted(owns);
  const approves = byCell("Approves", question, constitution);
  if (approves.some(({ whole }) => whole > 0)) return sorted(approves);
  const triggers = byTriggers(question, constitution);
  return sorted(triggers.length > 0 ? triggers : approves);
}

function sorted(owners: Owner[]): Owner[] {
  return owners.sort((a, b) => b.whole - a.whole || b.words.length - a.words.length);
}

/** Those that share the first place. */
export function firstOwners(owners: readonly Owner[]): Owner[] {
  const [first] = owners;
  return owners.filter(
    ({ whole, words }) => whole === first?.whole && words.length === first.words.length,
  );
}

/** `its Owns cell has "pricing" and "margins"`. */
export function ownerReason({ by, words }: Owner): string {
  if (by === "name") return "it is named";
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? "";
  const list = quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
  return by === "Review triggers"
    ? `it reviews what touches ${list}`
    : `its ${by} cell has ${list}`;
}

/** "@lawyer, may we …": who is named is asked. */
function byName(question: string, { departments }: Constitution): Owner[] {
  return departments
    .filter(({ agent }) => new RegExp(`@${agent}(?![\\w-])`, "i").test(question))
    .map(({ agent }) => ({ agent, by: "name", words: [`@${agent}`], whole: 1 }));
}

function byCell(by: "Owns" | "Approves", question: string, { departments }: Constitution): Owner[] {
  const asked = keysOf(question);
  return departments.flatMap(({ agent, owns, approves }) => {
    const entries = entriesOf(by === "Owns" ? owns : approves);
    const words = entries.flat().filter((word) => isMet(word, asked));
    const whole = entries.filter((entry) => entry.every((word) => isMet(word, asked))).length;
    return words.length === 0 ? [] : [{ agent, by, words: distinct(words), whole }];
  });
}

/** What stands between the commas and "and"s of a cell, without small words. */
function entriesOf(cell: string): Word[][] {
  return cell
    .split(/[,;]|\s(?:and|e)\s/i)
    .map((entry) => wordsOf(entry).filter(({ folded }) => !SMALL_WORDS.has(folded)))
    .filter((entry) => entry.length > 0);
}

/** Without small words: "Is it time to …" asks nothing of timing. */
function keysOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text).filter(({ folded }) => !SMALL_WORDS.has(folded));
  return new Set(words.flatMap((word) => [...textKeys(word)]));
}

function isMet(word: Word, asked: ReadonlySet<string>): boolean {
  return signalKeys(word).some((key) => asked.has(key));
}

/** Of several reviewers of one signal the one goes first whose own the topics of its rows are. */
function byTriggers(question: string, constitution: Constitution): Owner[] {
  const owned = new Map(constitution.departments.map(({ agent, owns }) => [agent, owns]));
  return requiredReviews({ author: FOUNDER, text: question }, constitution).flatMap(
    ({ reviewer, because }) => {
      const owns = owned.get(reviewer);
      if (owns === undefined) return [];
      const words = [...new Set(because.map(({ signal }) => signal))];
      const topics = because.map(({ topic }) => topic).join(", ");
      const asked = keysOf(topics);
      const whole = entriesOf(owns).filter((entry) => entry.every((word) => isMet(word, asked)));
      return [{ agent: reviewer, by: "Review triggers", words, whole: whole.length } as const];
    },
  );
}

function distinct(words: readonly Word[]): string[] {
  return [...new Set(words.map(({ text }) => text))];
}

/** Of the cells "the board, the standup" and "the day plan and who does what". */
const SMALL_WORDS = new Set([
  ..."a about all an and any are as at by can do does for from has have how i in is it its may".split(
    " ",
  ),
  ..."me must my no not of on or our shall should so than that the their there they this time to us".split(
    " ",
  ),
  ..."was we were what when where which who why will with work works would you your".split(" "),
  ..."ao as com como da das de dos e em na nas no nos o os ou para por que quem se um uma".split(
    " ",
  ),
]);
