/**
 * Lines of a section that a person or another program meant as a task and that are none: a box without an id, a
 * drawn one, a keyword of a list of things to do, a row of a table or of a spreadsheet, a message of a chat, a
 * line that ends in an owner or a date. They are told with the line as it should be, in which every word still
 * stands; what goes into the plan is never guessed.
 */

import { withIsoDates } from "../written-dates.ts";
import { asMeant, hasHiddenField, knownOwners, saysDueInWords } from "./hidden-fields.ts";
import type { Numbering } from "./numbers.ts";
import { rowOf } from "./rows.ts";
import type { BoardSection } from "./task.ts";
import { type Problem, readTaskLine, type TaskLine } from "./task-line.ts";

/** A longer line is no task; keeps a finding short. */
const LONGEST = 500;
/** Stands for an id while a line without one is read. */
const NO_ID = "T-0";
const ID = /^[Tt]-(\d{1,6})(?:[ \t\u00a0:.]+|$)/;
const BULLET =
  /^(?:[-*+–—•‣◦▪](?=[\s\u00a0[~☐☑☒⬜✅✔])|\*{2,8}(?=\s)|\d{1,9}[.)](?=\s)|[a-z]\)(?=\s))/u;
/** Not `[-]`, which is dropped elsewhere: as words it stays with its task. */
const BOX = /^\[([ \u00a0xX✓✔/>?!]?)\](?![([:])/u;
const DRAWN = /^([☐☑☒⬜✅✔])\uFE0F?/u;
/** What a box says, too. */
const KEYWORD = /^(TO-?DO|DONE|ERLEDIGT|FEITO|HECHO)(?::|(?=\s))/;
/** `x 2026-11-27 Send it`, as todo.txt has what is done. */
const CROSSED = /^(x)(?=\s+\d{4}-\d{2}-\d{2}\s)/;
/** These say more than a box, and stay: a state, `[#A]` of org-mode, `(A)` of todo.txt. */
const SAID = /^(?:(?:DOING|FIX-?ME|WAITING)(?::|\s)|\[#[A-Z]\]|\([A-Z]\)\s)/;
/** When a message of a chat came: `[28.11.26, 09:15:07] Tom: …` */
const CHAT = /^\[\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s\d{1,2}:\d{2}(?::\d{2})?\](?=\s[^:]{1,40}:)/;
const STRUCK = /^~~(.*)~~$/u;
const TICKED = new Set(["x", "X", "✓", "✔", "☑", "☒", "✅", "DONE", "ERLEDIGT", "FEITO", "HECHO"]);

export interface Stray {
  /** What is wrong with it, where it has a box; null for any other line. */
  problem: Problem | null;
  /** The line as it should be. */
  as(numbering: Numbering): string;
}

/**
 * What a line of a section that is no task was meant as; null when it is none by its looks. `problem` is what
 * `readTaskLine` found. What is done and has no box is left alone under Done.
 */
export function strayAt(
  text: string,
  of: {
    section: BoardSection;
    problem: Problem | null;
    departments: readonly string[] | null;
  },
): Stray | null {
  const { section, problem, departments } = of;
  if (text.length > LONGEST || (section === "Done" && problem === null)) return null;
  const row = rowOf(text, knownOwners(departments));
  const begun = row === null ? beginningOf(text) : { ...row, isBulleted: true, isMarked: true };
  const dated = withIsoDates(begun.rest);
  const [own = "", number] = ID.exec(dated) ?? [];
  const words = dated.slice(own.length).trim();
  if (words === "") return null;
  const read = readTaskLine(`- [${begun.done ? "x" : " "}] ${NO_ID} ${words}`);
  if (read.kind !== "task") return null;
  const isMeant =
    begun.isMarked || number !== undefined || isMeantBy(read.line, departments, begun.isBulleted);
  if (!isMeant) return null;
  const line = asMeant(read.line, departments).trim();
  return {
    problem,
    as: (numbering) =>
      line.replace(NO_ID, numbering.give(number === undefined ? null : Number(number))),
  };
}

interface Beginning {
  /** What stands behind bullet, box and the like. */
  rest: string;
  done: boolean;
  isBulleted: boolean;
  /** A box, a keyword, a state, a rank: it can only be a task. */
  isMarked: boolean;
}

function beginningOf(text: string): Beginning {
  const begun: Beginning = { rest: text.trim(), done: false, isBulleted: false, isMarked: false };
  const take = (form: RegExp): string | null => {
    const match = form.exec(begun.rest);
    if (match === null) return null;
    begun.rest = begun.rest.slice(match[0].length).replace(/^[\s\u00a0]+/u, "");
    return match[1] ?? "";
  };
  const strike = () => {
    const struck = STRUCK.exec(begun.rest)?.[1];
    if (struck === undefined) return;
    begun.rest = struck.trim();
    begun.done = true;
  };
  if (take(CHAT) !== null) begun.isMarked = true;
  if (take(BULLET) !== null) begun.isBulleted = true;
  strike();
  for (const form of [BOX, DRAWN, KEYWORD, CROSSED]) {
    const mark = take(form);
    if (mark === null) continue;
    begun.isMarked = true;
    if (TICKED.has(mark)) begun.done = true;
  }
  strike();
  if (SAID.test(begun.rest)) begun.isMarked = true;
  return begun;
}

/** In a list an owner or a date anywhere shows it, in a line of prose only one that ends it. */
function isMeantBy(
  line: TaskLine,
  departments: readonly string[] | null,
  isBulleted: boolean,
): boolean {
  const owner = line.fields.find((field) => field.kind === "agent")?.agent;
  const isOwned = owner !== undefined && knownOwners(departments).has(owner);
  if (isOwned || line.fields.some(({ kind }) => kind === "due")) return true;
  return isBulleted && (hasHiddenField(line, departments) || saysDueInWords(line));
}
