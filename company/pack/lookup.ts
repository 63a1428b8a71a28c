/** Every row of a pack as something that a founder may look up: what it is called, what it says, how it is asked for. */
import { slugOf } from "../slug.ts";
import { nameOf, periodOf, saidBy, withFigures } from "./figures.ts";
import type { Pack } from "./pack.ts";
import type { PackDuty, Source } from "./schema.ts";

export type RowKind =
  | "fact"
  | "law"
  | "duty"
  | "not-due"
  | "mention"
  | "date"
  | "question"
  | "case";

export interface LookupRow {
  kind: RowKind;
  /** `ias`, and `pt:iva-periodic` of a duty. */
  id: string;
  title: string;
  says: string;
  /** null where nothing is quoted: a question, a worked example. */
  source: Source | null;
  /** ISO date by which it must be read again; null where the row has none. */
  checkBy: string | null;
  /** `2026-01-01 to 2026-12-31`; missing where nothing says when it holds. */
  period?: string;
  /** Path of the page that agents read it on. */
  page: string | null;
  /** Everyday words for it. */
  asked: readonly string[];
}

/** In the order of the pack: facts, law, duties, what is not due, mentions, dates, questions, worked examples. */
export function lookupRows(pack: Pack): LookupRow[] {
  const law = pack.card.lawSkill === undefined ? null : pageOf(`${pack.card.lawSkill.name}/SKILL`);
  return [
    ...pack.facts.map((fact): LookupRow => {
      const period = periodOf(fact);
      const where = fact.region === undefined ? "" : ` (${fact.region})`;
      return {
        ...{ kind: "fact", id: fact.id, title: `${nameOf(fact, pack)}${where}` },
        ...{ says: saidBy(fact, pack), source: fact.source, checkBy: fact.checkBy },
        ...{ page: fact.page === undefined ? null : pageOf(fact.page), asked: fact.asked ?? [] },
        ...(period === null ? {} : { period }),
      };
    }),
    ...pack.law.map(
      (row): LookupRow => ({
        ...{
          kind: "law",
          id: row.id,
          title: row.question,
          says: withFigures(row.says, pack.facts),
        },
        ...{ source: row.source, checkBy: row.checkBy, page: law, asked: row.asked ?? [] },
      }),
    ),
    ...pack.duties.map(
      (duty): LookupRow => ({
        ...{ kind: "duty", id: `${pack.card.code}:${duty.id}`, title: duty.name },
        ...{ says: dutyWords(duty), source: duty.source, checkBy: null, page: null },
        asked: duty.asked ?? [],
      }),
    ),
    ...pack.notDue.map(
      (row): LookupRow => ({
        ...{ kind: "not-due", id: row.id, title: row.name, says: row.because, source: row.source },
        ...{ checkBy: null, page: law, asked: row.asked ?? [] },
      }),
    ),
    ...pack.mentions.map(
      (row): LookupRow => ({
        ...{ kind: "mention", id: row.id, title: row.when },
        says: `${row.text}${row.code === undefined ? "" : ` (${row.code})`}`,
        ...{ source: row.source, checkBy: null, page: law, asked: row.asked ?? [] },
      }),
    ),
    ...pack.dates.map(
      (row): LookupRow => ({
        ...{ kind: "date", id: row.id, title: row.what, says: row.date, source: row.source },
        ...{ checkBy: null, page: null, asked: row.asked ?? [] },
      }),
    ),
    ...pack.questions.map(
      (row): LookupRow => ({
        ...{
          kind: "question",
          id: row.id,
          title: row.ask,
          source: null,
          checkBy: null,
          page: null,
        },
        says: [row.why, ...row.options.map(({ value, means }) => `${value}: ${means}`)].join("; "),
        asked: [],
      }),
    ),
    ...pack.cases.flatMap((row): LookupRow[] => {
      if (row.kind !== "sum") return [];
      const says = `${row.of.join(" ")} = ${row.is.toFixed(2)}`;
      const bare = { source: null, checkBy: null, page: null, asked: [] };
      return [{ kind: "case", id: `case-${slugOf(row.name)}`, title: row.name, says, ...bare }];
    }),
  ];
}

function pageOf(page: string): string {
  return `.github/skills/${page}.md`;
}

const EVERY = { month: "every month", quarter: "every quarter", year: "once a year" };

/** When it is due by the law, where and with what note. */
function dutyWords({ schedules, where, note }: PackDuty): string {
  const days = schedules.map(({ every, due, part }) => {
    const day = "day" in due ? dayWords(due) : afterWords(due);
    return `${EVERY[every]}${part === undefined ? "" : `, ${part}`}: ${day}`;
  });
  return [...new Set(days), where, ...(note === undefined ? [] : [note])].join("; ");
}

function dayWords({ months, day }: { months: number; day: number | "last" }): string {
  const which = day === "last" ? "last day" : `day ${day}`;
  if (months === 0) return `${which} of the period's last month`;
  if (months < 0) return `${which} of the month ${-months} before the period's last`;
  return `${which} of the ${months === 1 ? "month" : `${ordinal(months)} month`} after the period`;
}

function ordinal(number: number): string {
  return number === 2 ? "second" : number === 3 ? "third" : `${number}th`;
}

function afterWords(due: { days: number } | { businessDays: number }): string {
  return "days" in due
    ? `${due.days} days after the period`
    : `${due.businessDays} business days after the period`;
}
