/** Carrying out what a person chose of the repairs: the graph first, then the files. */
import path from "node:path";
import { MemoryError } from "../../error.ts";
import { type Place, statOf } from "../database/place.ts";
import type { Session } from "../database/session.ts";
import { asMemoryError } from "../database/sqlite.ts";
import {
  applyRepairs,
  findRepairs,
  type RepairItem,
  settledPiecesFile,
  settleFiles,
  stageSettledPieces,
} from "./repair.ts";
import type { StagedFile } from "./replace-file.ts";
import { unfinished } from "./unfinished.ts";

/**
 * Applies the items with these ids, or all. Until the graph is changed a failure changes nothing;
 * from then on it says what is done and what is not, and doing it again finishes.
 */
export async function repairChosen(
  { session, place }: { session: Session; place: Place },
  ids: readonly string[] | undefined,
): Promise<RepairItem[]> {
  const all = await session.read((db) => findRepairs(db, place));
  const unknown = ids?.find((id) => !all.some((item) => item.id === id));
  if (unknown !== undefined) {
    throw new MemoryError(
      "not-found",
      `Cannot repair ${unknown}: nothing has this id. Nothing was changed.`,
      { hint: "See what there is with: hq memory repair --dry-run" },
    );
  }
  const chosen = ids === undefined ? all : all.filter(({ id }) => ids.includes(id));
  let pieces = stagePieces(place, chosen);
  try {
    await session.write({ operation: "repair" }, (write) => applyRepairs(write, place, chosen));
    // Under the lock: another server may have set a piece aside since, which must stay.
    await session
      .exclusive(() => {
        pieces = upToDate(pieces, place, chosen);
        settleFiles(place, chosen, pieces.staged);
      })
      .catch((error: unknown) => {
        throw unfinishedRepair(error, place, chosen);
      });
  } finally {
    for (const file of pieces.staged) file.discard();
  }
  return chosen;
}

interface StagedPieces {
  staged: StagedFile[];
  /** The files as they were when they were staged. */
  seen: string;
}

function stagePieces(place: Place, chosen: RepairItem[]): StagedPieces {
  const seen = stateOf(place);
  try {
    return { staged: stageSettledPieces(place, chosen), seen };
  } catch (error) {
    throw asMemoryError(error, "settle", place.quarantine);
  }
}

function upToDate(pieces: StagedPieces, place: Place, chosen: RepairItem[]): StagedPieces {
  if (stateOf(place) === pieces.seen) return pieces;
  for (const file of pieces.staged) file.discard();
  return stagePieces(place, chosen);
}

function stateOf(place: Place): string {
  return JSON.stringify([statOf(place.quarantine), statOf(settledPiecesFile(place))]);
}

function unfinishedRepair(error: unknown, place: Place, chosen: RepairItem[]): Error {
  const left = chosen.filter(({ kind }) => kind !== "dangling-relation").map(({ id }) => id);
  return unfinished(error, {
    work: "repair",
    path: place.folder,
    done: "what concerns the graph",
    left: `the files of ${left.join(", ")} are not all moved away, in ${path.basename(place.folder)}`,
    again: "repair what is still listed (hq memory repair --dry-run)",
  });
}
