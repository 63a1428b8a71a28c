/**
 * Everything that a run started, found and ended. Each command of the client's shell tool has a session
 * and a process group of its own, so that neither a signal to the client's group nor its death reaches
 * it: what came from the client is listed before it is ended, and what bears the run's mark is found
 * wherever it has gone.
 */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

/** In the environment of everything that a run starts, with the run's session as its value. */
export const MARK = "HQ_SESSION";

export interface ProcessEntry {
  pid: number;
  parent: number;
  /** When it began, in the system's own form: a number may be given to another process. */
  start: string;
}

/** What is to be ended: the client's process if it is known, and everything with the session's mark. */
export interface RunProcesses {
  pid: number | null;
  session: string;
}

/** The client ends its commands and its servers itself when it may; 40 to 500 ms were seen. */
const LEAVE_MS = 1_000;
const KILLED_MS = 1_000;
const LOOK_MS = 25;

/** Ends all of it: the client is asked first. How many processes there were. */
export async function endProcesses(run: RunProcesses): Promise<number> {
  const found = await processesOf(run);
  const [first] = found;
  if (first === undefined) return 0;
  signal(first.pid, "SIGTERM");
  await untilGone([first], LEAVE_MS);
  // The first list has what lost its parent since; the second what was started since.
  const all = [...found, ...(await processesOf(run))];
  for (const entry of await stillThere(all)) signal(entry.pid, "SIGKILL");
  await untilGone(all, KILLED_MS);
  return new Set(all.map(({ pid }) => pid)).size;
}

/** The client first, then what came from it and what bears the mark; without this process. */
export async function processesOf({ pid, session }: RunProcesses): Promise<ProcessEntry[]> {
  const all = await listProcesses();
  const marked = new Set(await markedWith(session, all));
  const roots = all.filter((entry) => entry.pid === pid || marked.has(entry.pid));
  const found = new Map(roots.map((entry) => [entry.pid, entry]));
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const entry of all) if (found.has(entry.parent)) found.set(entry.pid, entry);
  }
  found.delete(process.pid);
  const isRoot = ({ pid: own, parent }: ProcessEntry) => own === pid || !found.has(parent);
  return [...found.values()].sort((a, b) => Number(isRoot(b)) - Number(isRoot(a)));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone meanwhile, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function untilGone(entries: readonly ProcessEntry[], limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while ((await stillThere(entries)).length > 0 && performance.now() < deadline) {
    await pause(LOOK_MS);
  }
}

async function stillThere(entries: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  const starts = new Map((await listProcesses()).map(({ pid, start }) => [pid, start]));
  return entries.filter(({ pid, start }) => starts.get(pid) === start);
}

/** Every process but those that have ended and that nobody has asked about. */
async function listProcesses(): Promise<ProcessEntry[]> {
  return process.platform === "linux" ? listOfLinux() : listOfPs();
}

async function listOfLinux(): Promise<ProcessEntry[]> {
  const names = await readdir("/proc");
  const entries = names.filter((name) => /^\d+$/.test(name)).map(entryOfLinux);
  return (await Promise.all(entries)).filter((entry) => entry !== null);
}

async function entryOfLinux(pid: string): Promise<ProcessEntry | null> {
  const stat = await textOf(`/proc/${pid}/stat`);
  // The name of the program stands in brackets and may hold anything.
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const start = rest[17];
  if (start === undefined || state === "Z") return null;
  return { pid: Number(pid), parent: Number(parent), start };
}

async function listOfPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid=,stat=,lstart="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent, state = "", start = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || state.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), start }];
  });
}

/** Where the system does not tell the environment of a process, nothing is found by its mark. */
async function markedWith(session: string, all: readonly ProcessEntry[]): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const mark = `${MARK}=${session}`;
  const marked = all.map(async ({ pid }) => {
    const environment = await textOf(`/proc/${pid}/environ`);
    return environment.split("\0").includes(mark) ? [pid] : [];
  });
  return (await Promise.all(marked)).flat();
}

/** Empty for a process that is gone, or another user's. */
async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
