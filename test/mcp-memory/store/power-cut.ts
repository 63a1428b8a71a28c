// A disk that forgets, for the steps that are ours: what node:fs was told is recorded, and at any
// moment it can be said what a power cut would leave. SQLite's own files are trusted: they are taken
// as they are at that moment, when the folders that lead to them would still be there.
import fs from "node:fs";
import path from "node:path";

/** What is on the disk after a cut: paths from the root of the trace, with their bytes. */
export type Image = Map<string, Buffer>;

/** How much the disk kept of what it was not made to keep. */
export const KINDS = [
  /** Nothing but what was synced: contents, and names in folders. */
  "only what was synced",
  /** Every name in a folder, but contents only as far as they were synced. */
  "names without contents",
  /** Everything. */
  "everything",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Cut {
  /** What had just happened. */
  after: string;
  images: Record<Kind, Image>;
}

interface Node {
  /** What the disk surely has; empty until the first sync. */
  durable: Buffer;
  isFolder: boolean;
}

type Real = typeof fs;

interface Disk {
  root: string;
  /** What the names say now, and what they surely say after a cut. */
  names: Map<string, Node>;
  durableNames: Map<string, Node>;
  onEvent: (what: string) => void;
}

let disk: Disk | null = null;
let real: Real = fs;

/** Begins with everything under the folder safe on the disk. `onCut` gets every moment of interest. */
export function startTrace(root: string, onCut: (cut: Cut) => void): void {
  disk = { ...safe(root), onEvent: (what) => onCut({ after: what, images: images() }) };
}

function safe(root: string): Omit<Disk, "onEvent"> {
  const names = new Map<string, Node>();
  for (const entry of real.readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const isFolder = entry.isDirectory();
    names.set(file, { isFolder, durable: isFolder ? Buffer.alloc(0) : real.readFileSync(file) });
  }
  return { root, names, durableNames: new Map(names) };
}

export function stopTrace(): void {
  disk = null;
}

/** A moment that is no file operation, such as the answer of a call. */
export function mark(what: string): void {
  disk?.onEvent(what);
}

/** Somebody else did something to the folder, and made sure that the disk has it. */
export function settledByOthers(change: () => void): void {
  if (disk === null) throw new Error("there is no trace to note this in");
  const { root, onEvent } = disk;
  stopTrace();
  change();
  disk = { ...safe(root), onEvent };
}

const isSqlite = (file: string) => /graph\.db(-wal|-journal)?$/.test(file);

function images(): Record<Kind, Image> {
  const { root, names, durableNames } = disk as Disk;
  const everything: Image = new Map();
  const sqlite: Image = new Map();
  for (const entry of real.readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith("-shm")) continue;
    const file = path.join(entry.parentPath, entry.name);
    (isSqlite(file) ? sqlite : everything).set(path.relative(root, file), real.readFileSync(file));
  }
  return {
    "only what was synced": withSqlite(durableNames, sqlite),
    "names without contents": withSqlite(names, sqlite),
    everything: new Map([...everything, ...sqlite]),
  };
}

function withSqlite(names: Map<string, Node>, sqlite: Image): Image {
  const { root } = disk as Disk;
  const leads = (file: string): boolean =>
    file === root || (names.has(file) && leads(path.dirname(file)));
  const image: Image = new Map();
  for (const [file, { isFolder, durable }] of names) {
    if (!isFolder && leads(file)) image.set(path.relative(root, file), durable);
  }
  for (const [file, bytes] of sqlite) {
    if (leads(path.dirname(path.join(root, file)))) image.set(file, bytes);
  }
  return image;
}

function inside(file: unknown): file is string {
  return disk !== null && typeof file === "string" && file.startsWith(disk.root) && !isSqlite(file);
}

function created(file: string, isFolder: boolean): void {
  if (disk?.names.has(file) === false) {
    disk.names.set(file, { durable: Buffer.alloc(0), isFolder });
  }
}

