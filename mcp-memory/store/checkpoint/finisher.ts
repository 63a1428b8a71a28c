/**
 * What outlives the server and writes the files when that is killed before its checkpoint: Copilot CLI
 * 1.0.102 kills its servers about 10 ms after the end of a headless run. A shell waits on a pipe and
 * becomes the process that writes only when the pipe closes while something is pending: that costs
 * nothing until then, where a waiting Node costs 100 ms of processor time to start, at every change
 * after quiet (measured: single writes at 10,000 entities took twice as long beside it).
 */
import type { ChildProcess } from "node:child_process";
import { FINISHER_LINGER_MS } from "../../limits.ts";

export interface Finisher {
  /** Changes are answered that no file holds yet: it is there and knows when this returns. */
  need(): void;
  /** Nothing is pending, unless it is needed again. */
  rest(): void;
  /** Nothing is pending and nothing will be: it goes at once. */
  dismiss(): void;
}

/** Lines that the server says; the last one before the pipe closes counts. */
const BEHIND = "behind";
export const WRITTEN = "written";

const WAIT = `while read -r word; do last=$word; done; [ "$last" = ${BEHIND} ] && exec "$@"`;

/** `command`: what starts `finish` (finish.ts) in a process of its own, after the Node to run it on. */
export function createFinisher(command: readonly string[], log: (line: string) => void): Finisher {
  let child: ChildProcess | null = null;
  let said: string | null = null;
  let leaving: NodeJS.Timeout | undefined;
  const say = (word: string) => {
    if (said === word) return;
    said = word;
    child?.stdin?.write(`${word}\n`);
  };
  const dismiss = () => {
    clearTimeout(leaving);
    say(WRITTEN);
    child?.stdin?.end();
    child = null;
  };
  const onEnd = (ended: ChildProcess, error: Error | null) => {
    if (child === ended) child = null;
    if (error !== null) log(`Cannot start ${command.join(" ")}: ${error.message}`);
  };
  return {
    need: () => {
      clearTimeout(leaving);
      if (child === null) {
        said = null;
        child = start(command, onEnd);
      }
      say(BEHIND);
    },
    rest: () => {
      clearTimeout(leaving);
      if (child === null) return;
      say(WRITTEN);
      // A shell stays as long as the server.
      if (!hasShell(child)) leaving = setTimeout(dismiss, FINISHER_LINGER_MS).unref();
    },
    dismiss,
  };
}

const SHELL = "/bin/sh";

function hasShell({ spawnfile }: ChildProcess): boolean {
  return spawnfile === SHELL;
}

function start(
  command: readonly string[],
  onEnd: (child: ChildProcess, error: Error | null) => void,
): ChildProcess {
  const node = [process.execPath, ...process.execArgv, ...command];
  if (process.platform === "win32") return waiting(node, onEnd);
  const shell = waiting([SHELL, "-c", WAIT, "sh", ...node], () => undefined);
  // Told at once where there is none.
  if (shell.pid === undefined) return waiting(node, onEnd);
  shell.on("exit", () => onEnd(shell, null));
  return shell;
}

function waiting(
  [program = "", ...args]: readonly string[],
  onEnd: (child: ChildProcess, error: Error | null) => void,
): ChildProcess {
  // Loaded where one is started: a command that only reads the memory has none.
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child = spawn(program, args, {
    // In a group of its own, and without the server's pipes: a client waits until those close.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    windowsHide: true,
  });
  child.on("exit", () => onEnd(child, null));
  child.on("error", (error) => onEnd(child, error));
  // It has ended by itself, which "exit" tells.
  child.stdin.on("error", () => undefined);
  child.unref();
  (child.stdin as typeof child.stdin & { unref(): void }).unref();
  return child;
}
