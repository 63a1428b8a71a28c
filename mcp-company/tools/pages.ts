/**
 * Answers in pages. A client hands the model nothing of an answer that is too long, so that the lists
 * of an answer are given out a page at a time: records stay whole, each stands on exactly one page, and
 * every page says what follows and how to get it.
 */
import { z } from "zod";
import { ANSWER_BYTES, bytesOf, shortened } from "../../office/answers.ts";

/** No record takes more; what founders and departments write is far below. */
export const RECORD_BYTES = 2_000;
/** What stands on every page: dates, names, how many there are of each kind. */
const HEAD_BYTES = 1_500;
const MORE_CHARS = 600;
/** The page's own fields, with `more` at its longest. */
const FRAME_BYTES = MORE_CHARS + 100;

/** The argument; 0 is what a client makes of null. */
export const pageInput = z
  .number()
  .int()
  .min(0)
  .max(10_000)
  .optional()
  .describe("From 1, the default; the answer says when there is a next one");

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

/** What is wanted of an answer. Lists are named by their path, without the `items` of counted ones. */
export interface Paging {
  tool: string;
  page: number | undefined;
  /** Lists that come first, in this order; the others follow in the answer's own. */
  first?: readonly string[];
  last?: readonly string[];
  /** Short lists that stand on every page. */
  everywhere?: readonly string[];
}

/** A list of an answer. */
interface List {
  path: string;
  items: readonly unknown[];
}

/** One record of a list. */
export interface Listed {
  /** What `more` calls the records of its kind. */
  kind: string;
}

/** One page of an answer, whose lists hold the records of this page only; or why there is none. */
export function pageOf<T extends object>(
  answer: T,
  paging: Paging,
): (T & PageFields) | { error: string } {
  const { everywhere = [] } = paging;
  const lists = inOrder(
    listsIn(answer).filter(({ path }) => !everywhere.includes(kindOf(path))),
    paging,
  );
  const emptied = withLists(answer, new Map(lists.map(({ path }) => [path, []])));
  const head = shortened(emptied, HEAD_BYTES);
  const records = lists.flatMap(({ path, items }) =>
    items.map((item) => ({ path, kind: kindOf(path), item: shortened(item, RECORD_BYTES) })),
  );
  const room = roomBeside(head);
  const pages = splitPages(records, room, ({ item }) => bytesOf(item) + 1);
  const found = pageNumbered(pages, paging);
  if ("error" in found) return found;
  const shown = new Map(
    lists.map(({ path }) => [
      path,
      found.records.filter((record) => record.path === path).map(({ item }) => item),
    ]),
  );
  return { ...withLists(head, shown), ...found.fields };
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
  { tool, page: wanted }: Paging,
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

/** Every list of the answer, however deep, but not those inside of records. */
function listsIn(value: object, above = ""): List[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): List[] => {
    const path = `${above}${key}`;
    if (Array.isArray(inner)) return [{ path, items: inner }];
    return isObject(inner) ? listsIn(inner, `${path}.`) : [];
  });
}

/** The answer with other items in its lists. */
function withLists<T extends object>(
  value: T,
  itemsAt: ReadonlyMap<string, readonly unknown[]>,
  above = "",
): T {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const path = `${above}${key}`;
      if (Array.isArray(inner)) return [key, itemsAt.get(path) ?? inner];
      return [key, isObject(inner) ? withLists(inner, itemsAt, `${path}.`) : inner];
    }),
  ) as T;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** `dayPlan.items` is called dayPlan. */
function kindOf(path: string): string {
  return path.replace(/\.items$/, "");
}

function inOrder(lists: readonly List[], { first = [], last = [] }: Paging): List[] {
  const rank = ({ path }: List) => {
    const kind = kindOf(path);
    const at = first.indexOf(kind);
    if (at !== -1) return at;
    return first.length + (last.some((name) => kind.split(".")[0] === name) ? 1 : 0);
  };
  // Stable: lists of one rank keep the answer's order.
  return [...lists].sort((a, b) => rank(a) - rank(b));
}
