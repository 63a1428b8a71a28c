/** A throw-away copy of the sample company, whose today is 2026-11-20. */
import { cpSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const SAMPLE = path.join(import.meta.dirname, "..", "..", "examples", "mare");

export async function copySample(): Promise<{ root: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "solo hq çompany-"));
  const root = path.join(folder, "maré");
  cpSync(SAMPLE, root, { recursive: true });
  return { root, remove: () => rm(folder, { recursive: true, force: true }) };
}
