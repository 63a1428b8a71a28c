/** An answer whose lists are given out a page at a time. */
import {
  bytesOf,
  type PageFields,
  pageNumbered,
  RECORD_BYTES,
  roomBeside,
  shortened,
  splitPages,
} from "../../office/answers.ts";

/** What stands on every page: dates, names, how many there are of each kind. */
const HEAD_BYTES = 1_500;

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
