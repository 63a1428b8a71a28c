/** The pinned editor: a build of VS Code that serves its window to a browser, with Copilot Chat in it. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { fetchedOnce } from "../../copilot/fetched-once.ts";

const run = promisify(execFile);

/** VS Code 1.139.1 with Copilot Chat 0.67.0. Names of tools and settings change every month. */
const VERSION = "4.139.1";
const FETCH_LIMIT_MS = 15 * 60_000;

const PACKAGE = path.join("node_modules", "code-server");
const PROGRAM = path.join(PACKAGE, "out", "node", "entry.js");

/**
 * The path of the program that serves the editor.
 *
 * @throws Error with a sentence when it cannot be fetched or does not start: these tests never skip.
 */
export function pinnedEditor(): Promise<string> {
  return fetchedOnce({
    name: `code-server-${VERSION}`,
    program: PROGRAM,
    what: `code-server@${VERSION} for the tests on the real editor`,
    again: "npm run test:vscode",
    install,
  });
}

async function install(folder: string): Promise<void> {
  // With scripts it would need a compiler and headers; what they build is not needed here.
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const lone = ["--no-save", "--no-package-lock", "--prefix", folder];
  const npm = (args: string[], cwd: string) =>
    run("npm", ["install", ...args, ...flags], { cwd, timeout: FETCH_LIMIT_MS });
  await npm([...lone, `code-server@${VERSION}`], folder);
  // Its own lock file is out of step with its package.json, so "npm ci" would fail.
  await npm(["--omit=dev"], path.join(folder, PACKAGE, "lib", "vscode"));
  const started = await run(process.execPath, [path.join(folder, PROGRAM), "--version"]);
  if (!started.stdout.includes(VERSION)) {
    throw new Error(`found "${started.stdout.trim()}" after the install, expected ${VERSION}`);
  }
}
