import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { MemoryError } from "./error.ts";
import { openMemoryStore } from "./open.ts";
import { WRITTEN } from "./store/checkpoint/finisher.ts";
import { placeOf } from "./store/database/place.ts";

/** It ends by itself, whatever happens to the disk. */
const LONGEST_MS = 60_000;
/** Between two tries: nobody comes after it, so one that found the memory in use is not the last. */
const RETRY_MS = 200;
/** What another try would find again. */
const FOR_GOOD = new Set(["read-only", "newer-format", "unreadable"]);

/**
 * The finisher's own work: waits until the server is gone, then writes the files, unless the server
 * said last that the files hold everything. Resolves when it is done, and ends the process when that takes too long.
 */
export async function finish(filePath: string, input: NodeJS.ReadableStream): Promise<void> {
  const words = (await text(input)).trimEnd().split("\n");
  // Where a shell waited in its place, that has heard them all.
  if (words.at(-1) === WRITTEN) return;
  setTimeout(() => process.exit(1), LONGEST_MS).unref();
  // Deleted meanwhile: whoever did that does not want it back.
  while (existsSync(placeOf(filePath).database)) {
    try {
      await writeFiles(filePath);
      return;
    } catch (error) {
      if (error instanceof MemoryError && FOR_GOOD.has(error.code)) throw error;
      await pause(RETRY_MS);
    }
  }
}

async function writeFiles(filePath: string): Promise<void> {
  const store = await openMemoryStore({ filePath });
  try {
    await store.checkpoint();
  } finally {
    await store.close();
  }
}
