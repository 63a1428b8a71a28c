/** One change of BOARD.md, for the command line and for the tool. */
import path from "node:path";
import type { DecisionEntity } from "../company/board/decision.ts";
import { BOARD_FILE } from "../company/board/task.ts";
import { type BoardRequest, type BoardUpdate, boardUpdate } from "../company/board/update.ts";
import { FOUNDER } from "../company/constitution/sections.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import { withLock } from "../files/lock.ts";
import { readText, writeText } from "../files/text.ts";
import type { MemoryStore } from "../mcp-memory/store/store.ts";
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

/**
 * Carries out one change and remembers what was decided by it. Reads, edits and writes as one: two
 * changes at once must not lose what one of them promised.
 * @throws HqError as `boardUpdate`; the memory's own error when the decision cannot be kept.
 */
export async function changeBoard(
  { root, now, onMemory }: BoardSources,
  { request, by }: BoardChange,
): Promise<BoardUpdate & { today: string }> {
  const remember = (decision: DecisionEntity) => {
    const work = async (store: MemoryStore) => (await keepEntity(store, decision)).name;
    return onMemory === undefined ? withMemory({ root, now, agent: by }, work) : onMemory(work);
  };
  return onBoard(root, async () => {
    const { file, text, today, constitution } = await readBoardFile(root, now());
    const agents = [...constitution.departments.map(({ agent }) => agent), FOUNDER];
    const update = boardUpdate(text, withId(request), { today, by, agents });
    // Memory first: when it cannot be written, the board is as it was and the call can be repeated.
    const decision =
      update.decision === null
        ? null
        : { ...update.decision, name: await remember(update.decision) };
    if (update.changed) await writeText(file, update.text);
    return { ...update, decision, today };
  });
}

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
function onBoard<T>(root: string, work: () => Promise<T>): Promise<T> {
  return withLock(path.join(root, ".hq", "board.lock"), work);
}

/** The board writes T-012; whoever is in a hurry types t-012, T-12 or 12. */
function withId(request: BoardRequest): BoardRequest {
  if (!("id" in request)) return request;
  const id = request.id.trim().toUpperCase();
  return { ...request, id: /^\d{1,6}$/.test(id) ? `T-${id.padStart(3, "0")}` : id };
}
