/** Facts of law, rates and prices in the skills whose `Check by` has passed or is near. */

import { clip } from "../../clip.ts";
import { addDays } from "../../dates.ts";
import type { Finding } from "../../finding.ts";
import { MADE_MARK } from "../../pack/law-page.ts";
import type { KitFile } from "../context.ts";
import { warningAt } from "../findings.ts";
import { readFrontMatter } from "../front-matter.ts";
import { FACTS_COLUMNS } from "./facts.ts";
import { readSkillTable } from "./skill-tables.ts";

/** Whoever owns a skill hears of its facts so many days before they expire. */
export const FACTS_WARN_DAYS = 30;
const FACT_CHARS = 80;

/** Of pages that packs make, by path: names of the rows whose expiry the pack tells. */
export type MadeRows = ReadonlyMap<string, ReadonlySet<string>>;

const NONE_MADE: MadeRows = new Map();

export interface ExpiringFact {
  fact: string;
  /** Path from the company's root. */
  file: string;
  line: number;
  /** ISO date: the last day on which it may be used without a look at its source. */
  checkBy: string;
}

/** What expires in one skill, its pages beside SKILL.md included. */
export interface ExpiringSkill {
  /** Its folder's name. */
  skill: string;
  /** The department that its front matter names; null when it names none. */
  department: string | null;
  /** The earliest `checkBy`. */
  checkBy: string;
  /** Those whose day has passed. */
  expired: number;
  /** By day, then by place. */
  facts: ExpiringFact[];
}

/** The skills with a fact that expires within thirty days of `today` or has, the earliest first. */
export function expiringFacts(
  pages: readonly KitFile[],
  today: string,
  made: MadeRows = NONE_MADE,
): ExpiringSkill[] {
  const until = addDays(today, FACTS_WARN_DAYS);
  const bySkill = Map.groupBy(pages, ({ path }) => skillOf(path));
  const skills = [...bySkill].flatMap(([skill, files]): ExpiringSkill[] => {
    if (skill === null) return [];
    const facts = files.flatMap((file) => factsUntil(file, until, made)).toSorted(byDay);
    const [first] = facts;
    if (first === undefined) return [];
    const expired = facts.filter(({ checkBy }) => checkBy < today).length;
    return [{ skill, department: departmentOf(files), checkBy: first.checkBy, expired, facts }];
  });
  return skills.toSorted((a, b) => order(a.checkBy, b.checkBy) || order(a.skill, b.skill));
}

/** One warning for each skill, with every fact of it in `details`. */
export function checkExpiry(
  pages: readonly KitFile[],
  today: string,
  made: MadeRows = NONE_MADE,
): Finding[] {
  return expiringFacts(pages, today, made).map(({ skill, checkBy, expired, facts }) => {
    const [first] = facts;
    const many = facts.length === 1 ? "1 fact" : `${facts.length} facts`;
    const some = expired === facts.length ? ", expired" : `, ${expired} of them expired`;
    const gone = expired === 0 ? "" : some;
    return {
      ...warningAt(first?.file ?? skill, first?.line ?? 0, {
        what: `${many} of the skill ${skill} to be checked by ${checkBy} or soon after${gone}`,
        expected: `facts that hold for ${FACTS_WARN_DAYS} days more`,
        fix: howToRenew(facts.length, clip(first?.fact ?? "", FACT_CHARS)),
      }),
      details: facts.map(({ file, line, fact, checkBy: day }) => `${file}:${line} ${day} ${fact}`),
    };
  });
}

function howToRenew(count: number, first: string): string {
  if (count === 1) return `Check "${first}" at its source, then renew Verified and Check by.`;
  return `Check them at their sources, this one first ("${first}"), then renew Verified and Check by. --json names them all.`;
}

/** `portuguese-tax` of any page below `.github/skills/portuguese-tax/`. */
export function skillOf(path: string): string | null {
  return /^\.github\/skills\/([^/]+)\/.+\.md$/.exec(path)?.[1] ?? null;
}

function factsUntil(file: KitFile, until: string, made: MadeRows): ExpiringFact[] {
  const ofPack = made.get(file.path);
  // Of a page whose pack is not here nobody can tell which rows the founder added.
  if (ofPack === undefined && file.text.includes(MADE_MARK)) return [];
  // Reading Markdown is slow, and on most days no fact of a page is near its end.
  if (!mayExpire(ofPack === undefined ? file.text : withoutRows(file.text, ofPack), until))
    return [];
  return readSkillTable(file, "Facts", FACTS_COLUMNS).rows.flatMap(({ line, cells }) => {
    const { Fact: fact = "", "Check by": checkBy = "" } = cells;
    const isDate = /^\d{4}-\d{2}-\d{2}$/.test(checkBy);
    if (ofPack?.has(fact)) return [];
    return isDate && checkBy <= until ? [{ fact, file: file.path, line, checkBy }] : [];
  });
}

/** The lines that are no row of the pack. */
function withoutRows(text: string, names: ReadonlySet<string>): string {
  const isPacks = (line: string) => names.has(/^\|\s*(.*?)\s*\|/.exec(line)?.[1] ?? "");
  return text
    .split("\n")
    .filter((line) => !isPacks(line))
    .join("\n");
}

/** Whether the last cell of any row that is a date and no more lies up to `until`. */
function mayExpire(text: string, until: string): boolean {
  for (const [row] of text.matchAll(/^[ \t]*\|.*$/gm)) {
    const dates = [...row.matchAll(/\|\s*(\d{4}-\d{2}-\d{2})\s*(?=\||$)/g)];
    const last = dates.at(-1)?.[1];
    if (last !== undefined && last <= until) return true;
  }
  return false;
}

/** `metadata: department:` of SKILL.md, in lower case. */
function departmentOf(files: readonly KitFile[]): string | null {
  const page = files.find(({ path }) => path.endsWith("/SKILL.md"));
  const front = readFrontMatter(page?.text ?? "");
  const metadata = front.kind === "fields" ? front.data.metadata : undefined;
  if (typeof metadata !== "object" || metadata === null || !("department" in metadata)) return null;
  const { department } = metadata;
  return typeof department === "string" ? department.trim().toLowerCase() || null : null;
}

function byDay(a: ExpiringFact, b: ExpiringFact): number {
  return order(a.checkBy, b.checkBy) || order(a.file, b.file) || a.line - b.line;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
