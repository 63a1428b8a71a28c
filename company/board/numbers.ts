/** The numbers of a board's tasks: which are taken, and which is free for the next one. */
import { HqError } from "../error.ts";
import { splitLines, type TextLine } from "./lines.ts";
import { type ScannedLine, scanLines } from "./scan.ts";
import { BOARD_FILE } from "./task.ts";

const ID_LIMIT = 999_999;
const OWN_ID = /^\s*(?:[-*+–—•‣◦]|\d{1,9}[.)])\s+\[[ xX]\]\s+T-(\d{1,6})\b/u;
const ANY_ID = /\bT-(\d{1,6})\b/g;
/** How many tasks can have come and gone of which only a note still speaks. */
const MENTIONED_AHEAD = 1_000;

/** `T-012`. */
function idOf(number: number): string {
  return `T-${String(number).padStart(3, "0")}`;
}

/** Gives ids to lines that are proposed as tasks: their own where it is free, else the next one. */
export interface Numbering {
  give(own: number | null): string;
}

/** Looks at the lines when the first id is asked for: most boards need none. */
export function createNumbering(
  lines: readonly TextLine[],
  scanned: readonly ScannedLine[],
): Numbering {
  let numbers: { taken: Set<number>; highest: number } | undefined;
  return {
    give: (own) => {
      numbers ??= numbersIn(lines, scanned);
      const isFree = own !== null && own > 0 && !numbers.taken.has(own);
      if (!isFree) numbers.highest += 1;
      const given = isFree ? own : numbers.highest;
      numbers.taken.add(given);
      return idOf(given);
    },
  };
}

/**
 * The numbers of the tasks, and the highest that the lines mention, as a task or in a note; 0 without one. The
 * examples in a comment or a code fence do not count, nor does a number far above all tasks, which somebody
 * only wrote down.
 */
function numbersIn(
  lines: readonly TextLine[],
  scanned: readonly ScannedLine[],
): { taken: Set<number>; highest: number } {
  const written = scanned.flatMap(({ kind }, at) =>
    kind === "hidden" ? [] : [lines[at]?.text ?? ""],
  );
  const own = written.flatMap((line) => OWN_ID.exec(line)?.[1] ?? []).map(Number);
  const named = written.flatMap((line) => [...line.matchAll(ANY_ID)].map(([, id]) => Number(id)));
  const last = Math.max(0, ...own);
  const highest = Math.max(last, ...named.filter((id) => id <= last + MENTIONED_AHEAD));
  return { taken: new Set(own), highest };
}

/** The id for a new task. @throws HqError `invalid-file` when there is no higher number */
export function nextId(text: string): string {
  const { lines } = splitLines(text);
  const { highest } = numbersIn(lines, scanLines(lines).lines);
  if (highest >= ID_LIMIT) {
    throw new HqError(
      "invalid-file",
      `Cannot number a new task: ${BOARD_FILE} mentions T-${highest}, expected ids below it.`,
      {
        hint: "Give that task or mention a smaller number.",
      },
    );
  }
  return idOf(highest + 1);
}
