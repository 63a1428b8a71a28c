/** Three-way merges of the kit's texts: what the founder changed stays, what only we changed comes. */
import {
  mergeText,
  normal,
  styledLike,
  type TextMerge,
  type ThreeTexts,
} from "../company/text-merge.ts";
import { constitutionTables, type TableEditor } from "./constitution-rows.ts";

/**
 * Like `mergeText`, but tables under second-level headings are merged row by row and cell by cell
 * first (rows are known by their first column), so that the company's rows and the kit's rows do
 * not collide for standing next to each other. In the sections `owned` the founder's cells win.
 */
export function mergeTables(texts: ThreeTexts, owned: readonly string[] = []): TextMerge {
  const base = constitutionTables(normal(texts.base));
  const mine = constitutionTables(normal(texts.mine));
  const theirs = constitutionTables(normal(texts.theirs));
  for (const section of headingsOf(normal(texts.base))) {
    takeColumns(section, { base, mine, theirs });
    if (!sameColumns([base, mine, theirs].map((table) => table.columns(section)))) continue;
    const three = {
      base: base.rows(section),
      mine: mine.rows(section),
      theirs: theirs.rows(section),
    };
    const merged = mergeRows(three, owned.includes(section));
    if (merged === null) continue;
    mine.replace(section, merged);
    // With the same lines in all three, the table can no longer be part of a conflict.
    const lines = mine.lines(section) ?? [];
    base.setLines(section, lines);
    theirs.setLines(section, lines);
  }
  const result = mergeText({ base: base.text(), mine: mine.text(), theirs: theirs.text() });
  if (result.kind === "conflict") {
    const inStyle = (text: string) => styledLike(texts.mine, text);
    const { marked, withTheirs } = result;
    return { ...result, marked: inStyle(marked), withTheirs: inStyle(withTheirs) };
  }
  return { kind: "clean", text: styledLike(texts.mine, result.text) };
}

/** Where this version's table has all columns of the founder's and more, theirs gets them, empty. */
function takeColumns(
  section: string,
  { base, mine, theirs }: Record<"base" | "mine" | "theirs", TableEditor>,
): void {
  const own = mine.columns(section);
  const wanted = theirs.columns(section);
  if (own === null || wanted === null || own.length >= wanted.length) return;
  if (!sameColumns([own, base.columns(section)])) return;
  if (!sameColumns([own, wanted.filter((name) => own.includes(name))])) return;
  for (const table of [base, mine]) table.widen(section, wanted);
}

function headingsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/^## +(.+?)\s*$/gm)].map((match) => match[1] ?? ""))];
}

function sameColumns(columns: readonly (string[] | null)[]): boolean {
  const [first, ...rest] = columns.map((names) => names?.join("|").toLowerCase());
  return first !== undefined && rest.every((other) => other === first);
}

interface ThreeTables {
  base: string[][];
  mine: string[][];
  theirs: string[][];
}

/** The merged rows in the founder's order; null when a cell was changed by both sides. */
function mergeRows({ base, mine, theirs }: ThreeTables, isOwned: boolean): string[][] | null {
  const inBase = byKey(base);
  const inMine = byKey(mine);
  const inTheirs = byKey(theirs);
  if (inBase === null || inMine === null || inTheirs === null) return null;
  const merged: string[][] = [];
  for (const [key, row] of inMine) {
    const before = inBase.get(key);
    const now = inTheirs.get(key);
    // Taken out of the kit: it goes unless the founder made it theirs.
    if (before !== undefined && now === undefined && isSame(before, row)) continue;
    const result = now === undefined ? row : mergeCells({ before, mine: row, now }, isOwned);
    if (result === null) return null;
    merged.push(result);
  }
  const kit = [...inTheirs.keys()];
  for (const [key, row] of inTheirs) {
    // A row that was installed and is gone was taken out by the founder.
    if (inMine.has(key) || inBase.has(key)) continue;
    const before = kit.slice(0, kit.indexOf(key));
    const at = merged.findLastIndex((other) => before.includes(keyOf(other)));
    merged.splice(at === -1 ? merged.length : at + 1, 0, row);
  }
  return merged;
}

function mergeCells(
  row: { before: string[] | undefined; mine: string[]; now: string[] },
  isOwned: boolean,
): string[] | null {
  const merged: string[] = [];
  for (const [at, cell] of row.mine.entries()) {
    const [before, now] = [row.before?.[at], row.now[at]];
    if (now === undefined || cell === now || before === now) merged.push(cell);
    else if (before === cell) merged.push(now);
    else if (isOwned) merged.push(cell);
    else return null;
  }
  return merged;
}

/** null when two rows have one key: then rows cannot be told apart. */
function byKey(rows: readonly string[][]): Map<string, string[]> | null {
  const map = new Map(rows.map((row) => [keyOf(row), row]));
  return map.size === rows.length ? map : null;
}

function keyOf(row: readonly string[]): string {
  return (row[0] ?? "").toLowerCase();
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}
