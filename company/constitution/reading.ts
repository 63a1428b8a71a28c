import type { Finding } from "../finding.ts";
import type { MarkdownPage, MarkdownSection, MarkdownTable } from "../markdown/sections.ts";
import { SECTION_DEPTH, sameName, sectionsNamed } from "../markdown/table.ts";
import { OPTIONAL_SECTIONS, SECTION_COLUMNS, type SectionName } from "./sections.ts";

/** A page while it is read: what was found wrong collects in `findings`. */
export interface Reading {
  file: string;
  page: MarkdownPage;
  findings: Finding[];
  /** Ids that a table may name; null while the table of departments could not be read. */
  departments: ReadonlySet<string> | null;
}

/** What, what instead, and how to mend it. */
export interface Words {
  what: string;
  expected: string;
  fix: string;
}

export function errorAt(reading: Reading, line: number, words: Words): void {
  reading.findings.push({ file: reading.file, line, severity: "error", ...words });
}

export function warningAt(reading: Reading, line: number, words: Words): void {
  reading.findings.push({ file: reading.file, line, severity: "warning", ...words });
}

/** The table of a section with the place of each column. */
export interface SectionTable {
  name: SectionName;
  table: MarkdownTable;
  columns: ReadonlyMap<string, number>;
}

/** The section's table; null, with findings that say why, when it cannot be read. */
export function sectionTable(reading: Reading, name: SectionName): SectionTable | null {
  const [section, ...others] = sectionsNamed(reading.page, name);
  if (section === undefined) {
    const isMisplaced = reading.page.sections.some((each) => looksLike(each, name));
    if (isMisplaced || !OPTIONAL_SECTIONS.includes(name)) {
      errorAt(reading, 0, missingSection(reading.page, name));
    }
    return null;
  }
  for (const other of others) {
    errorAt(reading, other.line, {
      what: `a second section "${name}" (the first is on line ${section.line})`,
      expected: "one",
      fix: "Move its rows into the first and delete it: only the first is read.",
    });
  }
  reportStrayRows(reading, section);
  const [table, second] = section.tables;
  if (table === undefined) {
    errorAt(reading, section.line, {
      what: `the section "${name}" without a table`,
      expected: `a table with the columns ${columnList(name)}`,
      fix: "Write the head, a line of dashes with as many columns, and the rows below.",
    });
    return null;
  }
  if (second !== undefined) {
    errorAt(reading, second.start, {
      what: `a second table in the section "${name}"`,
      expected: "one",
      fix: `Move its rows to the table on line ${table.start}: only the first is read.`,
    });
  }
  const columns = columnPlaces(reading, name, table);
  return columns === null ? null : { name, table, columns };
}

function columnList(name: SectionName): string {
  return SECTION_COLUMNS[name].join(" | ");
}

function missingSection(page: MarkdownPage, name: SectionName): Words {
  const like = page.sections.find((section) => looksLike(section, name));
  const found = like === undefined ? "" : `, but line ${like.line} has "${like.heading}"`;
  return {
    what: `no section "${name}"${found}`,
    expected: `"${"#".repeat(SECTION_DEPTH)} ${name}" with a table of the columns ${columnList(name)}`,
    fix:
      like === undefined
        ? "Add it, or restore the file from git."
        : `Make that heading "${"#".repeat(SECTION_DEPTH)} ${name}".`,
  };
}

/** The wanted section at another level, or its table under another name. */
function looksLike(section: MarkdownSection, name: SectionName): boolean {
  if (sameName(section.heading, name)) return true;
  const isKnown = Object.keys(SECTION_COLUMNS).some((known) => sameName(section.heading, known));
  const columns = section.depth === SECTION_DEPTH ? section.tables[0]?.columns : undefined;
  if (isKnown || columns === undefined) return false;
  return SECTION_COLUMNS[name].every((wanted) => columns.some((found) => sameName(found, wanted)));
}

/** A blank line inside a table ends it, and what follows would silently count for nothing. */
function reportStrayRows(reading: Reading, section: MarkdownSection): void {
  const { strayRows: lines, tables } = section;
  const [first] = lines;
  if (first === undefined) return;
  const rows = lines.length === 1 ? "a table row" : `${lines.length} table rows from here on`;
  errorAt(reading, first, {
    what: `${rows} outside the table of "${section.heading}"`,
    expected:
      "a head, a line of dashes with as many columns, and rows without a blank line between",
    fix:
      tables.length === 0
        ? "Mend the line of dashes: until then the table is not read."
        : "Delete the blank line or text above: until then these rows do not count.",
  });
}

function columnPlaces(
  reading: Reading,
  name: SectionName,
  table: MarkdownTable,
): ReadonlyMap<string, number> | null {
  const wanted: readonly string[] = SECTION_COLUMNS[name];
  const places = new Map<string, number>();
  for (const [at, column] of table.columns.entries()) {
    const known = wanted.find((each) => sameName(each, column));
    if (known === undefined) {
      warningAt(reading, table.start, {
        what: `an unknown column "${column}" in "${name}"`,
        expected: columnList(name),
        fix: "Rename or delete it: nothing reads it.",
      });
    } else if (places.has(known)) {
      errorAt(reading, table.start, {
        what: `the column "${known}" twice in "${name}"`,
        expected: columnList(name),
        fix: "Delete one: only the first is read.",
      });
    } else places.set(known, at);
  }
  const missing = wanted.filter((column) => !places.has(column));
  if (missing.length === 0) return places;
  errorAt(reading, table.start, {
    what: `no column ${missing.map((column) => `"${column}"`).join(", ")} in "${name}"`,
    expected: columnList(name),
    fix: "Restore the names in the head: until then the table is not read.",
  });
  return null;
}
