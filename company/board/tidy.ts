/** Lines that were meant as tasks, written as tasks: what the findings of a board propose, carried out. */
import { joinLines, splitLines } from "./lines.ts";
import { createNumbering } from "./numbers.ts";
import { scanLines } from "./scan.ts";
import { strayAt } from "./strays.ts";
import { readTaskLine } from "./task-line.ts";

export interface TidiedLine {
  /** 1-based. */
  line: number;
  before: string;
  after: string;
}

/**
 * The board with each such line as the finding on it says; nothing else is touched. `departments` are the ids
 * of the company.
 */
export function tidyBoard(
  text: string,
  departments: readonly string[] | null,
): { text: string; changes: TidiedLine[] } {
  const before = splitLines(text);
  const { lines: scanned } = scanLines(before.lines);
  const numbering = createNumbering(before.lines, scanned);
  const changes: TidiedLine[] = [];
  const lines = before.lines.map((line, at) => {
    const { kind, section } = scanned[at] ?? { kind: "hidden", section: null };
    if (section === null || (kind !== "item" && kind !== "other")) return line;
    const read = readTaskLine(line.text);
    if (read.kind === "task") return line;
    const problem = read.kind === "malformed" ? read.problem : null;
    const after = strayAt(line.text, { section, problem, departments })?.as(numbering);
    if (after === undefined) return line;
    changes.push({ line: at + 1, before: line.text, after });
    return { ...line, text: after };
  });
  return { text: joinLines({ ...before, lines }, before), changes };
}
