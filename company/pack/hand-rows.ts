/**
 * Rows of Facts that a founder renewed in a page by hand, as renewals of the pack: of one row the newest reading
 * counts, and what both sides changed is told.
 */
import { isIsoDate } from "../dates.ts";
import { readSkillTable, type SkillRow } from "../kit/facts/skill-tables.ts";
import { nameOf, saidBy, withFigures } from "./figures.ts";
import type { MadePage } from "./law-page.ts";
import type { Pack } from "./pack.ts";
import { NO_RENEWALS, type Renewals } from "./renewals.ts";
import { factsSchema, type LawRow, lawSchema, type PackFact, type Source } from "./schema.ts";
import { sourceCell } from "./source-cell.ts";

const COLUMNS = { needed: ["Fact", "Value", "Source", "Verified", "Check by"], optional: ["Link"] };

/** Two values of one row that both differ from what the founder began with. */
export interface RowConflict {
  id: string;
  yours: { says: string; readOn: string };
  kits: { says: string; readOn: string };
}

export interface HandRows {
  renewals: Renewals;
  conflicts: RowConflict[];
}

/** What the founder read again in the page `text`. `made` is as the pack makes it, `base` what the founder began with. */
export function handRows(
  pack: Pack,
  made: MadePage,
  { text, base }: { text: string; base: string | null },
): HandRows {
  const begun = base === null ? null : rowsOf(made.path, base);
  const found: HandRows = { renewals: NO_RENEWALS, conflicts: [] };
  const asMade = rowsOf(made.path, made.text);
  for (const [name, cells] of rowsOf(made.path, text)) {
    const known = rowNamed(pack, made, name);
    if (known === null || isSameRow(cells, asMade.get(name))) continue;
    const before = begun?.get(name);
    const renewal = renewalOf(pack, known, { cells, before });
    if (renewal === null) continue;
    found.renewals =
      "question" in known
        ? { ...found.renewals, law: [...found.renewals.law, renewal as LawRow] }
        : { ...found.renewals, facts: [...found.renewals.facts, renewal as PackFact] };
    const [yours, kits] = [saidOf(pack, renewal), saidOf(pack, known)];
    const isChangedByBoth = before !== undefined && before.Value !== kits;
    if (!isChangedByBoth || yours === kits) continue;
    found.conflicts.push({
      id: known.id,
      yours: { says: yours, readOn: renewal.source.readOn },
      kits: { says: kits, readOn: known.source.readOn },
    });
  }
  return found;
}

/** The page with the rows that were renewed as they stood in `base`, so that only sentences differ from it. */
export function withoutHandRows(path: string, text: string, base: string): string {
  const [own, begun] = [linesOf(path, text), linesOf(path, base)];
  const lines = text.split("\n");
  const before = base.split("\n");
  for (const [name, line] of own) {
    const at = begun.get(name);
    if (at !== undefined) lines[line - 1] = before[at - 1] ?? "";
  }
  return lines.join("\n");
}

function isSameRow(one: SkillRow["cells"], other: SkillRow["cells"] | undefined): boolean {
  return other !== undefined && Object.keys(one).every((column) => one[column] === other[column]);
}

function rowsOf(path: string, text: string): Map<string, SkillRow["cells"]> {
  const { rows } = readSkillTable({ path, text }, "Facts", COLUMNS);
  return new Map(rows.map(({ cells }) => [cells.Fact ?? "", cells]));
}

function linesOf(path: string, text: string): Map<string, number> {
  const { rows } = readSkillTable({ path, text }, "Facts", COLUMNS);
  return new Map(rows.map(({ cells, line }) => [cells.Fact ?? "", line]));
}

/** The row of the pack that this page shows under the name. */
function rowNamed(pack: Pack, made: MadePage, name: string): PackFact | LawRow | null {
  const page = made.path.replace(/^\.github\/skills\//, "").replace(/\.md$/, "");
  const fact = pack.facts.find((row) => row.page === page && nameOf(row, pack) === name);
  if (fact !== undefined) return fact;
  const isLaw = page === `${pack.card.lawSkill?.name}/SKILL`;
  return (isLaw ? pack.law.find(({ question }) => question === name) : undefined) ?? null;
}

/** null when the founder changed nothing in the row that the pack does not know better. */
function renewalOf(
  pack: Pack,
  known: PackFact | LawRow,
  { cells, before }: { cells: SkillRow["cells"]; before: SkillRow["cells"] | undefined },
): PackFact | LawRow | null {
  const verified = cells.Verified ?? "";
  const readOn = isIsoDate(verified) ? verified : known.source.readOn;
  if (before === undefined) {
    if (readOn <= known.source.readOn) return null;
  } else if (readOn < (before.Verified ?? "")) {
    // The page is older than what it is compared with.
    return null;
  } else if (isSameRow(cells, before)) return null;
  const checkBy = cells["Check by"] ?? "";
  const dated = { readOn, checkBy: isIsoDate(checkBy) ? checkBy : known.checkBy };
  const source = sourceFrom(cells, known.source, dated.readOn);
  const says = (cells.Value ?? "").trim();
  const row =
    "question" in known
      ? { ...known, says, source, checkBy: dated.checkBy }
      : { ...factFrom(pack, known, says), source, checkBy: dated.checkBy };
  const isForm = ("question" in row ? lawSchema : factsSchema).safeParse(
    "question" in row ? { law: [row] } : { facts: [row] },
  ).success;
  return isForm ? row : null;
}

function sourceFrom(cells: SkillRow["cells"], known: Source, readOn: string): Source {
  const [, article = "", grade] = /^(.*) \[([ABCU])\]$/.exec(cells.Source ?? "") ?? [];
  const isSame = cells.Source === sourceCell(known);
  const [link, also] = (cells.Link ?? "").split(/\s+/).filter(Boolean);
  return {
    article: isSame || article === "" ? cells.Source || known.article : article,
    ...(link === undefined ? {} : { link }),
    ...(also === undefined ? {} : { also }),
    grade: (grade as Source["grade"] | undefined) ?? known.grade,
    readOn,
    ...(isSame ? { article: known.article, grade: known.grade } : {}),
  };
}

/** A number where the cell still has the form of the pack's sentence, else the words as they stand. */
function factFrom(pack: Pack, known: PackFact, text: string): PackFact {
  if (typeof known.value !== "number") return { ...known, value: text };
  const value = numberIn(pack, known, text);
  if (value !== null) return { ...known, value };
  const { unit: _unit, says: _says, ...rest } = known;
  return { ...rest, value: text };
}

function numberIn(pack: Pack, { says = "{{value}}" }: PackFact, text: string): number | null {
  const [place = "", form] = /\{\{value(:decimal)?\}\}/.exec(says) ?? [];
  const at = says.indexOf(place);
  const [head, tail] = [says.slice(0, at), says.slice(at + place.length)].map((part) =>
    withFigures(part, pack.facts),
  );
  if (head === undefined || tail === undefined || place === "") return null;
  if (!text.startsWith(head) || !text.endsWith(tail)) return null;
  const shown = text.slice(head.length, text.length - tail.length);
  const number = /^[€$£]?(\d[\d,]*(?:\.\d+)?)(?:%| [a-z-]+)?$/.exec(shown.trim())?.[1];
  if (number === undefined) return null;
  const value = Number(number.replaceAll(",", ""));
  return form === undefined ? value : Math.round(value * 10_000) / 100;
}

function saidOf(pack: Pack, row: PackFact | LawRow): string {
  return "question" in row ? withFigures(row.says, pack.facts) : saidBy(row, pack);
}
