/**
 * A small process that outlives the server and writes the files when that is killed before its
 * checkpoint: Copilot CLI 1.0.102 kills its servers about 10 ms after the end of a headless run.
 * It waits on a pipe and does nothing until that closes, so it costs a start and some memory.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { FINISHER_LINGER_MS } from "../../limits.ts";

export interface Finisher {
  /** Changes are answered that no file holds yet: it is there when this returns. */
  need(): void;
  /** Nothing is pending: it goes in a moment, unless it is needed again. */
  rest(): void;
  /** Nothing is pending and nothing will be: it goes at once. */
  dismiss(): void;
}

/** What the server says when the files hold everything; else the pipe closes without a word. */
export const NOTHING_LEFT = "nothing left";

/** `command`: what starts `finish` (finish.ts) in a process of its own, after the Node to run it on. */
export function createFinisher(command: readonly string[], log: (line: string) => void): Finisher {
  let child: ChildProcess | null = null;
  let leaving: NodeJS.Timeout | undefined;
  const dismiss = () => {
    clearTimeout(leaving);
    child?.stdin?.end(NOTHING_LEFT);
    child = null;
  };
  return {
    need: () => {
      clearTimeout(leaving);
      child ??= start(command, (ended, error) => {
        if (child === ended) child = null;
        if (error !== null) log(`Cannot start ${command.join(" ")}: ${error.message}`);
      });
    },
    rest: () => {
      clearTimeout(leaving);
      if (child !== null) leaving = setTimeout(dismiss, FINISHER_LINGER_MS).unref();
    },
    dismiss,
  };
}

function start(
  command: readonly string[],
  onEnd: (child: ChildProcess, error: Error | null) => void,
): ChildProcess {
  const child = spawn(process.execPath, [...process.execArgv, ...command], {
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
