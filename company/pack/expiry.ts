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
  const facts = newest.flatMap((rows) => {
    return rows.toSorted((a, b) => compare(b.from ?? "", a.from ?? "")).slice(0, 1);
  });
  const rows = [
    ...facts.map((row) => {
      const { id, checkBy, why, source } = row;
      return { id, fact: nameOf(row, pack), checkBy, why, source };
    }),
    ...pack.law.map(({ id, question, checkBy, why, source }) => {
      return { id, fact: question, checkBy, why, source };
    }),
  ];
  return rows
    .map(({ source, ...row }) => ({ ...row, link: source.link ?? null }))
    .toSorted((a, b) => compare(a.checkBy, b.checkBy) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
