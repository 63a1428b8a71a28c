/** Where a run of the tests keeps its temporary files: in memory, where this machine lets it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Linux has it; in many containers it is too small, or no program may be started from it. */
const MEMORY_DISK = "/dev/shm";
const PREFIX = "hq-tests-";
const ENOUGH_BYTES = 1024 ** 3;
const DAY_MS = 86_400_000;

/** A new folder on a disk in memory; null where there is none that serves. */
export function folderInMemory(disk = MEMORY_DISK): string | null {
  let folder: string | null = null;
  try {
    removeForgotten(disk);
    const { bavail, bsize } = statfsSync(disk);
    if (bavail * bsize < ENOUGH_BYTES) return null;
    folder = mkdtempSync(path.join(disk, PREFIX));
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

/** A run that was killed leaves its folder, and that is memory until the machine is started anew. */
function removeForgotten(disk: string): void {
  for (const name of readdirSync(disk)) {
    const folder = path.join(disk, name);
    const isOld = (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - DAY_MS;
    if (name.startsWith(PREFIX) && isOld) rmSync(folder, { recursive: true, force: true });
  }
}
