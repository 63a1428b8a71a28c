/** Where a run of the tests keeps its temporary files: in memory, where this machine lets it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Linux has it; in many containers it is too small, or no program may be started from it. */
const MEMORY_DISK = "/dev/shm";
const ENOUGH_BYTES = 1024 ** 3;

/** A new folder on a disk in memory; null where there is none that serves. */
export function folderInMemory(disk = MEMORY_DISK): string | null {
  let folder: string | null = null;
  try {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail * bsize < ENOUGH_BYTES) return null;
    folder = mkdtempSync(path.join(disk, "hq-tests-"));
    const program = path.join(folder, "starts");
    writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    execFileSync(program);
    rmSync(program);
    return folder;
  } catch {
    // No such disk, or not for us: the system's own temporary folder serves as well, only slower.
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    return null;
  }
}
