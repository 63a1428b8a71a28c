/**
 * The founder takes one act back: its lines on the board and what it wrote into the memory, both or none.
 *
 * What a crash can leave: the record says "begun" first, then the memory takes it back, then the board is
 * written, then the record says "done". Whoever takes something back next finishes one that was cut off.
 */
import path from "node:path";
import { boardHunks, takeBack } from "../../company/board/take-back.ts";
import { BOARD_FILE } from "../../company/board/task.ts";
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { HqError } from "../../company/error.ts";
import { writeText } from "../../files/text.ts";
import type { BoardChangeRecord, MemoryChangeRef } from "../../ledger/board-changes.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import type { MemoryHistory } from "../../mcp-memory/store/store.ts";
import { onBoard, readBoardFile } from "../change-board.ts";
import { type FounderMemory, withFounderMemory } from "../memory/founder-memory.ts";
import { boardRows, hunksOf, isSame, LOOKED_AT, standingRows, type UndoableAct } from "./acts.ts";

/** `finished`: an undo that was cut off before is whole now, and nothing else was done. */
export interface UndoneAct {
  kind: "undone" | "finished";
  says: string;
  /** Changes of the memory that could not be found again, because its log began anew. */
  lost: number;
}

/**
 * Takes the act back as it was listed. With `dryRun` only whether it could.
 * @throws HqError `wrong-state` when what it wrote is not so any more; MemoryError, LedgerError
 */
export function undoAct(
  memory: FounderMemory,
  act: UndoableAct,
  { dryRun }: { dryRun: boolean },
): Promise<UndoneAct> {
  if (act.id.startsWith("m")) return undoMemory(memory, act, dryRun);
  return onBoard(memory.root, () => undoOnBoard(memory, Number(act.id.slice(1)), dryRun));
}

/** The undo that a crash cut off, which the next one finishes; null when there is none. */
export async function cutOffUndo(root: string): Promise<{ says: string } | null> {
  return cutOff(await boardRows(root)) ?? null;
}

function cutOff(rows: readonly BoardChangeRecord[]): BoardChangeRecord | undefined {
  return rows.find(({ state, undoes }) => state === "begun" && undoes !== null);
}

/** Finishes the undo that was cut off. @throws as `undoAct` */
export function finishUndo(memory: FounderMemory): Promise<UndoneAct | null> {
  return onBoard(memory.root, () =>
    onLedger(memory.root, async (ledger) => {
      const rows = await newest(ledger);
      const begun = cutOff(rows);
      if (begun === undefined) return null;
      const original = rows.find(({ seq }) => seq === begun.undoes);
      const { file, text } = await readBoardFile(memory.root, memory.now());
      const back = original === undefined ? null : takeBack(text, hunksOf(original));
      const isWritten = takeBack(text, hunksOf(begun)).kind === "text";
      if (original === undefined || (back?.kind !== "text" && !isWritten)) {
        await settle(ledger, begun.seq, { state: "void", memory: [] });
        return null;
      }
      const refs = await takeMemoryBack(memory, original.memory);
      if (back?.kind === "text") await writeText(file, back.text);
      await settle(ledger, begun.seq, { state: "done", memory: refs });
      return { kind: "finished", says: original.says, lost: 0 };
    }),
  );
}

async function undoOnBoard(
  memory: FounderMemory,
  seq: number,
  dryRun: boolean,
): Promise<UndoneAct> {
  const { root, now } = memory;
  return onLedger(root, async (ledger) => {
    const rows = await newest(ledger);
    const { file, text } = await readBoardFile(root, now());
    const row = standingRows(rows, text).find((one) => one.seq === seq);
    if (row === undefined) throw alreadyBack(`b${seq}`);
    const back = takeBack(text, hunksOf(row));
    if (back.kind !== "text") throw changedSince(row, back);
    const lost = await requireFree(memory, row.memory);
    if (dryRun) return { kind: "undone", says: row.says, lost };
    const undoing = await ledger.write(({ boardChanges }) =>
      boardChanges.begin({
        at: now().toISOString(),
        who: FOUNDER,
        says: `took back: ${row.says.replace(/^(?:took back: )+/, "")}`,
        hunks: JSON.stringify(boardHunks(text, back.text)),
        memory: [],
        undoes: row.seq,
      }),
    );
    const refs = await takeMemoryBack(memory, row.memory);
    await writeText(file, back.text);
    await settle(ledger, undoing, { state: "done", memory: refs });
    return { kind: "undone", says: row.says, lost };
  });
}

