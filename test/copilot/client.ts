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
const FIRST_START_LIMIT_MS = 2 * 60_000;

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "solo-hq");

/** Where the client unpacks itself on its first start (about 235 MB); shared by all tests. */
export const UNPACKED = path.join(cache, `copilot-${VERSION}-unpacked`);

/**
 * The path of the `copilot` program. Installed beside, started once and only then renamed, so that
 * a fetch that was interrupted is never used.
 *
 * @throws Error with a sentence when it cannot be fetched or does not start: these tests never skip.
 */
export async function pinnedClient(): Promise<string> {
  const home = path.join(cache, `copilot-${VERSION}`);
  const program = programIn(home);
  if (existsSync(program)) return program;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(`${home}-`);
  try {
    await install(fresh);
    await expectVersion(programIn(fresh));
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (existsSync(program)) return program; // Another run was first.
    throw new Error(
      `Cannot fetch @github/copilot@${VERSION} for the tests on the real client: ${cause(error)}. npm must reach its registry once; run "npm run test:copilot" again when it does.`,
      { cause: error },
    );
  }
  return program;
}

const programIn = (home: string) => path.join(home, "node_modules", ".bin", "copilot");

async function install(folder: string): Promise<void> {
  // The program itself is an optional dependency, one for each platform.
  const flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--include=optional"];
  await run("npm", ["install", "--prefix", folder, ...flags, `@github/copilot@${VERSION}`], {
    cwd: folder,
    timeout: FETCH_LIMIT_MS,
  });
}

/** npm calls an install done even when the optional part for this platform did not arrive. */
async function expectVersion(program: string): Promise<void> {
  const { stdout } = await run(program, ["--version"], {
    timeout: FIRST_START_LIMIT_MS,
    env: {
      PATH: process.env.PATH,
      HOME: path.dirname(program),
      COPILOT_CACHE_HOME: UNPACKED,
      COPILOT_OFFLINE: "true",
      COPILOT_AUTO_UPDATE: "false",
    },
  });
  if (!stdout.includes(VERSION)) {
    throw new Error(`found "${stdout.trim()}" after the install, expected version ${VERSION}`);
  }
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
