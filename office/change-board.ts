/** One change of BOARD.md, for the command line and for the tool. */
import path from "node:path";
import type { DecisionEntity } from "../company/board/decision.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { type BoardRequest, type BoardUpdate, boardUpdate } from "../company/board/update.ts";
import { clip } from "../company/clip.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { readText } from "../files/text.ts";
import type { MemoryChangeRef } from "../ledger/board-changes.ts";
import type { MemoryStore } from "../mcp-memory/store/store.ts";
import { writeBoard } from "./records/board-record.ts";
import { keepEntity } from "./records/keep-entity.ts";
import { withMemory } from "./records/with-memory.ts";

export interface BoardSources {
  root: string;
  now(): Date;
  /**
   * Runs `work` on the memory with the rules that hold for whoever speaks. Left out, the decision is
   * written in the name of who changes the board, as code writes by itself.
   */
  onMemory?: <T>(work: (store: MemoryStore) => Promise<T>) => Promise<T>;
}

export interface BoardChange {
  request: BoardRequest;
  /** Who changes it: a department's id or `founder`. */
  by: string;
}

/** `unkept` says why the change cannot be taken back with `hq undo`; null when it can. */
export type ChangedBoard = BoardUpdate & { today: string; unkept: string | null };

/**
 * Carries out one change and remembers what was decided by it. Reads, edits and writes as one: two
 * changes at once must not lose what one of them promised.
 * @throws HqError as `boardUpdate`; the memory's own error when the decision cannot be kept.
 */
export async function changeBoard(
  { root, now, onMemory }: BoardSources,
  { request, by }: BoardChange,
): Promise<ChangedBoard> {
  const remember = (decision: DecisionEntity) => {
    const work = (store: MemoryStore) => keepDecision(store, decision);
    return onMemory === undefined ? withMemory({ root, now, agent: by }, work) : onMemory(work);
  };
  return onBoard(root, async () => {
    const { file, text, today, constitution } = await readBoardFile(root, now());
    const agents = [...constitution.departments.map(({ agent }) => agent), FOUNDER];
    const update = boardUpdate(text, withId(request), { today, by, agents });
    // Memory first: when it cannot be written, the board is as it was and the call can be repeated.
    const kept = update.decision === null ? null : await remember(update.decision);
    const decision =
      update.decision === null || kept === null ? null : { ...update.decision, name: kept.name };
    const unkept = update.changed
      ? await writeBoard(
          { root, now, file },
          { before: text, after: update.text },
          {
            who: by,
            says: saidOf(request, update),
            memory: kept === null || kept.change === null ? [] : [kept.change],
            undoes: null,
          },
        )
      : null;
    return { ...update, decision, today, unkept };
  });
}

/** The decision's name, and the change of the memory that it is; null when it was there already. */
async function keepDecision(
  store: MemoryStore,
  decision: DecisionEntity,
): Promise<{ name: string; change: MemoryChangeRef | null }> {
  const { name, isNew } = await keepEntity(store, decision);
  const [change] = isNew ? await store.history.log({ name, limit: 1 }) : [];
  return { name, change: change === undefined ? null : { seq: change.seq, at: change.at } };
}

const SAID: Readonly<Record<BoardRequest["action"], string>> = {
  add: "added",
  move: "moved",
  done: "done",
  due: "given another date",
  edit: "edited",
  drop: "dropped",
};

/** `T-012 done: Call the bank`. */
function saidOf(request: BoardRequest, { task }: BoardUpdate): string {
  const id = task?.id ?? ("id" in request ? request.id.toUpperCase() : "");
  const where = request.action === "move" ? ` to ${request.section}` : "";
  const title = task === null ? "" : `: ${task.title}`;
  return clip(`${id} ${SAID[request.action]}${where}${title}`, SAID_CHARS);
}

const SAID_CHARS = 120;

export interface BoardFile {
  file: string;
  text: string;
  /** ISO date in the company's time zone. */
  today: string;
  constitution: Constitution;
}

/** @throws HqError `not-found` without a board */
export async function readBoardFile(root: string, now: Date): Promise<BoardFile> {
  const { constitution } = await readConstitution(root);
  const file = path.join(root, BOARD_FILE);
  const text = await readText(file);
  if (text === null) {
    throw new HqError("not-found", `Cannot read the board: there is no ${file}, expected one.`, {
      hint: "Restore it from git, or make an empty file with the headings ## Now, ## Next, ## Blocked and ## Done.",
    });
  }
  return { file, text, today: dateIn(now, constitution.company.timeZone), constitution };
}

/** Runs `work` while no other program of ours changes the board. */
export function onBoard<T>(root: string, work: () => Promise<T>): Promise<T> {
  return withLock(path.join(root, ".hq", "board.lock"), work);
}

/** The board writes T-012; whoever is in a hurry types t-012, T-12 or 12. */
function withId(request: BoardRequest): BoardRequest {
  if (!("id" in request)) return request;
  const id = request.id.trim().toUpperCase();
  return { ...request, id: /^\d{1,6}$/.test(id) ? `T-${id.padStart(3, "0")}` : id };
}
