/** The rows of Obligations and Cadence that follow from country and answers: which come, which go, which stay. */
import { plainText } from "../company/markdown/cells.ts";
import { usualDuties } from "../company/pack/new-company.ts";
import { type Answers, dutyName, type Pack } from "../company/pack/pack.ts";
import { dutyNamed } from "../company/pack/rows.ts";
import { conditionsHold } from "../company/pack/situation.ts";
import { constitutionTables, type Rows } from "./constitution-rows.ts";

/** What rows follow from. */
export interface Situation {
  pack: Pack | null;
  answers: Answers;
  /** Rows of the country's pages, as this company's departments have them. */
  ofPages: { Obligations: Rows; Cadence: Rows };
}

export interface RowChange {
  /** `pt:iva-periodic`, or the first cell of another row. */
  row: string;
  /** What it is called; null when the row says it itself. */
  name: string | null;
}

export interface FollowingRows {
  page: string;
  comes: RowChange[];
  goes: RowChange[];
  /** Duties that stay. */
  stays: number;
  /** Rows that go and that the founder had changed, as they stood, by their section. */
  changed: { section: string; line: string }[];
  /** Duties that the answers leave possible and that no row names, taken out by the founder most likely. */
  missing: RowChange[];
}

export interface FollowingInput {
  before: Situation;
  after: Situation;
  packs: readonly Pack[];
  /** Brings what the founder took out too. */
  all: boolean;
}

/** The page with the rows that follow; rows of the founder's own stand. */
export function followingRows(page: string, input: FollowingInput): FollowingRows {
  const tables = constitutionTables(page);
  const result: FollowingRows = {
    ...{ page, comes: [], goes: [], stays: 0, changed: [], missing: [] },
  };
  const rows = tables.rows("Obligations");
  const left = rows.filter((cells) => !leaves(cells, input, result));
  const { come, missing } = comingDuties(left, input);
  result.missing = missing;
  result.comes.push(...come);
  result.stays = left.length;
  if (result.comes.length > 0 || result.goes.length > 0) {
    const added = [
      ...come.map(({ row }) => [row, "", "", ""]),
      ...missingRows(left, input.before.ofPages.Obligations, input.after.ofPages.Obligations),
    ];
    tables.replace("Obligations", inOrder([...left, ...added], input.after.pack));
  }
  followCadence(tables, input, result);
  return { ...result, page: tables.text() };
}

/** Whether a row of Obligations goes; what it was is noted. */
function leaves(cells: readonly string[], input: FollowingInput, result: FollowingRows): boolean {
  const name = plainText(cells[0] ?? "");
  const named = dutyName(name);
  const isGone = named === null ? isPageRow(cells, input) : isRuledOut(named, input);
  if (!isGone) return false;
  const pack = input.packs.find(({ card }) => card.code === named?.pack);
  const duty = pack?.duties.find(({ id }) => id === named?.duty);
  result.goes.push({ row: name, name: duty?.name ?? null });
  const model = rowNamed(input.before.ofPages.Obligations, name);
  const isChanged =
    named === null ? !isSame(cells, model) : cells.slice(1).some((cell) => cell !== "");
  if (isChanged) result.changed.push({ section: "Obligations", line: printed(cells) });
  return true;
}

function isRuledOut(
  named: { pack: string; duty: string },
  { before, after, packs }: FollowingInput,
): boolean {
  const { pack, answers } = after;
  if (pack === null || pack.card.code !== named.pack) {
    return packs.some(({ card }) => card.country !== null && card.code === named.pack);
  }
  const duty = pack.duties.find(({ id }) => id === named.duty);
  if (duty === undefined || usualDuties(pack, answers).includes(duty)) return false;
  // A row that the founder put there while its question was open stays as long as it is open.
  const wasUsual = idsOf(before, pack).has(duty.id);
  return wasUsual || conditionsHold(duty.when, answers) === "no";
}

