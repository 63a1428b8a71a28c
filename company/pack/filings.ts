/**
 * A filing that is ready for the founder, and the dated facts under it: one that rests on a fact which nobody
 * has read again by its day is never called ready.
 */
import { addDays } from "../dates.ts";
import { slugOf } from "../slug.ts";
import { type DutyDay, datedDuty } from "./due-days.ts";
import { datedRows } from "./expiry.ts";
import { nameOf, saidBy } from "./figures.ts";
import type { Answers, Pack } from "./pack.ts";
import type { PackDuty, PackFact } from "./schema.ts";

/** Nothing that rests on a fact is ready so many days after the fact had to be read again. */
export const STALE_DAYS = 60;
/** More than a text of one filing has. */
const FILINGS_LIMIT = 20;
/** A day is looked for so far around the one that a heading names. */
const AROUND_DAYS = 45;

/** A shorter name of a fact is a word that a text may say of anything. */
const NAME_CHARS = 8;

/** `## IVA periodic return, due 2027-02-20`, with what stands below it. */
export interface Filing {
  obligation: string;
  /** ISO date. */
  due: string;
  /** 1-based, of the heading. */
  line: number;
  text: string;
}

/** `ready`: every fact holds. `concerns`: one has expired. `not-ready`: one by 60 days, or most of the pack. */
export type FilingStanding = "ready" | "concerns" | "not-ready";

export interface FilingFact {
  id: string;
  fact: string;
  says: string;
  article: string;
  link: string | null;
  checkBy: string;
  /** What is wrong with it; null when it holds for the period of the filing. */
  problem: string | null;
}

export interface CheckedFiling {
  obligation: string;
  due: string;
  line: number;
  /** `pt:iva-periodic`; null when the pack has no such duty. */
  duty: string | null;
  /** The day of the law that is meant; null when the heading's day is near none. */
  day: DutyDay | null;
  facts: FilingFact[];
  standing: FilingStanding;
  /** A sentence for each reason why it is not ready. */
  why: string[];
}

/** An id of several words, or one in code marks: "ias" alone may be a word of any text. */
const NAMED = /[a-z][a-z0-9]*(?:-[a-z0-9]+)+|(?<=`)[a-z][a-z0-9-]*(?=`)/g;
const HEADING = /^#{1,4}[ \t]+(.+?),?[ \t]+due[ \t]+(\d{4}-\d{2}-\d{2})\b/i;

/** The filings in a text, by their headings; none in a text of another kind. */
export function filingsIn(text: string): Filing[] {
  const lines = text.split(/\r?\n/);
  const heads = lines.flatMap((line, at) => {
    const [, obligation, due] = HEADING.exec(line) ?? [];
    return obligation === undefined || due === undefined
      ? []
      : [{ obligation: obligation.replaceAll("*", "").trim(), due, at }];
  });
  return heads.slice(0, FILINGS_LIMIT).map(({ obligation, due, at }, index) => {
    const end = heads[index + 1]?.at ?? lines.length;
    return { obligation, due, line: at + 1, text: lines.slice(at, end).join("\n") };
  });
}

export interface FilingCase {
  pack: Pack;
  answers: Answers;
  /** ISO date. */
  today: string;
}

/** A filing for a duty that the pack does not know rests only on the facts that it names. */
export function checkFiling(filing: Filing, { pack, answers, today }: FilingCase): CheckedFiling {
  const duty = dutyMeant(pack, filing.obligation);
  const day = duty === null ? null : dayMeant(duty, { pack, answers, due: filing.due });
  const { facts, problems } = factsUnder(filing, {
    ...{ pack, answers, today, duty },
    until: day?.ends ?? filing.due,
  });
  const isStale = facts.some(({ checkBy, problem }) => {
    return problem !== null && addDays(checkBy, STALE_DAYS) < today;
  });
  const old = staleShare(pack, today);
  const why = [...problems, ...(old === null ? [] : [old])];
  return {
    obligation: filing.obligation,
    due: filing.due,
    line: filing.line,
    duty: duty === null ? null : `${pack.card.code}:${duty.id}`,
    day: day?.day ?? null,
    facts,
    standing: standing(why.length === 0, isStale || old !== null),
    why,
  };
}

function standing(isSound: boolean, isStale: boolean): FilingStanding {
  if (isSound) return "ready";
  return isStale ? "not-ready" : "concerns";
}

