import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { MemoryError } from "../../error.ts";
import { FILE_BYTES } from "../../limits.ts";
import { archiveBeside, originsBeside } from "../../origins.ts";

/** Where the parts of one memory lie. */
export interface Place {
  /** Real path of memory.jsonl: symbolic links are resolved, so that two paths to it share a store. */
  file: string;
  /** memory.origins.jsonl beside it. */
  origins: string;
  /** memory.archive.jsonl beside it, which is there when the founder commits the archive. */
  archive: string;
  /** .memory/<file name>/ beside it. */
  folder: string;
  database: string;
  quarantine: string;
}

/** The place of a memory by the path of its memory.jsonl. Nothing needs to exist yet. */
export function placeOf(filePath: string): Place {
  const file = realPath(path.resolve(filePath));
  const folder = path.join(path.dirname(file), ".memory", path.basename(file));
  return {
    file,
    origins: originsBeside(file),
    archive: archiveBeside(file),
    folder,
    database: path.join(folder, "graph.db"),
    quarantine: path.join(folder, "quarantine.jsonl"),
  };
}

/** Creates the folder, and in .memory/ the .gitignore that keeps all of it out of the repository. */
export function makeFolder(place: Place): void {
  const first = mkdirSync(place.folder, { recursive: true });
  // SQLite syncs the folder of its database and none above: a power cut could take the new ones along.
  for (let made = place.folder; first !== undefined; made = path.dirname(made)) {
    syncFolder(path.dirname(made));
    if (made === first) break;
  }
  keepOutOfGit(path.dirname(place.folder));
}

/** An empty file is what a full disk left of an earlier try: git would then take the database in. */
function keepOutOfGit(folder: string): void {
  const ignore = path.join(folder, ".gitignore");
  if ((statOf(ignore)?.size ?? 0) === 0) writeFileSync(ignore, "*\n");
}

/** What tells one state of a file from another without reading it. */
export interface FileStamp {
  size: number;
  /** Nanoseconds as text: JSON has no such integers. */
  mtimeNs: string;
  ino: string;
}

/** The stamp of a file; null when there is none. Throws the file system's error, and "unreadable". */
export function statOf(file: string): FileStamp | null {
  try {
    const stat = statSync(file, { bigint: true });
    if (!stat.isFile()) throw unreadable(file, "it is no file", "a file");
    return { size: Number(stat.size), mtimeNs: String(stat.mtimeNs), ino: String(stat.ino) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export function sameStamp(one: FileStamp | null, other: FileStamp | null): boolean {
  if (one === null || other === null) return one === other;
  return one.size === other.size && one.mtimeNs === other.mtimeNs && one.ino === other.ino;
}

/** The bytes of a file; null when there is none. Throws "unreadable" for what is too large or no file. */
export function readBytes(file: string): Buffer | null {
  const stamp = statOf(file);
  if (stamp === null) return null;
  if (stamp.size > FILE_BYTES) {
    throw unreadable(file, `it has ${stamp.size} bytes`, `at most ${FILE_BYTES}`);
  }
  return readFileSync(file);
}

/** Makes a rename in the folder last through a power cut. */
export function syncFolder(folder: string): void {
  // Windows has no handle on a folder; its file systems write renames to their own journal.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function unreadable(file: string, found: string, expected: string): MemoryError {
  return new MemoryError("unreadable", `Cannot read ${file}: ${found}, expected ${expected}.`, {
    hint: "Put it right or set MEMORY_FILE_PATH to another file.",
  });
}

/** Like realpath, for a path whose last parts need not exist; a link to nothing leads to its target. */
function realPath(file: string, hops = 0): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const parent = path.dirname(file);
  if (parent === file) return file;
  if (hops < 40 && isLink(file))
    return realPath(path.resolve(parent, readlinkSync(file)), hops + 1);
  return path.join(realPath(parent, hops), path.basename(file));
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