/** A row of the country's pages, when that country is left. */
function isPageRow(cells: readonly string[], { before, after }: FollowingInput): boolean {
  const name = cells[0] ?? "";
  const isTheirs = rowNamed(before.ofPages.Obligations, name) !== undefined;
  return isTheirs && rowNamed(after.ofPages.Obligations, name) === undefined;
}

function comingDuties(
  left: Rows,
  { before, after, all }: FollowingInput,
): { come: RowChange[]; missing: RowChange[] } {
  const { pack, answers } = after;
  const rowsOfPages = missingRows(left, before.ofPages.Obligations, after.ofPages.Obligations);
  const ofPages = rowsOfPages.map(([row = ""]): RowChange => ({ row, name: null }));
  if (pack === null) return { come: ofPages, missing: [] };
  const there = new Set(left.flatMap((cells) => dutyIdOf(cells, pack)));
  const hasAny = left.some((cells) => dutyName(plainText(cells[0] ?? ""))?.pack === pack.card.code);
  const known = idsOf(before, pack);
  const absent = usualDuties(pack, answers).filter(({ id }) => !there.has(id));
  const isComing = (id: string): boolean => all || !hasAny || !known.has(id);
  const shown = ({ id, name }: { id: string; name: string }): RowChange => {
    return { row: `${pack.card.code}:${id}`, name };
  };
  return {
    come: [...absent.filter(({ id }) => isComing(id)).map(shown), ...ofPages],
    missing: absent.filter(({ id }) => !isComing(id)).map(shown),
  };
}

/** The duty of the pack that a row names, by its id or, in a row of the founder's, in words. */
function dutyIdOf(cells: readonly string[], pack: Pack): string[] {
  const name = plainText(cells[0] ?? "");
  const named = dutyName(name);
  if (named !== null) return named.pack === pack.card.code ? [named.duty] : [];
  const duty = dutyNamed(pack, name);
  return duty === null ? [] : [duty.id];
}

function idsOf({ pack, answers }: Situation, wanted: Pack): Set<string> {
  if (pack?.card.code !== wanted.card.code) return new Set();
  return new Set(usualDuties(pack, answers).map(({ id }) => id));
}

function followCadence(
  tables: ReturnType<typeof constitutionTables>,
  { before, after }: FollowingInput,
  result: FollowingRows,
): void {
  const [old, now] = [before.ofPages.Cadence, after.ofPages.Cadence];
  const rows = tables.rows("Cadence");
  const left = rows.filter((cells) => {
    const model = rowNamed(old, cells[0] ?? "");
    if (model === undefined || rowNamed(now, cells[0] ?? "") !== undefined) return true;
    result.goes.push({ row: cells[0] ?? "", name: "a recurring prompt" });
    if (!isSame(cells, model)) result.changed.push({ section: "Cadence", line: printed(cells) });
    return false;
  });
  const added = missingRows(left, old, now);
  result.comes.push(...added.map(([row = ""]) => ({ row, name: "a recurring prompt" })));
  if (added.length > 0 || left.length < rows.length) tables.replace("Cadence", [...left, ...added]);
}

/** Rows of the pages that come now and are not there. */
function missingRows(left: Rows, old: Rows, now: Rows): Rows {
  return now.filter(
    ([name = ""]) => rowNamed(old, name) === undefined && rowNamed(left, name) === undefined,
  );
}

/** Duties of the pack in its order, then the founder's own: the same rows, however often they came and went. */
function inOrder(rows: Rows, pack: Pack | null): Rows {
  const places = new Map(
    (pack?.duties ?? []).map(({ id }, at): [string, number] => [`${pack?.card.code}:${id}`, at]),
  );
  const placeOf = (cells: readonly string[]): number =>
    places.get(plainText(cells[0] ?? "")) ?? places.size;
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function rowNamed(rows: Rows, name: string): readonly string[] | undefined {
  return rows.find(([first = ""]) => first.toLowerCase() === name.toLowerCase());
}

function isSame(a: readonly string[], b: readonly string[] | undefined): boolean {
  return a.length === b?.length && a.every((cell, at) => cell === b[at]);
}

function printed(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
