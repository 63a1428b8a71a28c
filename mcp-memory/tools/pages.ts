/**
 * Answers in pages. A client hands the model nothing of an answer that is too long, so that records are
 * given out a page at a time: they stay whole, each stands on exactly one page, and every page says what
 * follows and how to get it.
 */
import { z } from "zod";
import { ANSWER_BYTES, bytesOf } from "./answer-size.ts";

/** No record takes more; what founders and departments write is far below. */
export const RECORD_BYTES = 2_000;
const MORE_CHARS = 600;
/** The page's own fields, with `more` at its longest. */
const FRAME_BYTES = MORE_CHARS + 100;

/** The argument; 0 is what a client makes of null. */
export const pageInput = z
  .number()
  .int()
  .min(0)
  .max(10_000)
  .meta({ minimum: undefined, maximum: undefined })
  .optional();

export const pageOutput = {
  page: z.number().int(),
  nextPage: z.number().int().nullable(),
  more: z.string().nullable().describe("What follows and how to get it; null: that was all"),
};

export interface PageFields {
  page: number;
  nextPage: number | null;
  more: string | null;
}

/** One record of a list. */
export interface Listed {
  /** What `more` calls the records of its kind. */
  kind: string;
}

/** How many bytes are left for the records of a page whose other parts are these. */
export function roomBeside(head: object): number {
  return ANSWER_BYTES - bytesOf(head) - FRAME_BYTES;
}

/**
 * The records in as few pages as fit, in their order; at least one page. `costOf` is what a record adds
 * to a page on which the record before it stands, or on which it is the first (null).
 */
export function splitPages<R>(
  records: readonly R[],
  room: number,
  costOf: (record: R, before: R | null) => number,
): R[][] {
  let page: R[] = [];
  const pages = [page];
  let left = room;
  for (const record of records) {
    let cost = costOf(record, page.at(-1) ?? null);
    if (cost > left && page.length > 0) {
      page = [];
      pages.push(page);
      left = room;
      cost = costOf(record, null);
    }
    page.push(record);
    left -= cost;
  }
  return pages;
}

/** The page that is asked for, with the fields that say what follows it. */
export function pageNumbered<R extends Listed>(
  pages: readonly R[][],
  { tool, page: wanted }: { tool: string; page: number | undefined },
): { records: R[]; fields: PageFields } | { error: string } {
  const page = wanted || 1;
  const records = pages[page - 1];
  if (records === undefined) {
    return {
      error: `Cannot show page ${page} of ${tool}: there are ${pages.length}, expected 1 to ${pages.length}. Leave page out for the first one.`,
    };
  }
  const following = pages.slice(page).flat();
  if (following.length === 0) return { records, fields: { page, nextPage: null, more: null } };
  const counts = new Map<string, number>();
  for (const { kind } of following) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const next = `Call ${tool} again with page ${page + 1}, other arguments as now.`;
  const left = `Page ${page} of ${pages.length}; left out here: ${kinds}`;
  const more = `${left.slice(0, MORE_CHARS - next.length - 2)}. ${next}`;
  return { records, fields: { page, nextPage: page + 1, more } };
}
