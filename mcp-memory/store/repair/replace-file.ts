/** Replacing a small file of the memory's own folder: the old bytes or all of the new ones. */
import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { syncFolder } from "../database/place.ts";

/** New bytes that are on the disk and wait: what they belong to may still fail. */
export interface StagedFile {
  /** Puts them into place, which takes no room. */
  install(): void;
  discard(): void;
}

/**
 * Writes beside the file and waits for the disk. write-file-atomic 7 writes once and does not look
 * how much went out, and renames half a file into place on a disk that is nearly full;
 * writeFileSync goes on or throws. Throws the file system's error; nothing is left then.
 */
export function stageFile(file: string, text: string): StagedFile {
  // Two processes may repair at the same time: each has a name of its own.
  const next = `${file}.${process.pid}-${randomUUID()}.next`;
  const discard = () => rmSync(next, { force: true });
  try {
    const handle = openSync(next, "w", 0o666);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    discard();
    throw error;
  }
  return {
    install: () => {
      renameSync(next, file);
      syncFolder(path.dirname(file));
    },
    discard,
  };
}
