/** The changes of memory and board that can be taken back, as one list. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type BoardHunk, takeBack } from "../../company/board/take-back.ts";
import { BOARD_FILE } from "../../company/board/task.ts";
import type { BoardChangeRecord } from "../../ledger/board-changes.ts";
import type { Change } from "../../mcp-memory/store/history/history.ts";
import { type FounderMemory, withFounderMemory } from "../memory/founder-memory.ts";
import { lookIntoLedger } from "../records/look-into-ledger.ts";

/** One act that can be taken back whole. */
export interface UndoableAct {
  /** `b12` of the board, `m34` of the memory. */
  id: string;
  /** ISO instant. */
  at: string;
  by: string;
  /** What it did, in a few words. */
  says: string;
  /** Its lines on the board; none of an act on the memory. */
  hunks: readonly BoardHunk[];
  /** Its changes of the memory: with the board, those that belong to it. */
  changes: readonly Change[];
}

/** More than anybody goes back. */
export const LOOKED_AT = 200;

/**
 * The newest first, and the company's time zone. What code writes by itself, plans and what outlived its rule, is nobody's act and is left out.
 * @throws MemoryError, LedgerError
 */
export async function listUndoable(
  memory: FounderMemory,
  { limit, only }: { limit: number; only?: "memory" | undefined },
): Promise<{ acts: UndoableAct[]; timeZone: string }> {
  const rows = await boardRows(memory.root);
  const { log, timeZone } = await withFounderMemory(memory, async ({ store, readPolicy }) => ({
    log: await store.history.log({ limit: LOOKED_AT, standing: true }),
    timeZone: (await readPolicy())?.timeZone ?? "UTC",
  }));
  const board = only === "memory" ? [] : boardActs(rows, await boardText(memory.root), log);
  const acts = [...board, ...memoryActs(rows, log)];
  const newestFirst = acts.sort((one, other) =>
    one.at < other.at ? 1 : one.at > other.at ? -1 : 0,
  );
  return { acts: newestFirst.slice(0, limit), timeZone };
}

/** What the ledger keeps of the board's changes, newest first. @throws LedgerError */
export function boardRows(root: string): Promise<BoardChangeRecord[]> {
  return lookIntoLedger<BoardChangeRecord[]>(root, [], (ledger) =>
    ledger.read(({ boardChanges }) => boardChanges.newest(LOOKED_AT)),
  );
}

/** The hunks of a record. */
export function hunksOf({ hunks }: BoardChangeRecord): BoardHunk[] {
  return JSON.parse(hunks) as BoardHunk[];
}

/** Those that hold: neither taken back nor void. One that was cut off holds when the board has it. */
export function standingRows(
  rows: readonly BoardChangeRecord[],
  text: string,
): BoardChangeRecord[] {
  const gone = new Set<number>();
  return rows.filter((row) => {
    if (gone.has(row.seq) || row.state === "void") return false;
    if (row.state === "begun" && takeBack(text, hunksOf(row)).kind !== "text") return false;
    if (row.undoes !== null) gone.add(row.undoes);
    return true;
  });
}

async function boardText(root: string): Promise<string> {
  return readFile(path.join(root, BOARD_FILE), "utf8").catch(() => "");
}

function boardActs(
  rows: readonly BoardChangeRecord[],
  text: string,
  log: readonly Change[],
): UndoableAct[] {
  return standingRows(rows, text).map((row) => ({
    id: `b${row.seq}`,
    at: row.at,
    by: row.who,
    says: row.says,
    hunks: hunksOf(row),
    changes: log.filter((change) => row.memory.some((ref) => isSame(ref, change))),
  }));
}

function memoryActs(rows: readonly BoardChangeRecord[], log: readonly Change[]): UndoableAct[] {
  const refs = rows.flatMap(({ memory }) => memory);
  return log
    .filter((change) => !isByItself(change) && !refs.some((ref) => isSame(ref, change)))
    .map((change) => ({
      id: `m${change.seq}`,
      at: change.at,
      by: change.by,
      says: memorySays(change),
      hunks: [],
      changes: [change],
    }));
}

/** The same number and the same instant: a log that began anew counts from 1 again. */
export function isSame(
  one: { seq: number; at: string },
  other: { seq: number; at: string },
): boolean {
  return one.seq === other.seq && one.at === other.at;
}

/** The plan's own record, and retention. */
function isByItself({ operation, effects }: Change): boolean {
  if (operation === "prune") return true;
  const isPlan = (key: string) => key.startsWith("standup:") || key === "prompt-run:standup";
  return effects.every(({ kind, key }) => kind === "entity" && isPlan(key));
}

const NAMED = 3;

function memorySays({ operation, note, effects }: Change): string {
  if (operation === "undo")
    return `took back ${(note ?? "").replace("takes back ", "m").replaceAll(", ", ", m")}`;
  const said = [...new Set(effects.map(effectSays))];
  const more = said.length > NAMED ? ` and ${said.length - NAMED} more` : "";
  return `${said.slice(0, NAMED).join(", ")}${more}`;
}

function effectSays({ kind, key, form, data }: Change["effects"][number]): string {
  if (kind === "relation") {
    const [from = "", to = "", type = ""] = JSON.parse(key) as string[];
    return `${form === "created" ? "related" : "no longer related"}: ${from} ${type} ${to}`;
  }
  if (kind !== "entity") return "a line of another kind";
  const count = Array.isArray(data) ? data.length : 0;
  const lines = count === 1 ? "a line" : `${count} lines`;
  if (form === "created") return `remembered ${key}`;
  if (form === "added") return `${lines} added to ${key}`;
  if (form === "removed") return `${lines} taken out of ${key}`;
  return `changed or removed ${key}`;
}
