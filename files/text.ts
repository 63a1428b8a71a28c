/**
 * Reading and writing the company's text files. Everything read is bounded and must be UTF-8; a
 * write replaces the file in one step (temporary file, fsync, rename), so that a crash or a full
 * disk leaves the old bytes or the new ones, never half.
 */
import { access, constants, lstat, mkdir, open, realpath, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { readWhole } from "./whole-file.ts";

/** Larger than any file a person edits; a page beyond it is a mistake or an attack. */
export const TEXT_LIMIT_BYTES = 2 * 1024 * 1024;

/**
 * The file's text as it stands, byte order mark and line endings included, or null when there is
 * no such file.
 * @throws HqError `unreadable-file` when it is too large, not UTF-8, not a file or not permitted.
 */
export async function readText(
  file: string,
  limitBytes: number = TEXT_LIMIT_BYTES,
): Promise<string | null> {
  let bytes: Buffer;
  try {
    const found = await readBytes(file, limitBytes);
    if (found === null) return null;
    bytes = found;
  } catch (error) {
    if (error instanceof HqError) throw error;
    throw unreadable(file, systemReason(error), { cause: error });
  }
  const text = decodeUtf8(bytes);
  if (text === null) {
    throw unreadable(file, "bytes that are not UTF-8 text");
  }
  return text;
}

async function readBytes(file: string, limitBytes: number): Promise<Buffer | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (found === null) return null;
  // A pipe or a device would block for ever or never end.
  if (!found.isFile()) throw unreadable(file, "a folder or a special file");
  if (found.size > limitBytes) {
    throw unreadable(file, `${found.size} bytes`, { limitBytes });
  }
  return readWhole(file, limitBytes);
}

/** The text, or null when the bytes are not UTF-8 or hold a NUL. The byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Replaces the file's text in one step; missing folders are made. A symlink is followed, so that
 * the file it names is replaced and the link stays.
 * @throws HqError `write-failed`; the old text is then untouched.
 */
export async function writeText(file: string, text: string): Promise<void> {
  return writeBytes(file, Buffer.from(text));
}

/** Like `writeText`, for bytes that need not be UTF-8. */
export async function writeBytes(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const target = await targetOf(file);
    await refuseReadOnly(target);
    // Loaded when something is written: it brings what watches for the end of the process.
    const { default: writeFileAtomic } = await import("write-file-atomic");
    await writeFileAtomic(target, "", {
      fsync: true,
      // write-file-atomic 7 writes once and does not look how much went out: on a disk that is
      // nearly full it renames half a file into place (seen). fs.writeFile goes on or fails.
      // It is awaited, although its type says otherwise.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      tmpfileCreated: (temporary) => writeFile(temporary, bytes),
    });
    await syncFolder(path.dirname(target));
  } catch (error) {
    throw new HqError(
      "write-failed",
      `Cannot write ${file}: ${systemReason(error)}, expected a writable file on a disk with room. Nothing was changed.`,
      { cause: error, hint: "Check the disk and the permissions, then run the command again." },
    );
  }
}

/** A rename would replace a write-protected file without a word; its owner meant the protection. */
async function refuseReadOnly(target: string): Promise<void> {
  try {
    await access(target, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

async function targetOf(file: string): Promise<string> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return found?.isSymbolicLink() ? realpath(file) : file;
}

/** The new name must survive a power cut too, not only the new bytes. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unreadable(
  file: string,
  found: string,
  { cause, limitBytes = TEXT_LIMIT_BYTES }: { cause?: unknown; limitBytes?: number } = {},
): HqError {
  const limit =
    limitBytes === TEXT_LIMIT_BYTES
      ? `${TEXT_LIMIT_BYTES / 1024 / 1024} MB`
      : `${limitBytes} bytes`;
  return new HqError(
    "unreadable-file",
    `Cannot read ${file}: ${found}, expected a UTF-8 text file of at most ${limit}. Nothing was changed.`,
    { cause, hint: "Restore it from git, or mend it by hand." },
  );
}

/** What the system said, in words: `no permission`, `no space left on the disk`, else its own text. */
export function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const words: Record<string, string> = {
    ENOENT: "there is nothing of this name",
    EACCES: "no permission",
    EPERM: "no permission",
    EROFS: "a read-only disk",
    ENOSPC: "no space left on the disk",
    EDQUOT: "the disk quota is used up",
    EISDIR: "a folder",
    ENAMETOOLONG: "a name that is too long",
    ELOOP: "a circle of symbolic links",
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
