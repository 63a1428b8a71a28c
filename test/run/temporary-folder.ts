/** One temporary folder for a run of the tests, taken away with all that was left in it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { programsFolder } from "./built-program.ts";
import { folderInMemory } from "./memory-disk.ts";

const found = process.env.TMPDIR;
let folder: string | undefined;

/**
 * The tests and the programs they start ask for the system's temporary folder: TMPDIR names this one
 * to all of them. A sync costs nothing there; tests of what a disk does take `realDisk()`.
 */
export function setup(project: TestProject): void {
  const real = tmpdir();
  folder = folderInMemory() ?? mkdtempSync(path.join(real, "hq-tests-"));
  process.env.SOLO_HQ_TEST_DISK = real;
  process.env.TMPDIR = folder;
  project.onTestsRerun(() => rmSync(programsFolder(), { recursive: true, force: true }));
}

export function teardown(): void {
  if (found === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = found;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
