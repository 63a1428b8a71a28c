/** The pinned Copilot CLI, fetched once into a cache outside this folder. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The client changes every week; what these tests know was seen with this one. */
const VERSION = "1.0.102";
const FETCH_LIMIT_MS = 15 * 60_000;

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "solo-hq");

/** Where the client unpacks itself on its first start (about 235 MB); shared by all tests. */
export const UNPACKED = path.join(cache, `copilot-${VERSION}-unpacked`);

/**
 * The path of the `copilot` program. Installed beside and then renamed, so that a fetch that was
 * interrupted is never used.
 */
export async function pinnedClient(): Promise<string> {
  const home = path.join(cache, `copilot-${VERSION}`);
  const program = path.join(home, "node_modules", ".bin", "copilot");
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(`${home}-`);
  try {
    const flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
    await run("npm", ["install", "--prefix", fresh, ...flags, `@github/copilot@${VERSION}`], {
      cwd: fresh,
      timeout: FETCH_LIMIT_MS,
    });
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (existsSync(program)) return program; // Another run was first.
    throw new Error(
      `Cannot fetch @github/copilot@${VERSION}: ${(error as Error).message}. These tests need the real client; npm must reach its registry once.`,
    );
  }
  return program;
}
