/** A file that is there as a whole or not at all, and is never written over. */
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

export type FileState = "absent" | "same" | "other";

/** Whether the file is there with exactly these bytes. */
export async function fileState(file: string, bytes: Uint8Array): Promise<FileState> {
  try {
    return (await readFile(file)).equals(bytes) ? "same" : "other";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return "absent";
    throw error;
  }
}

/**
 * Puts the bytes there, synced with their name: `same` when they stand there now, `other` when something
 * else does, which stays.
 * @throws the file system's errors; nothing stands there then that did not before
 */
export async function publishFile(file: string, bytes: Uint8Array): Promise<"same" | "other"> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const own = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  try {
    const handle = await open(own, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link fails where a rename would put one post in the place of another.
    await link(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (await fileState(file, bytes)) === "same" ? "same" : "other";
  } finally {
    await rm(own, { force: true });
  }
  await syncFolder(folder);
  return "same";
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
