/** Boxes under a task with a date or an owner of their own: they are notes, and so in no plan. */
import type { Finding } from "../finding.ts";
import type { TextLine } from "./lines.ts";
import type { Numbering } from "./numbers.ts";
import { readTaskLine, type TaskLine, writeTaskLine } from "./task-line.ts";

const BOX = /^[ \t]*((?:[-*+–—•‣◦]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]+)(.*)$/u;
const ID_NUMBER = /^T-(\d{1,6})\b/;
/** Stands for an id while a box without one is read. */
const NO_ID = "T-0";
/** A box of more characters is no task; keeps a finding short. */
const LONGEST = 500;

interface Nested {
  file: string;
  lines: readonly TextLine[];
  /** 1-based lines of the notes under tasks. */
  nested: readonly number[];
  /** The numbers of the tasks of the board. */
  own: ReadonlySet<number>;
  numbering: Numbering;
}

/**
 * One warning for each open box with a due date or an owner of its own, each with the
 * line as it should be. A box that names a task of the board is a reference to it.
 */
export function subTaskFindings({ file, lines, nested, own, numbering }: Nested): Finding[] {
  const findings: Finding[] = [];
  const boxes = nested.flatMap((line) => boxAt(lines, line));
  for (const { line, id, task } of boxes) {
    const due = dueOf(task);
    const isPlanned = due !== null || hasOwner(task);
    if (task.done || !isPlanned || (id !== null && own.has(id))) continue;
    findings.push({
      file,
      line,
      severity: "warning",
      what: `${id === null ? `a sub task with ${due === null ? "an owner" : `due ${due}`}` : `the sub task ${task.id}`} stands under another task, and is in no plan`,
      expected: "a task of its own, at the beginning of a line",
      fix: `Write, without blanks before it: ${id === null ? named(task, numbering.give(null)) : writeTaskLine(task).trim()}`,
    });
  }
  return findings;
}

function boxAt(lines: readonly TextLine[], line: number) {
  const text = lines[line - 1]?.text ?? "";
  const [, begin = "", words = ""] = text.length > LONGEST ? [] : (BOX.exec(text) ?? []);
  if (begin === "") return [];
  const id = ID_NUMBER.exec(words)?.[1];
  const read = readTaskLine(begin + (id === undefined ? `${NO_ID} ` : "") + words);
  if (read.kind !== "task") return [];
  return [{ line, id: id === undefined ? null : Number(id), task: read.line }];
}

function dueOf(task: TaskLine): string | null {
  return task.fields.find((field) => field.kind === "due")?.due ?? null;
}

function hasOwner(task: TaskLine): boolean {
  return task.fields.some((field) => field.kind === "agent");
}

function named(task: TaskLine, id: string): string {
  return writeTaskLine(task).replace(NO_ID, id).trim();
}
