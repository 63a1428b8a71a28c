/** The board is written, and the ledger keeps what it was before, so that the change can be taken back. */
import path from "node:path";
import { boardHunks } from "../../company/board/take-back.ts";
import { writeText } from "../../files/text.ts";
import type { BoardChangeRecord } from "../../ledger/board-changes.ts";
import { LedgerError } from "../../ledger/error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";

/** What the ledger keeps beside the lines. */
export type BoardAct = Pick<BoardChangeRecord, "who" | "says" | "memory" | "undoes">;

interface Place {
  root: string;
  now(): Date;
  /** The board's path. */
  file: string;
}

/**
 * Writes the board. A record that cannot be had is no reason to refuse the change: the sentence says why it
 * cannot be taken back by `hq undo`; null when it can. The caller holds the board's lock.
 * @throws HqError when the board cannot be written
 */
export async function writeBoard(
  place: Place,
  texts: { before: string; after: string },
  about: BoardAct,
): Promise<string | null> {
  try {
    const ledger = await openLedger({ file: path.join(place.root, LEDGER_FILE) });
    try {
      await writeKept(ledger, place, { ...texts, ...about });
    } finally {
      await ledger.close();
    }
    return null;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    await writeText(place.file, texts.after);
    return error.message;
  }
}

/**
 * The record says "begun" before the file is written, and "done" behind it: whatever a crash leaves, no line
 * is changed of which nothing is kept.
 */
async function writeKept(
  ledger: Ledger,
  { now, file }: Place,
  { before, after, who, says, memory, undoes }: { before: string; after: string } & BoardAct,
): Promise<void> {
  const hunks = JSON.stringify(boardHunks(before, after));
  const at = now().toISOString();
  const seq = await ledger.write(({ boardChanges }) =>
    boardChanges.begin({ at, who, says, hunks, memory, undoes }),
  );
  await writeText(file, after);
  await ledger.write(({ boardChanges }) => boardChanges.settle(seq, { state: "done", memory }));
}
