/**
 * A newer kit's packs over those of a company, row by row: of one row the newest reading counts, and what a founder
 * wrote into a pack by hand is kept where it was read after the pack was made.
 */
import { z } from "zod";
import type { KitFile } from "../kit/context.ts";
import { readJson } from "../kit/json.ts";

/** Lists of a pack's files whose rows have a source, by the file's name. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  facts: ["facts"],
  law: ["law"],
  duties: ["duties", "notDue"],
  mentions: ["mentions"],
  "dates-ahead": ["dates"],
  holidays: ["holidays"],
};

const row = z.looseObject({
  id: z.string(),
  region: z.string().optional(),
  from: z.union([z.string(), z.number()]).optional(),
  source: z.looseObject({ readOn: z.string() }),
});
type Row = z.infer<typeof row>;

export interface RowChange {
  /** `pt/facts.json`. */
  file: string;
  id: string;
  /** `kept`: the company's row stays, as it was read later. */
  kind: "added" | "changed" | "removed" | "kept";
}

/** A row that the company and the newer kit have differently, both written after the company's pack was made. */
export interface FileConflict {
  file: string;
  id: string;
  yours: Row;
  kits: Row;
}

export interface MergedFile {
  text: string;
  changes: RowChange[];
  conflicts: FileConflict[];
}

/**
 * One file of a pack. `version` is the day of the company's pack: a row that was read later is the founder's. A file
 * of no such rows, or one that cannot be read, is the newer kit's.
 */
export function mergePackFile(own: KitFile, kits: KitFile, version: string): MergedFile {
  const name = /([^/]+)\.json$/.exec(kits.path)?.[1] ?? "";
  const file = kits.path.split("/").slice(-2).join("/");
  const [mine, theirs] = [contentOf(own), contentOf(kits)];
  const lists = LISTS[name] ?? [];
  if (mine === null || theirs === null || lists.length === 0) {
    return { text: kits.text, changes: [], conflicts: [] };
  }
  const merged: Record<string, unknown> = { ...theirs };
  const found: MergedFile = { text: kits.text, changes: [], conflicts: [] };
  for (const list of lists) {
    const [before, now] = [rowsOf(mine[list]), rowsOf(theirs[list])];
    if (before === null || now === null) continue;
    merged[list] = mergeRows({ file, version, before, now }, found);
  }
  const isKits = JSON.stringify(merged) === JSON.stringify(theirs);
  return { ...found, text: isKits ? kits.text : `${JSON.stringify(merged, null, 2)}\n` };
}

interface TwoLists {
  file: string;
  version: string;
  before: readonly Row[];
  now: readonly Row[];
}

function mergeRows({ file, version, before, now }: TwoLists, found: MergedFile): Row[] {
  const mine = new Map(before.map((each) => [keyOf(each), each]));
  const theirs = new Set(now.map(keyOf));
  const tell = (id: string, kind: RowChange["kind"]) => found.changes.push({ file, id, kind });
  const rows = now.map((kits) => {
    const yours = mine.get(keyOf(kits));
    if (yours === undefined) {
      tell(kits.id, "added");
      return kits;
    }
    if (JSON.stringify(yours) === JSON.stringify(kits)) return kits;
    const isFounders = yours.source.readOn > version;
    if (isFounders && kits.source.readOn > version && substanceOf(yours) !== substanceOf(kits)) {
      found.conflicts.push({ file, id: kits.id, yours, kits });
    }
    const stays = yours.source.readOn > kits.source.readOn;
    tell(kits.id, stays ? "kept" : "changed");
    return stays ? yours : kits;
  });
  for (const yours of before) {
    if (theirs.has(keyOf(yours))) continue;
    const isFounders = yours.source.readOn > version;
    tell(yours.id, isFounders ? "kept" : "removed");
    if (isFounders) rows.push(yours);
  }
  return rows;
}

function keyOf({ id, region, from }: Row): string {
  return [id, region ?? "", String(from ?? "")].join(" ");
}

/** The row without what only says when and where it was read, and how it is found. */
function substanceOf(each: Row): string {
  const { source: _source, checkBy: _checkBy, why: _why, asked: _asked, ...rest } = each;
  return JSON.stringify(rest);
}

function contentOf(file: KitFile): Record<string, unknown> | null {
  const json = readJson(file);
  if (json.kind === "bad" || typeof json.value !== "object" || json.value === null) return null;
  return json.value as Record<string, unknown>;
}

/** As they stand: what a schema gives back has its cells in another order. */
function rowsOf(list: unknown): Row[] | null {
  return z.array(row).safeParse(list).success ? (list as Row[]) : null;
}
