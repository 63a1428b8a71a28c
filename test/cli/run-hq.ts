/** Runs one `hq` command line in this process against a world of the test's own. */
import type { Io } from "../../cli/context.ts";
import { run } from "../../cli/program.ts";

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export async function runHq(argv: string[], world: Partial<Io> = {}): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  const code = await run(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    interactive: false,
    live: false,
    columns: 80,
    color: false,
    env: {},
    cwd: "/",
    program: "hq",
    now: () => new Date("2026-11-20T08:30:00Z"),
    setExitCode: () => {},
    ...world,
  });
  return { code, stdout, stderr };
}
