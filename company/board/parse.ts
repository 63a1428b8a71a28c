import { type Finding, firstFindings } from "../finding.ts";
import {
  duplicateId,
  fieldFindings,
  malformedLine,
  noSection,
  notText,
  strayLine,
  taskOutside,
  unclosedBlock,
  unticked,
} from "./findings.ts";
import { hiddenFields } from "./hidden-fields.ts";
import { splitLines } from "./lines.ts";
import { createNumbering } from "./numbers.ts";
import type { Place } from "./place.ts";
import { scanLines } from "./scan.ts";
import { type Stray, strayAt } from "./strays.ts";
import { subTaskFindings } from "./sub-tasks.ts";
import type { Board, BoardSection, Task } from "./task.ts";
import { type Field, readTaskLine, type TaskLine } from "./task-line.ts";

/**
 * The tasks of a board and what is wrong in it, with file and line. Always gives a value: a line
 * that cannot be understood is left out and reported, whatever the text holds. Lines under other
 * headings, notes, code fences and HTML comments are the founder's own and are not read.
 * `file` is the path to name in findings, `departments` the company's ids, where they are known.
 */
export function parseBoard(
  text: string,
  file: string,
  departments: readonly string[] | null = null,
): { board: Board; findings: Finding[] } {
  const { lines } = splitLines(text);
  const scan = scanLines(lines);
  const findings: Finding[] = [];
  const tasks: Task[] = [];
  const firstOf = new Map<number, Task>();
  const nested: number[] = [];
  const strays: { place: Place; stray: Stray }[] = [];
  const binary = text.includes("\0") ? lines.findIndex((line) => line.text.includes("\0")) : -1;
  if (binary !== -1) findings.push(notText({ file, line: binary + 1 }));
  for (const [at, scanned] of scan.lines.entries()) {
    const place = { file, line: at + 1 };
    if (scanned.kind === "note" && scanned.section !== null) nested.push(place.line);
    if (scanned.kind !== "item" && scanned.kind !== "other") continue;
    const text = lines[at]?.text ?? "";
    const read = readTaskLine(text);
    if (read.kind !== "task") {
      if (scanned.section === null) continue;
      const problem = read.kind === "malformed" ? read.problem : null;
      const stray = strayAt(text, { section: scanned.section, problem, departments });
      if (stray !== null) strays.push({ place, stray });
      else if (problem !== null) findings.push(malformedLine(place, problem));
      continue;
    }
    if (scanned.section === null) {
      findings.push(taskOutside(place, read.line.id, scanned));
      continue;
    }
    const task = taskOf(read.line, scanned.section, place.line);
    const first = firstOf.get(idNumber(task.id));
    if (first === undefined) firstOf.set(idNumber(task.id), task);
    else findings.push(duplicateId(place, task, first));
    findings.push(...fieldFindings(place, read.line, departments));
    findings.push(...hiddenFields(place, read.line, departments));
    if (task.section === "Done" && !task.done) findings.push(unticked(place, task.id));
    tasks.push(task);
  }
  const numbering = createNumbering(lines, scan.lines);
  for (const { place, stray } of strays) {
    const text = lines[place.line - 1]?.text ?? "";
    findings.push(strayLine(place, { stray, text, as: stray.as(numbering) }));
  }
  const own = new Set(firstOf.keys());
  findings.push(...subTaskFindings({ file, lines, nested, own, numbering }));
  if (scan.lines.every(({ section }) => section === null) && scan.unclosed === null) {
    findings.push(noSection(file));
  }
  if (scan.unclosed !== null) findings.push(unclosedBlock(file, scan.unclosed));
  return { board: { tasks }, findings: firstFindings(findings) };
}

/** T-12 and T-012 are the same number, and so cannot both be on a board. */
function idNumber(id: string): number {
  return Number(id.slice("T-".length));
}

function taskOf(line: TaskLine, section: BoardSection, lineNumber: number): Task {
  const due = find(line, "due");
  const title = line.fields.flatMap((field) => (field.kind === "title" ? [field.text] : []));
  return {
    id: line.id,
    title: title.join(" · "),
    agent: find(line, "agent")?.agent ?? null,
    section,
    done: line.done,
    due: due?.due ?? null,
    was: [...(due?.was ?? []), ...(find(line, "was")?.was ?? [])],
    blocked: find(line, "blocked")?.reason ?? null,
    rootCause: find(line, "root-cause")?.text || null,
    doneOn: find(line, "done")?.on ?? null,
    line: lineNumber,
  };
}

/** The first field of a kind: a second one is a finding, and not read. */
function find<K extends Field["kind"]>(line: TaskLine, kind: K) {
  return line.fields.find((field): field is Extract<Field, { kind: K }> => field.kind === kind);
}
