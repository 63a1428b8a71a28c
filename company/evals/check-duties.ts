/**
 * What a department's page says of its duties, against the constitution and against the other pages: who asks
 * whom, what is stored by whom, what is whose, what it runs, and figures that nobody can check.
 */
import type { Constitution } from "../constitution/types.ts";
import { MADE_MARK } from "../pack/law-page.ts";
import type { KitTexts } from "../proposals/proposal.ts";
import type { Unit } from "../proposals/units.ts";

export interface DutyPage {
  file: string;
  text: string;
  units: readonly Unit[];
}

/** The row in which the department asks itself for a review; null when there is none. */
export function asksItself({ units }: DutyPage, id: string): string | null {
  const rows = units.filter(
    ({ kind, under }) => kind === "row" && under.some((each) => /reviews you must ask/i.test(each)),
  );
  const own = rows.find(({ cells }) => {
    const [, ...reviewers] = Object.values(cells ?? {});
    return reviewers.some((cell) => new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(cell));
  });
  return own === undefined ? null : `it asks itself for a review: "${own.text}"`;
}

/** What it is told to store although the constitution gives it to others; null when nothing. */
export function storesOthers(
  { text }: DutyPage,
  id: string,
  { memoryOwnership }: Pick<Constitution, "memoryOwnership">,
): string | null {
  const [, section = ""] = /^## What you store\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text) ?? [];
  const stored = section
    .split("\n")
    // Relations name what others own.
    .filter((line) => !/^[-*]\s*Relations\b/.test(line))
    .flatMap((line) => [...line.matchAll(/`([a-z][a-z-]*)(?::[^`]*)?`/g)].map(([, type]) => type));
  const wrong = memoryOwnership.find(
    ({ entityType, writers }) =>
      stored.includes(entityType) && !writers.includes("*") && !writers.includes(id),
  );
  if (wrong === undefined) return null;
  return `it stores "${wrong.entityType}", which "Memory ownership" gives to ${wrong.writers.join(", ")}`;
}

/** A prompt of the table Cadence that is its own and that its page does not name; null when all are there. */
export function unnamedDuty(
  { text }: DutyPage,
  id: string,
  { constitution, texts }: { constitution: Pick<Constitution, "cadence">; texts: KitTexts },
): string | null {
  const words = text.toLowerCase();
  // What it took over from a department that is not on board stands in that one's page alone.
  const isItsOwn = (prompt: string) =>
    texts.get(`.github/skills/${prompt}/SKILL.md`)?.includes(`${id}.agent.md`) === true;
  const missing = constitution.cadence
    .filter(({ agent, prompt }) => agent === id && isItsOwn(prompt))
    .find(({ prompt }) => !words.includes(prompt) && !words.includes(prompt.replaceAll("-", " ")));
  return missing === undefined
    ? null
    : `the table Cadence gives it "${missing.prompt}", and its page does not name it`;
}

const LEAST_WORDS = 2;

/** What two departments say is theirs: of each page that claims it, the words and the other page. */
export function claimedTwice(pages: readonly DutyPage[]): Map<string, string> {
  const owners = new Map<string, string>();
  const found = new Map<string, string>();
  for (const { file, text } of pages) {
    for (const claim of new Set(claimsIn(text))) {
      const other = owners.get(claim);
      if (other === undefined) owners.set(claim, file);
      else found.set(file, `"${claim}" is its own here and in ${other}`);
    }
  }
  return found;
}

/** The parts of the line "Yours" that say enough to be told apart. */
function claimsIn(text: string): string[] {
  const [, line = ""] = /^\*\*Yours\*\*:(.*)$/m.exec(text) ?? [];
  return line
    .toLowerCase()
    .replaceAll(/[`*]/g, "")
    .split(/[;,.:]/)
    .map((part) => part.replaceAll(/\b(?:the|a|an|and|our|each|every)\b/g, " "))
    .map((part) => part.replaceAll(/\s+/g, " ").trim())
    .filter((part) => part.split(" ").length >= LEAST_WORDS);
}

const FIGURE =
  /(?<![\d.,])(?!100 ?%)\d[\d.,]*\s?(?:%|‰|per ?cent\b|€|eur\b|euros?\b|usd\b)|[€$£]\s?\d/i;
const PROVEN =
  /\b(?:source|fonte|quelle)\b\s*\**:|https:\/\/|\b(?:art(?:icle|igo|\.)?|§)\s*\d+|example|fictional|e\.g\.|such as/i;

/** A rate or an amount in a page that has no table of facts and names no source; null when there is none. */
export function bareFigure({ text, units }: DutyPage): string | null {
  // Of a page that a pack makes the sources stand in the pack, and doctor says when it is not as made.
  if (/^##[ \t]+Facts\b/m.test(text) || text.includes(MADE_MARK)) return null;
  const bare = units.find(
    (unit) => unit.kind !== "code" && FIGURE.test(unit.text) && !isProven(unit, units),
  );
  return bare === undefined ? null : `"${bare.text.slice(0, 120)}" is a figure without a source`;
}

function isProven({ block, under }: Unit, units: readonly Unit[]): boolean {
  const near = units.filter((each) => each.block === block).map(({ text }) => text);
  return [...near, ...under].some((each) => PROVEN.test(each));
}

/** What code holds, as the constitution says it. */
const MISSES = 2;
const CHAIN = 3;
const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** A limit that the page words otherwise than the constitution; null when they agree. */
export function otherLimit(
  { units }: DutyPage,
  { freshFacts }: Pick<Constitution, "freshFacts">,
): string | null {
  for (const { text } of units) {
    const misses = numberIn(/\b(\w+)(?: or more)? misses\b/i, text);
    if (misses !== null && misses !== MISSES)
      return `"${text}": a task is decided on after two misses`;
    const chain = numberIn(/\b(\w+) agents (?:are )?in (?:a|the) chain\b/i, text);
    if (chain !== null && chain !== CHAIN) return `"${text}": a chain has at most three agents`;
    const days = numberIn(/\b(\w+) days\b/i, text);
    const row = /\b(?:fresh|stale)\b/i.test(text)
      ? freshFacts.find(({ entityType }) => new RegExp(`\\b${entityType}s?\\b`, "i").test(text))
      : undefined;
    if (days !== null && row !== undefined && days !== row.days)
      return `"${text}": the table Fresh facts says ${row.days} days`;
  }
  return null;
}

/** null for another word than a number. */
function numberIn(form: RegExp, text: string): number | null {
  const [, word = ""] = form.exec(text) ?? [];
  if (/^\d+$/.test(word)) return Number(word);
  const at = NUMBERS.indexOf(word.toLowerCase());
  return at === -1 ? null : at;
}
