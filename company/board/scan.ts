import { isBlank, type TextLine } from "./lines.ts";
import { BOARD_SECTIONS, type BoardSection } from "./task.ts";

/**
 * What each line of a board is. Only lines that CommonMark would show as top-level text can be a
 * heading or a task: the inside of code fences and HTML comments is `hidden`, what is indented
 * under a list item is a `note`.
 */
export type LineKind = "heading" | "item" | "note" | "hidden" | "other";

export interface ScannedLine {
  kind: LineKind;
  /** The section that the line stands in; null before the first and under any other heading. */
  section: BoardSection | null;
  /** Text of the heading of level 1 or 2 above, as written; null before the first. */
  heading: string | null;
  /** 0-based line of the top-level list item that this line is, or belongs to. */
  item: number | null;
}

export interface Scan {
  lines: ScannedLine[];
  /** A fence or comment that runs to the end of the file: 0-based line of its start. */
  unclosed: { what: "code fence" | "HTML comment"; line: number } | null;
}

/** A fence or comment that is open. */
interface Block {
  what: "code fence" | "HTML comment";
  line: number;
  /** Inside a list item: ends with the item, at the next text that is not indented. */
  nested: boolean;
  /** Whether it begins and ends on one line. */
  oneLine: boolean;
  closes: (text: string) => boolean;
}

interface Item {
  line: number;
  /** Text indented this far belongs to the item. */
  noteIndent: number;
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
/** Other dashes and dots are no bullets to CommonMark; with a box behind them a person meant one. */
const ITEM = /^( {0,3}(?:[-*+]|\d{1,9}[.)]|[–—•‣◦](?=[ \t\u00a0]+\[[ xX]\])))(?:[ \t\u00a0]|$)/u;
const FENCE = /^[ \t]*(`{3,}|~{3,})([^\n]*)$/;
const TAB_COLUMNS = 4;

/** Classifies every line in one pass; the cost grows with the size of the text only. */
export function scanLines(lines: readonly TextLine[]): Scan {
  const scanned: ScannedLine[] = [];
  let section: BoardSection | null = null;
  let heading: string | null = null;
  let item: Item | null = null;
  let block: Block | null = null;
  for (const [at, line] of lines.entries()) {
    const { text } = line;
    const belongs: boolean = item !== null && (isBlank(line) || indentOf(text) >= item.noteIndent);
    if (block?.nested && !belongs) block = null;
    if (block !== null) {
      scanned.push({ kind: "hidden", section, heading, item: item?.line ?? null });
      if (block.closes(text)) block = null;
      continue;
    }
    const kind = belongs ? (isBlank(line) ? "other" : "note") : topLevelKind(line);
    if (kind === "heading") ({ heading, section } = headingAt(text, { heading, section }));
    if (kind === "item") item = { line: at, noteIndent: noteIndent(text) };
    else if (!belongs) item = null;
    block = blockFrom(text, at, item !== null && belongs);
    scanned.push({ kind: block ? "hidden" : kind, section, heading, item: item?.line ?? null });
    if (block?.oneLine) block = null;
  }
  return { lines: scanned, unclosed: block && { what: block.what, line: block.line } };
}

function topLevelKind(line: TextLine): LineKind {
  if (HEADING.test(line.text)) return "heading";
  return ITEM.test(line.text) ? "item" : "other";
}

/** Levels 1 and 2 begin something new; deeper headings stay inside their section. */
function headingAt(text: string, above: Pick<ScannedLine, "heading" | "section">) {
  const [, marks = "", words = ""] = HEADING.exec(text) ?? [];
  if (marks.length > 2) return above;
  const heading = words
    .trimEnd()
    .replace(/(?:^|[ \t])#+$/, "")
    .trim();
  return { heading, section: marks.length === 2 ? sectionOf(heading) : null };
}

function sectionOf(heading: string): BoardSection | null {
  const wanted = heading.toLowerCase();
  return BOARD_SECTIONS.find((section) => section.toLowerCase() === wanted) ?? null;
}

/** The fence or comment that begins on this line, if one does. */
function blockFrom(text: string, line: number, nested: boolean): Block | null {
  // Four columns outside a list are an indented code block, in which nothing begins.
  if (!nested && indentOf(text) >= TAB_COLUMNS) return null;
  const fence = FENCE.exec(text);
  if (fence !== null) {
    const [, marker = "", info = ""] = fence;
    if (marker.startsWith("`") && info.includes("`")) return null;
    return { what: "code fence", line, nested, oneLine: false, closes: fenceEnd(marker) };
  }
  if (!text.trimStart().startsWith("<!--")) return null;
  const closes = (next: string) => next.includes("-->");
  return { what: "HTML comment", line, nested, oneLine: closes(text), closes };
}

function fenceEnd(marker: string): (text: string) => boolean {
  return (text) => {
    const trimmed = text.trim();
    return trimmed.length >= marker.length && [...trimmed].every((char) => char === marker[0]);
  };
}

function noteIndent(text: string): number {
  const marker = ITEM.exec(text)?.[1] ?? "";
  return marker.length + 1;
}

/** Columns of white space before the text. */
function indentOf(text: string): number {
  let columns = 0;
  for (const char of text) {
    if (char === "\t") columns += TAB_COLUMNS - (columns % TAB_COLUMNS);
    else if (char === " ") columns += 1;
    else break;
  }
  return columns;
}
