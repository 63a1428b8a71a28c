import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MemoryError } from "../../error.ts";

/** A file that was written beside its target, synced, and waits to be renamed over it. */
export interface NextFile {
  target: string;
  /** In our own folder, so that a crash leaves no litter among the user's files. */
  next: string;
  /** SHA-256 of its bytes, hexadecimal. */
  hash: string;
  bytes: number;
}

/** Written in pieces of this size: each gives the process back to the calls that wait. */
const PIECE_CHARS = 128 * 1024;
/** As many pieces without anything in them are asked for at once. */
const EMPTY_PIECES = 20;
/** Synced as it grows, so that the last sync does not hold up the commits of other calls. */
const SYNC_BYTES = 4 * 1024 * 1024;

/**
 * Writes the pieces, texts or bytes, to `next` and waits until the disk has them. Mode and owner of the
 * target stay. Holds the process for a few milliseconds at a time. On failure nothing is left.
 */
export async function writeNext(
  target: string,
  next: string,
  pieces: Iterable<string | Uint8Array>,
): Promise<NextFile> {
  const there = statSync(target, { throwIfNoEntry: false });
  await rm(next, { force: true });
  const handle = await open(next, "wx", there?.mode ?? 0o666);
  try {
    if (there !== undefined) await keepOwner(handle, there);
    const written = await writePieces(handle, pieces);
    await handle.sync();
    // A disk may take less than it was given without a word.
    const size = (await handle.stat()).size;
    if (size !== written.bytes) throw shortWrite(target, size, written.bytes);
    return { target, next, ...written };
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function writePieces(
  handle: FileHandle,
  pieces: Iterable<string | Uint8Array>,
): Promise<{ hash: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  let unsynced = 0;
  const flush = async (piece: string | Uint8Array) => {
    const buffer = typeof piece === "string" ? Buffer.from(piece) : piece;
    hash.update(buffer);
    for (let at = 0; at < buffer.length; ) {
      const { bytesWritten } = await handle.write(buffer, at);
      if (bytesWritten === 0) return;
      at += bytesWritten;
    }
    bytes += buffer.length;
    unsynced += buffer.length;
    if (unsynced < SYNC_BYTES) return;
    await handle.datasync();
    unsynced = 0;
  };
  let waiting = "";
  let asked = 0;
  for (const piece of pieces) {
    // Not even what gives nothing may hold the process.
    if (piece.length === 0 && ++asked % EMPTY_PIECES === 0) await nextTurn();
    if (typeof piece === "string") waiting += piece;
    if (waiting.length >= PIECE_CHARS || (typeof piece !== "string" && waiting !== "")) {
      await flush(waiting);
      waiting = "";
    }
    if (typeof piece !== "string") await flush(piece);
  }
  if (waiting !== "") await flush(waiting);
  return { hash: hash.digest("hex"), bytes };
}

async function keepOwner(
  handle: FileHandle,
  { mode, uid, gid }: { mode: number; uid: number; gid: number },
): Promise<void> {
  await handle.chmod(mode & 0o7777);
  try {
    await handle.chown(uid, gid);
  } catch (error) {
    // Only root may give files away; the file is then the user's who writes it, as with any editor.
    if (!/^(EPERM|EINVAL|ENOSYS)$/.test((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function shortWrite(target: string, size: number, bytes: number): MemoryError {
  return new MemoryError(
    "disk-full",
    `Cannot write ${target}: the disk took ${size} of ${bytes} bytes. The file is as it was, the changes are safe in the database.`,
    { hint: "Make room." },
  );
}
