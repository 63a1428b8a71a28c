/** What the memory holds at a glance, a page at a time. */
import { MemoryError } from "../error.ts";
import type { Database } from "./sqlite.ts";

export interface Overview {
  entities: number;
  relations: number;
  /** Most frequent first; types beyond the first ones are counted together as `…`. */
  types: { type: string; count: number }[];
  /** Newest first. */
  decisions: { name: string; decision: string }[];
  /** Those without `Completed:`, the next one first. */
  openDeadlines: { name: string; due: string; what: string }[];
  /** The page after this one; null at the end. */
  nextPage: number | null;
}

const TYPES_SHOWN = 15;
const ITEMS_SHOWN = 8;
const TEXT_CHARS = 160;
const NAME_CHARS = 120;
const PAGES_LIMIT = 10_000;

/** One page of decisions and deadlines; `page` counts from 1. Throws `MemoryError` "invalid". */
export function overviewOf(db: Database, page: number): Overview {
  if (!Number.isInteger(page) || page < 1 || page > PAGES_LIMIT) {
    throw new MemoryError(
      "invalid",
      `Cannot show page ${page} of the overview: expected a whole number from 1.`,
      { hint: "Leave it out for the first page." },
    );
  }
  const from = (page - 1) * ITEMS_SHOWN;
  const decisions = readDecisions(db);
  const deadlines = readDeadlines(db);
  const count = (table: string) => Number(db.row(`SELECT count(*) FROM ${table}`)?.[0]);
  return {
    entities: count("entity"),
    relations: count("relation"),
    types: readTypes(db),
    decisions: decisions.slice(from, from + ITEMS_SHOWN),
    openDeadlines: deadlines.slice(from, from + ITEMS_SHOWN),
    nextPage: Math.max(decisions.length, deadlines.length) > from + ITEMS_SHOWN ? page + 1 : null,
  };
}

function readTypes(db: Database): Overview["types"] {
  const all = db
    .rows("SELECT type, count(*) AS n FROM entity GROUP BY type ORDER BY n DESC, type")
    .map(([type, count]) => ({ type: clip(String(type), NAME_CHARS), count: Number(count) }));
  const rest = all.slice(TYPES_SHOWN).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? all : [...all.slice(0, TYPES_SHOWN), { type: "…", count: rest }];
}

function readDecisions(db: Database): Overview["decisions"] {
  return db
    .rows("SELECT name, observations, at FROM entity WHERE lower(trim(type)) = 'decision'")
    .map(([name, json, at]) => ({
      name: String(name),
      texts: JSON.parse(String(json)) as string[],
      date: dateIn(String(name)) ?? String(at ?? ""),
    }))
    .sort((a, b) => (a.date === b.date ? (a.name < b.name ? -1 : 1) : a.date < b.date ? 1 : -1))
    .map(({ name, texts }) => ({
      name: clip(name, NAME_CHARS),
      decision: clip(lineOf(texts, "decision") ?? texts[0] ?? "", TEXT_CHARS),
    }));
}

function readDeadlines(db: Database): Overview["openDeadlines"] {
  return db
    .rows("SELECT name, observations FROM entity WHERE lower(trim(type)) = 'deadline'")
    .map(([name, json]) => ({
      name: String(name),
      texts: JSON.parse(String(json)) as string[],
    }))
    .filter(({ texts }) => lineOf(texts, "completed") === null)
    .map(({ name, texts }) => ({
      name: clip(name, NAME_CHARS),
      due: clip(lineOf(texts, "due") ?? dateIn(name) ?? "", TEXT_CHARS),
      what: clip(lineOf(texts, "summary") ?? otherLine(texts), TEXT_CHARS),
    }))
    .sort((a, b) => (a.due === b.due ? (a.name < b.name ? -1 : 1) : a.due < b.due ? -1 : 1));
}

function otherLine(texts: readonly string[]): string {
  return texts.find((text) => !/^(due|completed):/i.test(text)) ?? "";
}

function lineOf(texts: readonly string[], label: string): string | null {
  const prefix = `${label}:`;
  const line = texts.find((text) => text.slice(0, prefix.length).toLowerCase() === prefix);
  return line === undefined ? null : line.slice(prefix.length).trim();
}

/** The last date in a name: deadlines end with theirs. */
function dateIn(name: string): string | null {
  return name.match(/\d{4}-\d{2}-\d{2}/g)?.at(-1) ?? null;
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}
