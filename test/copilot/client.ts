/** The pinned Copilot CLI, fetched once into a cache outside this folder. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { CACHE, fetchedOnce } from "./fetched-once.ts";

const run = promisify(execFile);

/** The client changes every week; what these tests know was seen with this one. */
const VERSION = "1.0.102";
const FETCH_LIMIT_MS = 15 * 60_000;
const FIRST_START_LIMIT_MS = 2 * 60_000;

/** Where the client unpacks itself on its first start (about 235 MB); shared by all tests. */
export const UNPACKED = path.join(CACHE, `copilot-${VERSION}-unpacked`);

const PROGRAM = path.join("node_modules", ".bin", "copilot");

/**
 * The path of the `copilot` program.
 *
 * @throws Error with a sentence when it cannot be fetched or does not start: these tests never skip.
 */
export function pinnedClient(): Promise<string> {
  return fetchedOnce({
    name: `copilot-${VERSION}`,
    program: PROGRAM,
    what: `@github/copilot@${VERSION} for the tests on the real client`,
    again: "npm run test:copilot",
    install: async (folder) => {
      await install(folder);
      await expectVersion(path.join(folder, PROGRAM));
    },
  });
}

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
