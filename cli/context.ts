/**
 * What a command may touch of the world, handed in so that tests can replace it.
 * Reading and writing texts: ../files/text.ts. The company's root: ../files/root.ts.
 */

import path from "node:path";
import { isatty } from "node:tty";
import { packageRoot } from "./package-root.ts";

export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Both stdin and stdout are a terminal and this is not a CI: questions may be asked. */
  interactive: boolean;
  /** stdout is a terminal: a person reads it, as wide as it is. */
  terminal?: boolean;
  /** stderr is a terminal in which a line can be drawn anew. */
  live: boolean;
  /** Width of the terminal; 80 when there is none. */
  columns: number;
  /** Whether colour may be used (NO_COLOR, pipes and dumb terminals say no). */
  color: boolean;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** How `hq` is typed in `cwd`: `bin/hq` in a clone, `node .hq-kit/bin/hq` beside an installed kit. */
  program: string;
  now(): Date;
  /** The exit code of the program when the command ends without throwing; 0 unless set. */
  setExitCode(code: 0 | 1 | 2): void;
}

/** The real world. */
export function processIo(): Io {
  // Asked of the number: the stream itself takes 3 ms to make, and most commands read nothing.
  const terminal = isatty(0) && process.stdout.isTTY === true;
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    interactive: terminal && !process.env.CI,
    terminal: process.stdout.isTTY === true,
    live: process.stderr.isTTY === true && process.env.TERM !== "dumb" && !process.env.CI,
    columns: process.stdout.columns || process.stderr.columns || 80,
    color: wantsColor(process.env, process.stdout.isTTY === true),
    env: process.env,
    cwd: process.cwd(),
    program: calledAs(process.cwd(), packageRoot()),
    now: () => new Date(),
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}

/**
 * What to type in `cwd` to start the program at `packageRoot`. An installed launcher may have lost
 * its executable bit on the way through git and archives, so there Node is named.
 */
export function calledAs(cwd: string, packageRoot: string): string {
  const launcher = path.join(packageRoot, "bin", "hq");
  const relative = path.relative(cwd, launcher);
  const shorter = relative.length <= launcher.length ? relative : launcher;
  const file = /[^\w./-]/.test(shorter) ? `"${shorter}"` : shorter;
  return path.basename(packageRoot) === ".hq-kit" ? `node ${file}` : file;
}

/** https://no-color.org: any non-empty NO_COLOR switches colour off. */
export function wantsColor(env: Io["env"], isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return true;
  return isTerminal && env.TERM !== "dumb";
}
