/** Programs of other makers that tests fetch once, pinned, into a cache outside this folder. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

export const CACHE = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"),
  "solo-hq",
);

export interface Fetching {
  /** Of the folder in the cache; the version is in it, so that a new one is fetched anew. */
  name: string;
  /** What must be there in the end, from the folder. */
  program: string;
  /** Installs into the folder, which is thrown away when this fails, and proves that it works. */
  install(folder: string): Promise<void>;
  /** Of the error: what cannot be fetched, and what to run again. */
  what: string;
  again: string;
}

/**
 * The path of the program. Installed beside and only then renamed, so that a fetch that was
 * interrupted is never used.
 *
 * @throws Error with a sentence when it cannot be fetched or does not start: these tests never skip.
 */
export async function fetchedOnce(wanted: Fetching): Promise<string> {
  const home = path.join(CACHE, wanted.name);
  const program = path.join(home, wanted.program);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(`${home}-`);
  try {
    await wanted.install(fresh);
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (existsSync(program)) return program; // Another run was first.
    throw new Error(
      `Cannot fetch ${wanted.what}: ${cause(error)}. npm must reach its registry once; run "${wanted.again}" again when it does.`,
      { cause: error },
    );
  }
  return program;
}

/** The one line of what a program said that tells a person what went wrong. */
function cause(error: unknown): string {
  const {
    message,
    stderr = "",
    killed = false,
  } = error as Error & {
    stderr?: string;
    killed?: boolean;
  };
  if (killed) return "it took too long and was ended";
  const lines = stderr.split("\n").map((line) => line.replace(/^npm error\s*/, "").trim());
  const telling = lines.find((line) => /failed, reason:|^\d{3} |no platform package/.test(line));
  return (telling ?? message.split("\n")[0] ?? "").replace(/\.$/, "");
}
