/** What another memory's files say, added to this one; nothing is removed. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HqError } from "../../company/error.ts";
import { systemReason } from "../../files/text.ts";
import { readWhole } from "../../files/whole-file.ts";
import { type Note, readNotes } from "../../mcp-memory/forms/notes.ts";
import { type ImportFile, readImportFile, readOwnFile } from "../../mcp-memory/import-file.ts";
import { type ImportPlan, inBatches, planImport } from "../../mcp-memory/import-plan.ts";
import { FILE_BYTES } from "../../mcp-memory/limits.ts";
import { originsBeside, parseOrigins } from "../../mcp-memory/origins.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

export interface ImportWanted {
  /** A file of another memory, a note, or a folder of notes. */
  file: string;
  /** The origins file that belongs to it; null: the one beside it, if there is one. */
  origins: string | null;
  /** Only say what would be added. */
  isDry: boolean;
}

/** What an import did; `isUnderstood` is false when nothing of the file could be read. */
export interface Imported {
  plan: ImportPlan;
  isUnderstood: boolean;
}

/**
 * What was added, and the pieces that were left out.
 * @throws HqError `unreadable-file`; MemoryError
 */
export async function importMemory(memory: FounderMemory, wanted: ImportWanted): Promise<Imported> {
  const read = await readForeign(wanted);
  return withFounderMemory(memory, async ({ store }) => {
    const plan = planImport(read, await store.readGraph());
    if (!wanted.isDry) await write(store, plan);
    const found = read.entities.length + read.relations.length;
    return { plan, isUnderstood: found > 0 || read.leftOut.length === 0 };
  });
}

/** Entities first. Cut off on the way, it can be run again. */
async function write(store: MemoryStore, plan: ImportPlan): Promise<void> {
  const none = { entities: [], additions: [], relations: [] };
  for (const entities of inBatches(plan.entities, ({ observations }) => observations.length)) {
    await store.upkeep.takeIn({ ...none, entities });
  }
  for (const additions of inBatches(plan.additions, ({ contents }) => contents.length)) {
    await store.upkeep.takeIn({ ...none, additions });
  }
  for (const relations of inBatches(plan.relations, () => 0)) {
    await store.upkeep.takeIn({ ...none, relations });
  }
  const { lines = [] } = plan;
  if (lines.length > 0) await store.upkeep.takeIn({ ...none, lines });
}

const NOTE = /\.(?:md|markdown)$/i;

async function readForeign({ file, origins }: ImportWanted): Promise<ImportFile> {
  if (await isFolder(file)) {
    const { notes, others } = await notesIn(file);
    const read = readNotes(notes);
    const leftOut = others.map((place) => ({ place, reason: "bytes that are no text", text: "" }));
    return { ...read, leftOut: [...leftOut, ...read.leftOut] };
  }
  const bytes = await readMemory(file);
  if (isNoText(await unpacked(file, bytes))) {
    throw unreadable(file, "bytes that are no text", "Name a memory's file, or a folder of notes.");
  }
  if (NOTE.test(file)) return readNotes([{ path: path.basename(file), text: String(bytes) }]);
  const text = await readOrigins(file, origins);
  const plain = await unpacked(file, bytes);
  const read = (text === null ? null : readOwnFile(plain)) ?? readImportFile(plain);
  if (text === null) return read;
  const beside = parseOrigins(text);
  return {
    ...read,
    // The origins file knows better than the records themselves.
    origins: new Map([...read.origins, ...beside.origins]),
    leftOut: [
      ...read.leftOut,
      ...beside.damaged.map(({ line, text: piece }) => ({
        place: `origins, line ${line}`,
        reason: "not the origin of an entity",
        text: piece,
      })),
    ],
  };
}

/** Lines packed with gzip, as OpenMemory's backup has them. */
async function unpacked(file: string, bytes: Buffer): Promise<Buffer> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw unreadable(file, "it is a zip archive", "Unpack it, and name a file or folder of it.");
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: FILE_BYTES });
  } catch (error) {
    throw unreadable(
      file,
      systemReason(error),
      "Unpack it with gunzip, and name what comes of it.",
    );
  }
}

async function readOrigins(file: string, named: string | null): Promise<string | null> {
  if (named !== null) return String(await readMemory(named));
  const beside = originsBeside(file);
  const isThere = await stat(beside).then(
    (found) => found.isFile(),
    () => false,
  );
  return isThere ? String(await readMemory(beside)) : null;
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    // Reading it says why.
    () => false,
  );
}

/** A picture, a database, a program; text in UTF-16 says so by its first bytes. */
function isNoText(bytes: Buffer): boolean {
  const isUtf16 = bytes.length >= 2 && [0xfffe, 0xfeff].includes(bytes.readUInt16BE(0));
  return !isUtf16 && bytes.includes(0);
}

/** More than any notebook has. */
const NOTES_LIMIT = 20_000;

/** The notes of a folder and the folders in it; `.obsidian` and the like are an editor's own. */
async function notesIn(folder: string): Promise<{ notes: Note[]; others: string[] }> {
  const notes: Note[] = [];
  const others: string[] = [];
  const waiting = [""];
  for (let inner = waiting.pop(); inner !== undefined; inner = waiting.pop()) {
    const entries = await readdir(path.join(folder, inner), { withFileTypes: true });
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const at = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) waiting.push(at);
      if (!entry.isFile() || !NOTE.test(entry.name)) continue;
      if (notes.length === NOTES_LIMIT) {
        throw unreadable(folder, `it has more than ${NOTES_LIMIT} notes`, "Import it by folders.");
      }
      const bytes = await readMemory(path.join(folder, at));
      if (isNoText(bytes)) others.push(at);
      else notes.push({ path: at, text: String(bytes) });
    }
  }
  if (notes.length + others.length > 0) return { notes, others };
  throw unreadable(folder, "it holds no note (*.md)", "Name a file of another memory.");
}

async function readMemory(file: string): Promise<Buffer> {
  try {
    return await readWhole(file, FILE_BYTES);
  } catch (error) {
    throw unreadable(file, systemReason(error), "Name a memory's file, or a folder of notes.");
  }
}

function unreadable(file: string, found: string, hint: string): HqError {
  return new HqError(
    "unreadable-file",
    `Cannot import ${file}: ${found}, expected a memory's file. Nothing was changed.`,
    { hint },
  );
}
