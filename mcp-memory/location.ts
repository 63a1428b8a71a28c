import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MemoryError } from "./error.ts";

/** What the place of a memory is worked out from: parts of the process, handed in. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  cwd: string;
  home: string;
}

/**
 * The path of memory.jsonl: MEMORY_FILE_PATH when it is set, else memory.jsonl in the company's root,
 * which is the nearest folder upward with a constitution, else in the working folder. Expanded are
 * `~`, `${workspaceFolder}` (the company's root, else the working folder), `${env:NAME}`, `$NAME`,
 * `%NAME%` and `file://`; a relative path starts at the working folder.
 * @throws MemoryError "invalid" for what cannot be expanded: it would become a folder of that name
 */
export function memoryFilePath(around: Surroundings): string {
  const { env, cwd } = around;
  const given = env.MEMORY_FILE_PATH?.trim().replace(/^(["'])(.*)\1$/, "$2");
  if (given === undefined || given === "") {
    return path.join(companyRoot(cwd) ?? cwd, "memory.jsonl");
  }
  return path.resolve(cwd, expanded(given, around));
}

function expanded(given: string, { env, cwd, home }: Surroundings): string {
  if (/^file:/i.test(given)) return pathOfUrl(given);
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(given)) throw refused(given, "it is an address", "a path");
  const value = (name: string): string => {
    if (/^workspace(?:Folder|Root)$/.test(name)) return companyRoot(cwd) ?? cwd;
    if (name === "userHome") return home;
    const known = env[name.replace(/^env:/, "")] ?? (name === "HOME" ? home : undefined);
    if (known !== undefined && known !== "") return known;
    throw refused(given, `nothing here says what ${name} is`, "a name that is set");
  };
  const whole = given
    .replace(/^~(?=$|[\\/])/, () => home)
    .replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => value(name))
    .replaceAll(/\$([A-Za-z_]\w*)/g, (_, name: string) => value(name))
    .replaceAll(/%([A-Za-z_]\w*)%/g, (_, name: string) => value(name));
  if (/^~[^\\/]+[\\/]/.test(whole)) throw refused(given, "only ~ alone is a home folder", "~/…");
  if (whole.includes("\0")) throw refused(given, "it holds a NUL", "a path");
  const isWindows = path.sep === "\\";
  if (!isWindows && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(whole)) {
    throw refused(given, "it is a path of Windows", "one of this system");
  }
  return whole;
}

function pathOfUrl(given: string): string {
  try {
    return fileURLToPath(given);
  } catch {
    throw refused(given, "it is no address of a file here", "file:///…");
  }
}

function refused(given: string, found: string, expected: string): MemoryError {
  return new MemoryError(
    "invalid",
    `Cannot use MEMORY_FILE_PATH ${JSON.stringify(given)}: ${found}, expected ${expected}. No file and no folder was made.`,
    {
      hint: "Write the whole path, or leave it out: then it is memory.jsonl in the company's folder.",
    },
  );
}

function companyRoot(from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".github", "copilot-instructions.md"))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
}
