/**
 * A page of headings, tables, plain lists and paragraphs, read line by line. The Markdown parser reads the same out
 * of it (`test/company/markdown/plain-page.test.ts` holds the two side by side) and takes fifty times as long,
 * which was a third of each start. Whatever could mean something else is left to the parser.
 */
import { decodeCell } from "./cells.ts";
import type { MarkdownPage, MarkdownRow, MarkdownSection, MarkdownTable } from "./sections.ts";

/** Tabs, HTML, quotes and signs that a parser puts another in the place of. */
const NOT_PLAIN = /[\t\0\f\v]|^ {0,3}>|^ {1,3}<|^<(?!!-- [^<>\r\n]*-->\r?$)/m;
/** A comment alone in its line says nothing, and ends what stands before it. */
const COMMENT = /^<!-- [^<>]*-->$/;
const HEADING = /^(#{1,6})(?: +(.*))?$/;
const CLOSING = /(?:^| +)#+ *$/;
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;
const BREAK = /^(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/;
const ITEM = /^(?:[-+*]|(\d{1,9})[.)])( +)(?=\S)/;
const EMPTY_ITEM = /^(?:[-+*]|\d{1,9}[.)]) *$/;
const DELIMITERS = /^\| *:?-+:? *(?:\| *:?-+:? *)*\|? *$/;
/** In a list: what could reach beyond it, or be more than a line of text. */
const ODD_IN_LIST = /^(?:`{3}|~{3}|[<>|])/;

interface Reader {
  lines: readonly string[];
  /** Of the next line, 0-based. */
  at: number;
  sections: MarkdownSection[];
  open: MarkdownSection[];
}

/** The page, or null when it is not plain. `source` has blanks in the place of its front matter. */
export function plainPage(source: string): MarkdownPage | null {
  if (NOT_PLAIN.test(source)) return null;
  const reader: Reader = { lines: source.split(/\r\n|\n|\r/), at: 0, sections: [], open: [] };
  while (reader.at < reader.lines.length) {
    if (!readBlock(reader)) return null;
  }
  return { sections: reader.sections, unclosed: null };
}

/** Whether the next block was read; false when it is not plain. */
function readBlock(reader: Reader): boolean {
  const line = lineAt(reader);
  if (isBlank(line) || /^ {4}/.test(line)) return skip(reader);
  if (line.startsWith(" ")) return false;
  if (HEADING.test(line)) return readHeading(reader, line);
  if (FENCE.test(line)) return readFence(reader, line);
  if (BREAK.test(line) || COMMENT.test(line)) return skip(reader);
  if (EMPTY_ITEM.test(line)) return false;
  if (ITEM.test(line)) return readList(reader);
  return line.startsWith("|") ? readTable(reader) : readParagraph(reader);
}

function readHeading(reader: Reader, line: string): boolean {
  const [, marks = "", text = ""] = HEADING.exec(line) ?? [];
  const depth = marks.length;
  const heading = text.replace(CLOSING, "").replaceAll(/\s+/g, " ").trim();
  const section = { heading, depth, line: reader.at + 1, tables: [], strayRows: [] };
  reader.open = [...reader.open.filter((one) => one.depth < depth), section];
  reader.sections.push(section);
  return skip(reader);
}

/** A fence that nothing closes is left to the parser: the page ends in it. */
function readFence(reader: Reader, line: string): boolean {
  const fence = FENCE.exec(line)?.[1] ?? "";
  const close = new RegExp(`^ {0,3}${fence[0]}{${fence.length},} *$`);
  const found = reader.lines.findIndex((one, index) => index > reader.at && close.test(one));
  if (found === -1) return false;
  reader.at = found + 1;
  return true;
}

/** A list with what is indented below its items; a line that may go on with the text of one is not plain. */
function readList(reader: Reader): boolean {
  let inside = 0;
  let isAfterBlank = false;
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = lineAt(reader);
    const indent = line.length - line.trimStart().length;
    if (isBlank(line)) {
      isAfterBlank = true;
      continue;
    }
    if (EMPTY_ITEM.test(line.trim())) return false;
    if (indent === 0) {
      if (isOther(line)) return true;
      const [marker, , blanks = ""] = ITEM.exec(line) ?? [];
      if (marker === undefined) return isAfterBlank;
      // With five blanks behind it the item begins with code.
      if (blanks.length > 4) return false;
      inside = marker.length;
      if (ODD_IN_LIST.test(line.slice(inside))) return false;
    } else if (indent < inside || ODD_IN_LIST.test(line.trimStart())) return false;
    isAfterBlank = false;
  }
  return true;
}

function readTable(reader: Reader): boolean {
  const head = lineAt(reader);
  const delimiters = reader.lines[reader.at + 1] ?? "";
  if (!DELIMITERS.test(delimiters)) return false;
  const columns = cellsOf(head);
  if (cellsOf(delimiters).length !== columns.length) return false;
  const start = reader.at + 1;
  reader.at += 2;
  const rows: MarkdownRow[] = [];
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = lineAt(reader);
    if (isBlank(line) || HEADING.test(line)) break;
    const cells = cellsOf(line);
    if (!line.startsWith("|") || cells.length === 0) return false;
    rows.push({ line: reader.at + 1, cells });
  }
  const table: MarkdownTable = { columns, rows, start, end: rows.at(-1)?.line ?? start + 1 };
  for (const section of reader.open) section.tables.push(table);
  return true;
}

/** As written between the bars; `\|` is no bar. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  for (let at = 1; at < line.length; at += 1) {
    const sign = line[at] ?? "";
    if (sign === "\\" && /[\\|]/.test(line[at + 1] ?? "")) {
      cell += sign + (line[at + 1] ?? "");
      at += 1;
    } else if (sign === "|") {
      cells.push(cell);
      cell = "";
    } else cell += sign;
  }
  if (!isBlank(cell)) cells.push(cell);
  return cells.map(decodeCell);
}

function readParagraph(reader: Reader): boolean {
  skip(reader);
  for (; reader.at < reader.lines.length; reader.at += 1) {
    const line = lineAt(reader);
    if (isBlank(line)) return true;
    const text = line.trimStart();
    // It may be the row of a table that begins in the line before, or one that belongs to none.
    if (text.startsWith("|") || /^[-:| ]*-[-:| ]*$/.test(text)) return false;
    if (text !== line) {
      if (HEADING.test(text) || FENCE.test(text) || ITEM.test(text)) return false;
      continue;
    }
    if (isOther(line)) return true;
    const item = ITEM.exec(line);
    if (item === null) continue;
    // Of numbers only 1 begins a list there.
    return item[1] === undefined || item[1] === "1";
  }
  return true;
}

/** Whether the line begins what neither a list nor a paragraph goes on in. */
function isOther(line: string): boolean {
  return HEADING.test(line) || FENCE.test(line) || BREAK.test(line) || COMMENT.test(line);
}

function lineAt({ lines, at }: Reader): string {
  return lines[at] ?? "";
}

function skip(reader: Reader): boolean {
  reader.at += 1;
  return true;
}

function isBlank(line: string): boolean {
  return /^ *$/.test(line);
}