async function undoMemory(
  memory: FounderMemory,
  { id, says }: UndoableAct,
  dryRun: boolean,
): Promise<UndoneAct> {
  const seq = Number(id.slice(1));
  const outcome = await withFounderMemory(memory, async ({ store: { history } }) => {
    const tried = await history.undoAll([seq], { dryRun: true });
    if (tried.kind === "has-dependents" || dryRun) return tried;
    return history.undo(seq, false);
  });
  if (outcome.kind === "has-dependents") throw builtOn(seq, outcome.dependents);
  if (outcome.kind === "nothing-left") {
    throw new HqError(
      "wrong-state",
      `Cannot take back m${seq} (${clip(says, SHOWN)}): nothing of it is in the memory any more, it was changed since. Nothing was changed.`,
      { hint: "hq undo --list shows what else can be taken back." },
    );
  }
  return { kind: "undone", says, lost: 0 };
}

/** How many of the changes the log does not know any more. @throws HqError when others build on them */
async function requireFree(
  memory: FounderMemory,
  refs: readonly MemoryChangeRef[],
): Promise<number> {
  if (refs.length === 0) return 0;
  return withFounderMemory(memory, async ({ store: { history } }) => {
    const known = await knownOf(history, refs);
    const tried = await history.undoAll(known, { dryRun: true });
    if (tried.kind === "has-dependents") throw builtOn(known[0] ?? 0, tried.dependents);
    return refs.length - known.length;
  });
}

/** Takes the changes back, or finds the change that did already; gives that change. */
async function takeMemoryBack(
  memory: FounderMemory,
  refs: readonly MemoryChangeRef[],
): Promise<MemoryChangeRef[]> {
  if (refs.length === 0) return [];
  return withFounderMemory(memory, async ({ store: { history } }) => {
    const known = await knownOf(history, refs);
    for (const seq of known) {
      const outcome = await history.undo(seq, false);
      if (outcome.kind === "has-dependents") throw builtOn(seq, outcome.dependents);
    }
    const recent = await history.log({ limit: LOOKED_AT, standing: true });
    return recent
      .filter(({ note }) => known.some((seq) => note === `takes back ${seq}`))
      .map(({ seq, at }) => ({ seq, at }));
  });
}

async function knownOf(
  history: MemoryHistory,
  refs: readonly MemoryChangeRef[],
): Promise<number[]> {
  const known: number[] = [];
  for (const ref of refs) {
    const [change] = await history.log({ before: ref.seq + 1, limit: 1 });
    if (change !== undefined && isSame(ref, change)) known.push(ref.seq);
  }
  return known;
}

const SHOWN = 80;

function alreadyBack(id: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot take back ${id}: it has been taken back already, expected one that holds. Nothing was changed.`,
    { hint: "hq undo --list shows those that hold." },
  );
}

function changedSince(
  { seq, says }: BoardChangeRecord,
  back: Exclude<ReturnType<typeof takeBack>, { kind: "text" }>,
): HqError {
  const found =
    back.kind === "id-taken"
      ? `another task has the id ${back.id} by now`
      : `${BOARD_FILE} does not have the line "${clip(back.line.trim(), SHOWN)}" any more: it was edited since`;
  return new HqError(
    "wrong-state",
    `Cannot take back b${seq} (${clip(says, SHOWN)}): ${found}. Nothing was changed.`,
    { hint: "Change the line by hand, or see what else can be taken back: hq undo --list" },
  );
}

function builtOn(seq: number, dependents: readonly number[]): HqError {
  const named = dependents.map((one) => `m${one}`).join(", ");
  return new HqError(
    "wrong-state",
    `Cannot take back m${seq}: ${named} ${dependents.length === 1 ? "builds" : "build"} on it. Nothing was changed.`,
    { hint: `Take all of them back with: hq memory undo ${seq} --with-dependents` },
  );
}

function newest(ledger: Ledger): Promise<BoardChangeRecord[]> {
  return ledger.read(({ boardChanges }) => boardChanges.newest(LOOKED_AT));
}

function settle(
  ledger: Ledger,
  seq: number,
  outcome: { state: "done" | "void"; memory: readonly MemoryChangeRef[] },
): Promise<void> {
  return ledger.write(({ boardChanges }) => boardChanges.settle(seq, outcome));
}

async function onLedger<T>(root: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
