/** Where things stand on a board, and how lines are taken out and put in. No line is rewritten here. */
import { isBlank, type TextLine } from "./lines.ts";
import { type ScannedLine, scanLines } from "./scan.ts";
import { BOARD_SECTIONS, type BoardSection } from "./task.ts";
import { readTaskLine } from "./task-line.ts";

/** The task's line and the notes indented under it: `[from, to)`, 0-based. */
export interface TaskBlock {
  from: number;
  to: number;
}

/** The block of the task on line `at`: blank lines after the last note stay behind. */
export function blockAt(lines: readonly TextLine[], at: number): TaskBlock {
  const scan = scanLines(lines).lines;
  let to = at + 1;
  for (let line = at + 1; scan[line]?.item === at; line += 1) {
    if (!isBlank(lines[line])) to = line + 1;
  }
  return { from: at, to };
}

/** The lines with `block` inserted into `section`, whose heading is made when it is missing. */
export function insertBlock(
  lines: readonly TextLine[],
  block: readonly TextLine[],
  where: { section: BoardSection; first: boolean },
): TextLine[] {
  const ready = withSection(lines, where.section);
  const scan = scanLines(ready).lines;
  const tasks = taskLines(ready, scan, where.section);
  const first = tasks[0];
  const last = tasks.at(-1);
  if (first !== undefined && where.first) return spliced(ready, first, block);
  if (last !== undefined) return spliced(ready, blockAt(ready, last).to, block);
  return below(ready, lastText(ready, scan, where.section), block);
}

function spliced(lines: readonly TextLine[], at: number, block: readonly TextLine[]): TextLine[] {
  return [...lines.slice(0, at), ...block, ...lines.slice(at)];
}

/**
 * Below the text on line `at` (-1: at the top), with a blank line between them and one before the
 * text that follows. At the end of the file the blank lines that are there already serve.
 */
function below(lines: readonly TextLine[], at: number, block: readonly TextLine[]): TextLine[] {
  const blank = { text: "", end: "" };
  const isEnd = lines.slice(at + 1).every(isBlank);
  const place = isEnd ? lines.length : at + 1;
  const before = place > 0 && !isBlank(lines[place - 1]) ? [blank] : [];
  const after = isBlank(lines[place]) ? [] : [blank];
  return spliced(lines, place, [...before, ...block, ...after]);
}

function taskLines(
  lines: readonly TextLine[],
  scan: readonly ScannedLine[],
  section: BoardSection,
): number[] {
  const span = sectionSpan(scan, section);
  if (span === null) return [];
  return scan.flatMap((line, at) => {
    if (line.kind !== "item" || at < span.from || at >= span.to) return [];
    return readTaskLine(lines[at]?.text ?? "").kind === "task" ? [at] : [];
  });
}

/** The last line that is not blank, of the section or (null) of the file; -1 in an empty file. */
function lastText(
  lines: readonly TextLine[],
  scan: readonly ScannedLine[],
  section: BoardSection | null,
): number {
  const span = section === null ? null : sectionSpan(scan, section);
  let at = (span?.to ?? lines.length) - 1;
  while (at >= 0 && isBlank(lines[at])) at -= 1;
  return at;
}

/** The first stretch of lines under that heading, heading included: `[from, to)`. */
function sectionSpan(scan: readonly ScannedLine[], section: BoardSection): TaskBlock | null {
  const from = scan.findIndex((line) => line.section === section);
  if (from === -1) return null;
  const next = scan.findIndex((line, at) => at > from && startsSection(line, scan[at - 1]));
  return { from, to: next === -1 ? scan.length : next };
}

/** Headings of level 1 and 2 change what stands above the next lines; deeper ones do not. */
function startsSection(line: ScannedLine, before: ScannedLine | undefined): boolean {
  if (line.kind !== "heading") return false;
  return line.section !== before?.section || line.heading !== before?.heading;
}

/** The lines, with the section's heading made where the order of the sections puts it. */
function withSection(lines: readonly TextLine[], section: BoardSection): TextLine[] {
  const scan = scanLines(lines).lines;
  if (sectionSpan(scan, section) !== null) return [...lines];
  const heading = { text: `## ${section}`, end: "" };
  const order = BOARD_SECTIONS.indexOf(section);
  const before = BOARD_SECTIONS.slice(0, order)
    .toReversed()
    .find((other) => sectionSpan(scan, other) !== null);
  if (before !== undefined) {
    return below(lines, lastText(lines, scan, before), [heading]);
  }
  const after = BOARD_SECTIONS.slice(order + 1).find((other) => sectionSpan(scan, other) !== null);
  const blank = { text: "", end: "" };
  if (after !== undefined) {
    return spliced(lines, sectionSpan(scan, after)?.from ?? 0, [heading, blank]);
  }
  return below(lines, lastText(lines, scan, null), [heading]);
}
