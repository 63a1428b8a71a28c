/** Programs by their names, as a shell would find them. */
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** The file that a program's name means on the PATH; null when there is none. */
export function programNamed(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ".bat", ".ps1"] : [""];
  const files = (env.PATH ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => suffixes.map((suffix) => path.join(folder, program + suffix)));
  return files.find(isProgram) ?? null;
}

/** Whether the file is there and may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not ours to run: either way it is no program for us.
    return false;
  }
}
