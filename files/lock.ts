/**
 * One writer at a time among our own programs: a file that only one process can create. Editors and
 * git do not know it; it keeps two commands of ours from reading the same text and each writing
 * back its own, so that what the first was told is done would be gone.
 */
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HqError } from "../company/error.ts";

/** Together five seconds; a change of one file takes some 10 ms. */
const ATTEMPTS = 200;
const PAUSE_MS = 25;

export interface LockOptions {
  /** Tries before giving up; for tests. */
  attempts?: number;
}

/**
 * Runs `work` while this process alone holds `lockFile`. Where the file cannot be made (a read-only
 * folder), `work` runs without it: its own write then says what is the matter.
 * @throws HqError `write-failed` when another living process keeps the lock, or the disk is full.
 */
export async function withLock<T>(
  lockFile: string,
  work: () => Promise<T>,
  { attempts = ATTEMPTS }: LockOptions = {},
): Promise<T> {
  const held = await acquire(lockFile, attempts);
  try {
    return await work();
  } finally {
    if (held) await rm(lockFile, { force: true });
  }
}

async function acquire(lockFile: string, attempts: number): Promise<boolean> {
  for (let left = attempts; ; left -= 1) {
    const made = await create(lockFile);
    if (made !== "taken") return made === "made";
    const holder = await readFile(lockFile, "utf8").catch(() => "");
    if (isGone(holder)) await breakLock(lockFile, holder);
    else if (left <= 1) throw busy(lockFile, holder);
    else await pause(PAUSE_MS);
  }
}

async function create(lockFile: string): Promise<"made" | "taken" | "impossible"> {
  // Made whole beside its place and linked there: a reader never sees a lock without its holder.
  const own = `${lockFile}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    await mkdir(path.dirname(lockFile), { recursive: true });
    await writeFile(own, `${process.pid}\n`, { flag: "wx" });
  } catch (error) {
    await rm(own, { force: true }).catch(() => {});
    // Without room another program that holds no lock either could write in between.
    if (isFull(error)) throw full(lockFile);
    return "impossible";
  }
  try {
    await link(own, lockFile);
    return "made";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST" ? "taken" : "impossible";
  } finally {
    await rm(own, { force: true });
  }
}

function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}

function full(lockFile: string): HqError {
  return new HqError(
    "write-failed",
    `Cannot begin: there is no room on the disk for ${lockFile}, expected some. Nothing was changed.`,
    { hint: "Make room on the disk and run the command again." },
  );
}

/** Killed in the midst of its work: its process is no more. */
function isGone(holder: string): boolean {
  const pid = Number(holder.trim());
  if (holder.trim() === "") return false;
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Several may see the same dead holder: only the lock that was judged is taken away. */
async function breakLock(lockFile: string, judged: string): Promise<void> {
  const aside = `${lockFile}.${process.pid}-gone`;
  try {
    await rename(lockFile, aside);
  } catch {
    // Another was faster; the next attempt sees what is there now.
    return;
  }
  const taken = await readFile(aside, "utf8").catch(() => judged);
  if (taken !== judged) await link(aside, lockFile).catch(() => {});
  await rm(aside, { force: true });
}

function busy(lockFile: string, holder: string): HqError {
  return new HqError(
    "write-failed",
    `Cannot begin: process ${holder.trim() || "unknown"} holds ${lockFile}, expected it to be done within seconds. Nothing was changed.`,
    { hint: `Run the command again. If no hq is running, delete ${lockFile}.` },
  );
}
