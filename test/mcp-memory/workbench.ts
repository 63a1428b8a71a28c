import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach } from "vitest";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { realDisk } from "../run/real-disk.ts";

/** A temporary folder and stores on files in it; all are closed and removed after each test. */
export interface Workbench {
  folder(): string;
  /** Path of a file in the folder. */
  at(name?: string): string;
  open(filePath?: string, agent?: string): Promise<MemoryStore>;
  /** What the stores said, in order. */
  log: string[];
  /** What the stores take for now; `CLOCK` at the start of each test. */
  now: Date;
}

export const CLOCK = new Date("2026-11-20T08:30:00.000Z");

/** `onDisk` for tests of kills and full disks: all others may have their files in memory. */
export function workbench({ onDisk = false } = {}): Workbench {
  let folder: string | undefined;
  const stores: MemoryStore[] = [];
  const log: string[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    // The finisher of a server that was killed may be writing into it.
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    folder = undefined;
    log.length = 0;
    bench.now = CLOCK;
  });
  const bench: Workbench = {
    log,
    now: CLOCK,
    folder: () =>
      (folder ??= mkdtempSync(path.join(onDisk ? realDisk() : tmpdir(), "hq memória "))),
    at: (name = "memory.jsonl") => path.join(bench.folder(), name),
    open: async (filePath = bench.at(), agent = "coo") => {
      const store = await openMemoryStore({
        filePath,
        agent,
        now: () => bench.now,
        log: (line) => log.push(line),
      });
      stores.push(store);
      return store;
    },
  };
  return bench;
}

/** Waits for something that another process or a timer does; fails when it takes too long. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited too long until ${what}`);
    await pause(5);
  }
}
