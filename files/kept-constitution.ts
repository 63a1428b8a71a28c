/**
 * The constitution as it was read before, with the hash of the page and of the programs: the Markdown parser and
 * the page take 100 ms of each start, a look at this takes one. In the folder of the record, or that of the memory's
 * database: the guard keeps both from departments and git ignores them; without either nothing is kept.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Constitution } from "../company/constitution/types.ts";
import type { Finding } from "../company/finding.ts";
import { writeText } from "./text.ts";

export interface ReadConstitution {
  constitution: Constitution;
  findings: Finding[];
}

export interface KeptPlace {
  root: string;
  /** The page as it is now. */
  text: string;
  /** Of these programs; null keeps nothing. */
  build: string | null;
}

const FOLDERS = [".hq", ".memory"];
const FILE = "constitution.json";

/** Null when the page, or the program that reads it, is another than it was. */
export async function readKeptConstitution(place: KeptPlace): Promise<ReadConstitution | null> {
  const key = keyOf(place);
  if (key === null) return null;
  const folder = folderIn(place.root);
  if (folder === null) return null;
  try {
    const file = path.join(folder, FILE);
    const kept = JSON.parse(await readFile(file, "utf8")) as { key?: unknown } & ReadConstitution;
    if (kept.key !== key) return null;
    return { constitution: kept.constitution, findings: kept.findings };
  } catch {
    return null;
  }
}

/** Not being able to costs time and nothing else. */
export async function keepConstitution(place: KeptPlace, read: ReadConstitution): Promise<void> {
  const key = keyOf(place);
  const folder = folderIn(place.root);
  if (key === null || folder === null) return;
  const { constitution, findings } = read;
  const kept = JSON.stringify({ key, constitution, findings });
  // What JSON cannot hold would come back as something else.
  if (!isDeepStrictEqual(JSON.parse(kept), { key, constitution, findings })) return;
  await writeText(path.join(folder, FILE), `${kept}\n`).catch(() => {});
}

function folderIn(root: string): string | null {
  const found = FOLDERS.map((name) => path.join(root, name)).find((folder) => existsSync(folder));
  return found ?? null;
}

function keyOf({ text, build }: KeptPlace): string | null {
  if (build === null) return null;
  return createHash("sha256").update(build).update("\n").update(text).digest("hex");
}
