/** Starts a program and waits for its end. */
import type { ExecFileOptions } from "node:child_process";

/**
 * What the program printed. Node's own module for it, with the network that it brings along, is loaded only then:
 * most commands start none.
 * @throws the error of `execFile`, with `code`, `stdout` and `stderr`
 */
export async function runProgram(
  program: string,
  words: readonly string[],
  options: ExecFileOptions,
): Promise<{ stdout: string; stderr: string }> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import("node:child_process"),
    import("node:util"),
  ]);
  return promisify(execFile)(program, [...words], { ...options, encoding: "utf8" });
}
