/** Lines of BOARD.md that were meant as tasks, written as tasks, as one change that can be taken back. */
import { type TidiedLine, tidyBoard } from "../company/board/tidy.ts";
import { HqError } from "../company/error.ts";
import { onBoard, readBoardFile } from "./change-board.ts";
import { writeBoard } from "./records/board-record.ts";

interface Sources {
  root: string;
  now(): Date;
}

/** What would be written; nothing is. @throws HqError `not-found` without a board */
export async function lookAtStrays({ root, now }: Sources): Promise<TidiedLine[]> {
  const { text, constitution } = await readBoardFile(root, now());
  return tidyBoard(text, departmentsOf(constitution)).changes;
}

/**
 * Writes exactly the lines that were looked at. `unkept` says why `hq undo` cannot take it back; null when it can.
 * @throws HqError `wrong-state` when the board was changed since
 */
export async function tidyStrays(
  { root, now }: Sources,
  { changes, by }: { changes: readonly TidiedLine[]; by: string },
): Promise<{ unkept: string | null }> {
  return onBoard(root, async () => {
    const { file, text, constitution } = await readBoardFile(root, now());
    const tidied = tidyBoard(text, departmentsOf(constitution));
    if (JSON.stringify(tidied.changes) !== JSON.stringify(changes)) {
      throw new HqError(
        "wrong-state",
        "Cannot tidy the board: its lines are not those that were shown any more, expected them as they were. Nothing was changed.",
        { hint: "Look at them again: hq board tidy --dry-run" },
      );
    }
    const says = `${changes.length} ${changes.length === 1 ? "line" : "lines"} written as tasks`;
    const about = { who: by, says, memory: [], undoes: null };
    const texts = { before: text, after: tidied.text };
    return { unkept: await writeBoard({ root, now, file }, texts, about) };
  });
}

function departmentsOf({ departments }: { departments: readonly { agent: string }[] }): string[] {
  return departments.map(({ agent }) => agent);
}
