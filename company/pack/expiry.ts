/** The rows of a pack that must be read again at their source by a day. */
import { nameOf } from "./figures.ts";
import type { Pack } from "./pack.ts";

export interface DatedRow {
  id: string;
  /** The fact, or the question that a row of law answers. */
  fact: string;
  checkBy: string;
  /** What may change it on that day. */
  why: string;
  link: string | null;
  /** The department that owns the page with the row. */
  department: string;
}

/** Facts and rows of law with a day up to `until` (ISO date, included), the earliest first. */
export function expiringRows(pack: Pack, until: string): DatedRow[] {
  return datedRows(pack).filter(({ checkBy }) => checkBy <= until);
}

/**
 * Facts and rows of law, of each fact the newest row: one of a period that is over keeps its value and stands
 * beside it, for a return of that year.
 */
export function datedRows(pack: Pack): DatedRow[] {
  const newest = [...Map.groupBy(pack.facts, ({ id, region }) => `${id} ${region ?? ""}`).values()];
  const owners = departmentsOf(pack);
  const facts = newest.flatMap((rows) => {
    return rows.toSorted((a, b) => compare(b.from ?? "", a.from ?? "")).slice(0, 1);
  });
  const rows = [
    ...facts.map((row) => {
      const { id, checkBy, why, source } = row;
      const department = owners.get(row.page?.split("/")[0] ?? "") ?? "accountant";
      return { id, fact: nameOf(row, pack), checkBy, why, source, department };
    }),
    ...pack.law.map(({ id, subject, question, checkBy, why, source }) => {
      const department = ["tax", "company"].includes(subject) ? "accountant" : "lawyer";
      return { id, fact: question, checkBy, why, source, department };
    }),
  ];
  return rows
    .map(({ source, ...row }) => ({ ...row, link: source.link ?? null }))
    .toSorted((a, b) => compare(a.checkBy, b.checkBy) || compare(a.id, b.id));
}

/** By the skill: what the front matter of its page names. */
function departmentsOf({ pages }: Pack): Map<string, string> {
  return new Map(
    pages.flatMap(({ page, text }): [string, string][] => {
      const [skill = "", file] = page.split("/");
      const department = /^ {2}department: ([a-z-]+)$/m.exec(text)?.[1];
      return file === "SKILL" && department !== undefined ? [[skill, department]] : [];
    }),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
