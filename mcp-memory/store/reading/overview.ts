/** What the memory holds at a glance, a page at a time. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { MemoryError } from "../../error.ts";
import { addDays } from "../../retention/expiry.ts";
import type { Session } from "../database/session.ts";
import type { Database } from "../database/sqlite.ts";

export interface Overview {
  entities: number;
  relations: number;
  /** Most frequent first; types beyond the first ones are counted together as `…`. */
  types: { type: string; count: number }[];
  /** Newest first. */
  decisions: { name: string; decision: string }[];
  /** Those without `Completed:`: due today or within a week, then late ones, then later ones. */
  openDeadlines: { name: string; due: string; what: string }[];
  /** The page after this one; null at the end. */
  nextPage: number | null;
}

const TYPES_SHOWN = 15;
const ITEMS_SHOWN = 8;
/** A deadline within so many days is not pushed to a later page by what is late. */
const SOON_DAYS = 7;
const TEXT_CHARS = 160;
const NAME_CHARS = 120;
const PAGES_LIMIT = 10_000;

/** Entities looked at in one go: some milliseconds. */
const SLICE_IDS = 5_000;

/**
 * One page of decisions and deadlines; `page` counts from 1, `today` is an ISO date. Looks at the entities in slices, each in
 * a read transaction of its own with other calls in between: at 100,000 entities one pass takes 100 ms
 * and more. Rejects with `MemoryError` "invalid".
 */
export async function overviewOf(
  read: Session["read"],
  { page, today }: { page: number; today: string },
): Promise<Overview> {
  if (!Number.isInteger(page) || page < 1 || page > PAGES_LIMIT) {
    throw new MemoryError(
      "invalid",
      `Cannot show page ${page} of the overview: expected a whole number from 1.`,
      { hint: "Leave it out for the first page." },
    );
  }
  const gathered: Gathered = { types: new Map(), decisions: [], deadlines: [] };
  const last = await read((db) => Number(db.row("SELECT max(id) FROM entity")?.[0] ?? 0));
  for (let after = 0; after < last; after += SLICE_IDS) {
    if (after > 0) await nextTurn();
    await read((db) => gatherSlice(db, gathered, after));
  }
  const from = (page - 1) * ITEMS_SHOWN;
  const { decisions, deadlines } = gathered;
  decisions.sort((a, b) => descending(a.date, b.date) || ascending(a.name, b.name));
  const soonUntil = addDays(today, SOON_DAYS);
  const place = ({ due }: { due: string }) =>
    due < today ? 1 : due.slice(0, 10) <= soonUntil ? 0 : 2;
  deadlines.sort(
    (a, b) => place(a) - place(b) || ascending(a.due, b.due) || ascending(a.name, b.name),
  );
  return read((db) => ({
    entities: [...gathered.types.values()].reduce((sum, count) => sum + count, 0),
    relations: Number(db.row("SELECT count(*) FROM relation")?.[0]),
    types: typesOf(gathered.types),
    decisions: decisions
      .slice(from, from + ITEMS_SHOWN)
      .map(({ name }) => ({ name: clip(name, NAME_CHARS), decision: decisionIn(db, name) })),
    openDeadlines: deadlines.slice(from, from + ITEMS_SHOWN),
    nextPage: Math.max(decisions.length, deadlines.length) > from + ITEMS_SHOWN ? page + 1 : null,
  }));
}

interface Gathered {
  types: Map<string, number>;
  decisions: { name: string; date: string }[];
  deadlines: Overview["openDeadlines"];
}

/** The entities whose id follows `after`. */
function gatherSlice(db: Database, { types, decisions, deadlines }: Gathered, after: number): void {
  const range = [after, after + SLICE_IDS];
  const from = "FROM entity WHERE id > ? AND id <= ?";
  for (const [type, count] of db.rows(`SELECT type, count(*) ${from} GROUP BY type`, ...range)) {
    types.set(String(type), (types.get(String(type)) ?? 0) + Number(count));
  }
  const ofType = "AND lower(trim(type)) =";
  for (const [name, at] of db.rows(`SELECT name, at ${from} ${ofType} 'decision'`, ...range)) {
    decisions.push({ name: String(name), date: dateIn(String(name)) ?? String(at ?? "") });
  }
  for (const [name, json] of db.rows(
    `SELECT name, observations ${from} ${ofType} 'deadline'`,
    ...range,
  )) {
    const texts = JSON.parse(String(json)) as string[];
    if (lineOf(texts, "completed") !== null) continue;
    deadlines.push({
      name: clip(String(name), NAME_CHARS),
      due: clip(lineOf(texts, "due") ?? dateIn(String(name)) ?? "", TEXT_CHARS),
      what: clip(lineOf(texts, "summary") ?? otherLine(texts), TEXT_CHARS),
    });
  }
}

function typesOf(counts: ReadonlyMap<string, number>): Overview["types"] {
  const all = [...counts]
    .map(([type, count]) => ({ type: clip(type, NAME_CHARS), count }))
    .sort((a, b) => b.count - a.count || ascending(a.type, b.type));
  const rest = all.slice(TYPES_SHOWN).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? all : [...all.slice(0, TYPES_SHOWN), { type: "…", count: rest }];
}

function decisionIn(db: Database, name: string): string {
  // Deleted by another process a moment ago: its name alone.
  const json = db.row("SELECT observations FROM entity WHERE name = ?", name)?.[0] ?? "[]";
  const texts = JSON.parse(String(json)) as string[];
  return clip(lineOf(texts, "decision") ?? texts[0] ?? "", TEXT_CHARS);
}

function ascending(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function descending(one: string, other: string): number {
  return ascending(other, one);
}

function otherLine(texts: readonly string[]): string {
  return texts.find((text) => !/^(due|completed):/i.test(text)) ?? "";
}

function lineOf(texts: readonly string[], label: string): string | null {
  const prefix = `${label}:`;
  const lines = texts.filter((text) => text.slice(0, prefix.length).toLowerCase() === prefix);
  // The last one is the newest.
  return lines.at(-1)?.slice(prefix.length).trim() ?? null;
}

/** The last date in a name: deadlines end with theirs. */
function dateIn(name: string): string | null {
  return name.match(/\d{4}-\d{2}-\d{2}/g)?.at(-1) ?? null;
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}
