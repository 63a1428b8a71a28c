/** The packs of a newer kit over those of a company, file by file and row by row. */
import type { RowConflict } from "../company/pack/hand-rows.ts";
import { type FileConflict, mergePackFile, type RowChange } from "../company/pack/merge-packs.ts";
import type { Pack } from "../company/pack/pack.ts";
import { readPacks } from "../company/pack/read.ts";
import type { KitFiles } from "./departments.ts";

export interface PackState {
  code: string;
  /** The day of the company's pack; null when it has none. */
  from: string | null;
  to: string;
  state: "new" | "renewed" | "same" | "older";
}

export interface MergedPacks {
  /** The company's packs as they were. */
  own: Pack[];
  /** Every file of the packs as it is then. */
  merged: Map<string, string>;
  packs: PackState[];
  rows: RowChange[];
  conflicts: RowConflict[];
}

/** A pack that is older than the company's is left as it is, and so is one that the newer kit does not have. */
export function mergePackFiles({
  mine,
  theirs,
  folder,
}: {
  mine: KitFiles;
  theirs: KitFiles;
  folder: string;
}): MergedPacks {
  const [own, newer] = [packsIn(mine, folder), packsIn(theirs, folder)];
  const merged = new Map([...mine].filter(([path]) => path.startsWith(`${folder}/`)));
  const found: MergedPacks = { own, merged, packs: [], rows: [], conflicts: [] };
  for (const { card } of newer) {
    const { code, version: to } = card;
    const from = own.find((pack) => pack.card.code === code)?.card.version ?? null;
    const isOlder = from !== null && to < from;
    const before = new Map(merged);
    const prefix = `${folder}/${code}/`;
    if (!isOlder) mergePack(found, { merged, theirs, prefix, version: from ?? "" });
    const isSame =
      before.size === merged.size && [...merged].every(([path, text]) => before.get(path) === text);
    const state = isOlder ? "older" : from === null ? "new" : isSame ? "same" : "renewed";
    found.packs.push({ code, from, to, state });
  }
  return found;
}

/** The packs among these files. */
export function packsIn(files: KitFiles, folder: string): Pack[] {
  const parts = [...files].filter(([path]) => path.startsWith(`${folder}/`));
  return readPacks(parts.map(([path, text]) => ({ path, text }))).packs;
}

function mergePack(
  found: MergedPacks,
  {
    merged,
    theirs,
    prefix,
    version,
  }: {
    merged: Map<string, string>;
    theirs: KitFiles;
    prefix: string;
    version: string;
  },
): void {
  for (const path of [...merged.keys()]) {
    if (path.startsWith(prefix) && !theirs.has(path)) merged.delete(path);
  }
  for (const [path, text] of theirs) {
    if (!path.startsWith(prefix)) continue;
    const before = merged.get(path);
    if (before === undefined || before === text) merged.set(path, text);
    else {
      const file = mergePackFile({ path, text: before }, { path, text }, version);
      merged.set(path, file.text);
      found.rows.push(...file.changes);
      found.conflicts.push(...file.conflicts.map(rowConflict));
    }
  }
}

/** Two whole rows, as far as a line shows them. */
function rowConflict({ id, yours, kits }: FileConflict): RowConflict {
  const shown = ({ source, ...rest }: FileConflict["yours"]) => {
    const says = "value" in rest ? `${String(rest.value)} ${String(rest.unit ?? "")}`.trim() : "";
    return { says: says === "" ? JSON.stringify(rest) : says, readOn: source.readOn };
  };
  return { id, yours: shown(yours), kits: shown(kits) };
}