function synced(file: string): void {
  if (disk === null) return;
  const node = disk.names.get(file);
  if (file !== disk.root && node === undefined) return;
  if (file !== disk.root && node?.isFolder === false) {
    node.durable = real.readFileSync(file);
    return;
  }
  for (const names of [disk.durableNames.keys(), disk.names.keys()]) {
    for (const name of [...names].filter((one) => path.dirname(one) === file)) {
      const now = disk.names.get(name);
      if (now === undefined) disk.durableNames.delete(name);
      else disk.durableNames.set(name, now);
    }
  }
}

function renamed(from: string, to: string): void {
  const node = disk?.names.get(from);
  if (node === undefined) return;
  disk?.names.delete(from);
  disk?.names.set(to, node);
}

function happened(what: string, files: unknown[], note: () => void): void {
  if (disk === null || !files.some(inside)) return;
  note();
  const shown = files.filter(inside).map((file) => path.basename(file));
  disk.onEvent(`${what} ${shown.join(" to ")}`);
}

/** node:fs as it is, with what the store uses of it recorded. */
export function recordingFs(original: Real): Real {
  real = original;
  const open = new Map<number, string>();
  const recorded = {
    ...original,
    openSync: ((file: string, flags: string, mode?: number) => {
      const handle = original.openSync(file, flags, mode);
      open.set(handle, file);
      if (flags !== "r") happened("open", [file], () => created(file, false));
      return handle;
    }) as Real["openSync"],
    closeSync: ((handle: number) => {
      open.delete(handle);
      original.closeSync(handle);
    }) as Real["closeSync"],
    fsyncSync: ((handle: number) => {
      original.fsyncSync(handle);
      const file = open.get(handle) ?? "";
      happened("sync", [file], () => synced(file));
    }) as Real["fsyncSync"],
    writeFileSync: ((file: string, data: string | Buffer, options?: object) => {
      original.writeFileSync(file, data, options);
      happened("write", [file], () => created(file, false));
    }) as Real["writeFileSync"],
    appendFileSync: ((target: string | number, data: string | Buffer) => {
      original.appendFileSync(target, data);
      const file = typeof target === "number" ? open.get(target) : target;
      happened("append", [file], () => created(file ?? "", false));
    }) as Real["appendFileSync"],
    renameSync: ((from: string, to: string) => {
      original.renameSync(from, to);
      happened("rename", [from, to], () => renamed(from, to));
    }) as Real["renameSync"],
    rmSync: ((file: string, options?: fs.RmOptions) => {
      original.rmSync(file, options);
      happened("remove", [file], () => disk?.names.delete(file));
    }) as Real["rmSync"],
    mkdirSync: ((folder: string, options?: fs.MakeDirectoryOptions) => {
      const first = original.mkdirSync(folder, options);
      if (first === undefined) return first;
      happened("make", [folder], () => {
        for (let made = folder; made.length >= first.length; made = path.dirname(made)) {
          created(made, true);
        }
      });
      return first;
    }) as Real["mkdirSync"],
  };
  return { ...recorded, default: recorded } as unknown as Real;
}

type RealPromises = typeof fs.promises;

/** node:fs/promises likewise. */
export function recordingPromises(original: RealPromises): RealPromises {
  const recorded = {
    ...original,
    open: (async (file: string, flags: string, mode?: number) => {
      const handle = await original.open(file, flags, mode);
      if (flags !== "r") happened("open", [file], () => created(file, false));
      return recordingHandle(handle, file);
    }) as RealPromises["open"],
    rm: (async (file: string, options?: fs.RmOptions) => {
      const isThere = real.existsSync(file);
      await original.rm(file, options);
      if (isThere) happened("remove", [file], () => disk?.names.delete(file));
    }) as RealPromises["rm"],
  };
  return { ...recorded, default: recorded } as unknown as RealPromises;
}

function recordingHandle(handle: fs.promises.FileHandle, file: string): fs.promises.FileHandle {
  return new Proxy(handle, {
    get: (target, key) => {
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        const result: unknown = await Reflect.apply(value, target, args);
        if (key === "write" || key === "writeFile") happened("write", [file], () => undefined);
        if (key === "sync" || key === "datasync") happened("sync", [file], () => synced(file));
        return result;
      };
    },
  });
}
