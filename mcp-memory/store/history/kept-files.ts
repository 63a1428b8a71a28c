/** Files beside the database and the memory that may hold a redacted text, and what becomes of them. */
import { isUtf8 } from "node:buffer";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type Place, readBytes, statOf } from "../database/place.ts";
import { asMemoryError } from "../database/sqlite.ts";
import { type StagedFile, stageFile } from "../repair/replace-file.ts";
import { redactQuarantine, redactText } from "./redact.ts";

export interface KeptFiles {
  /** New bytes on the disk that wait to be put into place. */
  staged: StagedFile[];
  /** Half-made files of a process that was killed: they hold nothing that is not elsewhere. */
  stale: string[];
  /** Pieces and files that held the text. */
  count: number;
  /** Files that are no text in UTF-8, and may hold it. */
  unread: string[];
  /** The files as they were: whoever sets a piece aside or a copy away changes it. */
  seen: string;
}

/** Writes every file that held the text anew, beside the old one, before a row is changed. */
export function stageKeptFiles(place: Place, text: RegExp): KeptFiles {
  const files: KeptFiles = { staged: [], stale: [], count: 0, unread: [], seen: stateOf(place) };
  let file = "";
  try {
    for (file of keptFiles(place)) {
      if (isHalfMade(file)) {
        files.stale.push(file);
        continue;
      }
      const bytes = readBytes(file) ?? Buffer.alloc(0);
      if (!isUtf8(bytes) || bytes.includes(0)) {
        files.unread.push(nameIn(place, file));
        continue;
      }
      const before = bytes.toString("utf8");
      const { content, count } = isQuarantine(file)
        ? redactQuarantine(before, text)
        : { content: redactText(before, text), count: 1 };
      if (content === before) continue;
      files.staged.push(stageFile(file, content));
      files.count += count;
    }
    return files;
  } catch (error) {
    discardKept(files);
    throw asMemoryError(error, "redact", file);
  }
}

/** What was staged, made anew when another process changed the files since. Under the write lock. */
export function upToDate(files: KeptFiles, place: Place, text: RegExp): KeptFiles {
  if (stateOf(place) === files.seen) return files;
  discardKept(files);
  return stageKeptFiles(place, text);
}

/** Puts the new files into place. */
export function installKept({ staged, stale }: KeptFiles): void {
  for (const file of staged) file.install();
  // A process that is still at one notices that it is gone, and makes it anew.
  for (const file of stale) rmSync(file, { force: true });
}

export function discardKept({ staged }: KeptFiles): void {
  for (const file of staged) file.discard();
}

const HALF_MADE = /^(?:next-\d+-\d+-|part-\d+-)|\.next$/;

function isHalfMade(file: string): boolean {
  return HALF_MADE.test(path.basename(file));
}

function isQuarantine(file: string): boolean {
  return /^quarantine(?:\.settled)?\.jsonl$/.test(path.basename(file));
}

/** Everything in our folder but the database, and what editors and git leave beside the memory. */
function keptFiles(place: Place): string[] {
  const inFolder = filesIn(place.folder).filter((name) => !name.startsWith("graph.db"));
  const beside = path.dirname(place.file);
  const names = [place.file, place.origins].map((file) => path.basename(file));
  const isLeft = (name: string) =>
    name === path.basename(place.archive) ||
    /^\.merge_file_/.test(name) ||
    names.some((own) => isCopyOf(name, own));
  return [
    ...inFolder.map((name) => path.join(place.folder, name)),
    ...filesIn(beside)
      .filter(isLeft)
      .map((name) => path.join(beside, name)),
  ];
}

/** `memory.jsonl.bak`, `memory.jsonl~`, `memory.jsonl.orig`, `.memory.jsonl.swp`, `#memory.jsonl#`. */
function isCopyOf(name: string, own: string): boolean {
  if (name === own) return false;
  return (
    name.startsWith(own) ||
    name === `#${own}#` ||
    name.startsWith(`.${own}.`) ||
    isNumbered(name, own)
  );
}

/** `memory.bak.jsonl`, `memory (1).jsonl`, `memory.backup-2026.jsonl`; not `memory.origins.jsonl`. */
function isNumbered(name: string, own: string): boolean {
  const { name: stem, ext } = path.parse(own);
  const middle =
    name.startsWith(stem) && name.endsWith(ext) ? name.slice(stem.length, -ext.length) : "";
  return /^(?:[ ._-]*(?:bak|backup|copy|old|orig|save)[ ._\-\dT:Z]*| ?\(\d+\))$/i.test(middle);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== ".gitignore")
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function nameIn(place: Place, file: string): string {
  return path.dirname(file) === place.folder ? path.basename(file) : file;
}

function stateOf(place: Place): string {
  return JSON.stringify(keptFiles(place).map((file) => [file, statOf(file)]));
}
