/** The dated facts of the company: rows of its country's pack, and the tables of its skills. */
import { addDays, dateIn } from "../../company/dates.ts";
import { expiringFacts, type MadeRows } from "../../company/kit/facts/expiring-facts.ts";
import { datedRows } from "../../company/pack/expiry.ts";
import { nameOf, periodOf, saidBy, withFigures } from "../../company/pack/figures.ts";
import type { Pack } from "../../company/pack/pack.ts";
import { rowsOfPages } from "../../company/pack/pages.ts";
import type { LawRow, PackFact } from "../../company/pack/schema.ts";
import { readSkillPages } from "../../files/skill-pages.ts";
import { ownPack } from "./own-pack.ts";

export interface ListedFact {
  id: string;
  fact: string;
  /** Value with its unit, or what the law says. */
  says: string;
  /** `2026-01-01 to 2026-12-31`; null when nothing says when it holds. */
  period: string | null;
  article: string;
  link: string | null;
  /** A read at its source, B quoted, C press, U not read. */
  grade: string;
  readOn: string;
  checkBy: string;
  /** Why it must be read again on that day. */
  why: string;
  expired: boolean;
}

/** A fact in a table of a skill's page: it is renewed in the page. */
export interface SkillFact {
  skill: string;
  fact: string;
  file: string;
  line: number;
  checkBy: string;
  expired: boolean;
}

export interface ListedFacts {
  pack: string;
  today: string;
  facts: ListedFact[];
  /** Of the skills only what expires within 30 days or has. */
  skills: SkillFact[];
}

/**
 * The facts and rows of law of the company's pack, those to be read first at the top; with `within` only those
 * whose day lies at most so many days ahead.
 * @throws HqError `wrong-state` without a pack for the country.
 */
export async function listFacts(
  { root, now }: { root: string; now: Date },
  { within }: { within?: number | undefined } = {},
): Promise<ListedFacts> {
  const { pack, constitution } = await ownPack(root);
  const today = dateIn(now, constitution.company.timeZone);
  const rows = [
    ...pack.facts.map((fact) => shownFact(fact, pack)),
    ...pack.law.map((row) => shownLaw(row, pack)),
  ];
  const newest = new Set(datedRows(pack).map(({ id, checkBy }) => `${id} ${checkBy}`));
  const until = within === undefined ? null : addDays(today, within);
  const facts = rows
    .filter(({ id, checkBy }) => {
      return until === null || (checkBy <= until && newest.has(`${id} ${checkBy}`));
    })
    .map((row) => ({ ...row, expired: row.checkBy < today }))
    .toSorted((a, b) => compare(a.checkBy, b.checkBy) || compare(a.id, b.id));
  return {
    pack: pack.card.code,
    today,
    facts,
    skills: await skillFacts(root, today, rowsOfPages([pack])),
  };
}

async function skillFacts(root: string, today: string, made: MadeRows): Promise<SkillFact[]> {
  return expiringFacts(await readSkillPages(root), today, made).flatMap(({ skill, facts }) =>
    facts.map((fact) => ({ skill, ...fact, expired: fact.checkBy < today })),
  );
}

function shownFact(fact: PackFact, pack: Pack): Omit<ListedFact, "expired"> {
  const { region } = fact;
  const where = region === undefined ? "" : ` (${region})`;
  return {
    ...common(fact),
    fact: `${nameOf(fact, pack)}${where}`,
    says: saidBy(fact, pack),
    period: periodOf(fact),
  };
}

function shownLaw(row: LawRow, pack: Pack): Omit<ListedFact, "expired"> {
  return {
    ...common(row),
    fact: row.question,
    says: withFigures(row.says, pack.facts),
    period: null,
  };
}

function common({ id, source, checkBy, why }: Pick<PackFact, "id" | "source" | "checkBy" | "why">) {
  const { article, link, grade, readOn } = source;
  return { id, article, link: link ?? null, grade, readOn, checkBy, why };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