function dutyMeant(pack: Pack, obligation: string): PackDuty | null {
  const wanted = slugOf(obligation);
  const named = pack.duties.find(({ id, name }) => {
    return slugOf(name) === wanted || slugOf(`${pack.card.code} ${id}`) === wanted || id === wanted;
  });
  if (named !== undefined) return named;
  // "IRS return (Modelo 3)": of those whose id is in the words, the one that says most.
  const said = new Set(wanted.split("-"));
  const parts = (id: string) => id.split("-");
  const within = pack.duties.filter(({ id }) => parts(id).every((part) => said.has(part)));
  return within.toSorted((a, b) => parts(b.id).length - parts(a.id).length)[0] ?? null;
}

/** The day of the duty whose early or last lawful day the heading names, else the next one. */
function dayMeant(
  duty: PackDuty,
  { pack, answers, due }: { pack: Pack; answers: Answers; due: string },
): { day: DutyDay; ends: string } | null {
  const asked = { answers, from: addDays(due, -AROUND_DAYS), to: addDays(due, AROUND_DAYS) };
  const near = datedDuty(pack, duty, asked);
  const exact = near.find(({ day }) => day.due === due || day.until === due);
  return exact ?? near.find(({ day }) => day.until >= due) ?? null;
}

interface UnderCase extends FilingCase {
  duty: PackDuty | null;
  /** The last day of the filing's period. */
  until: string;
}

/** Facts that the duty names, and those that the text names by their id. */
function factsUnder(
  { text }: Filing,
  { pack, answers, today, duty, until }: UnderCase,
): { facts: FilingFact[]; problems: string[] } {
  const region = answers.get("region");
  const named = new Set(duty?.facts ?? []);
  const words = new Set(text.toLowerCase().match(NAMED) ?? []);
  const low = text.toLowerCase();
  for (const fact of pack.facts) {
    const name = nameOf(fact, pack).toLowerCase();
    const isNamed = name.length >= NAME_CHARS && low.includes(name);
    if (isNamed || words.has(fact.id)) named.add(fact.id);
  }
  const missing = (duty?.facts ?? []).filter((id) => !pack.facts.some((fact) => fact.id === id));
  const newest = new Set(datedRows(pack).map(({ id, checkBy }) => `${id} ${checkBy}`));
  const facts = [...named].flatMap((id): FilingFact[] => {
    const rows = pack.facts.filter((fact) => {
      return (
        fact.id === id && (fact.region === undefined || fact.region === (region ?? fact.region))
      );
    });
    const holding = rows.filter((row) => (row.from ?? "") <= until && until <= (row.until ?? "9"));
    return (holding.length === 0 ? rows.slice(-1) : holding).map((row) => ({
      ...shown(row, pack),
      problem: problemOf(row, { today, until, isNewest: newest.has(`${row.id} ${row.checkBy}`) }),
    }));
  });
  const problems = facts.flatMap(({ id, fact, problem }) =>
    problem === null ? [] : [`${fact} (${id}) ${problem}`],
  );
  // What cannot be looked up must not look as if it held.
  const unknown = missing.map((id) => `the fact ${id} is not in the pack`);
  return { facts, problems: [...new Set([...problems, ...unknown])] };
}

function problemOf(
  { from, until, checkBy }: PackFact,
  asked: { today: string; until: string; isNewest: boolean },
): string | null {
  if (asked.until < (from ?? ""))
    return `holds from ${from} on, not for a period to ${asked.until}`;
  if (asked.until > (until ?? "9")) return `holds to ${until}, not for a period to ${asked.until}`;
  if (!asked.isNewest || checkBy >= asked.today) return null;
  return `had to be read again by ${checkBy}`;
}

function shown(row: PackFact, pack: Pack): Omit<FilingFact, "problem"> {
  const { id, source, checkBy } = row;
  return {
    id,
    fact: nameOf(row, pack),
    says: saidBy(row, pack),
    article: source.article,
    link: source.link ?? null,
    checkBy,
  };
}

/** A pack of which most rows are long over is no ground for anything. */
function staleShare(pack: Pack, today: string): string | null {
  const rows = datedRows(pack);
  const stale = rows.filter(({ checkBy }) => addDays(checkBy, STALE_DAYS) < today).length;
  if (stale * 2 <= rows.length) return null;
  return `${stale} of ${rows.length} rows of the pack ${pack.card.code} had to be read again more than ${STALE_DAYS} days ago`;
}
