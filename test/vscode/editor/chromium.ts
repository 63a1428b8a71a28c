/** The browser that shows the editor, from the system's packages. */
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const INSTALL_LIMIT_MS = 10 * 60_000;

/**
 * The path of Chromium; as root of a Debian it is installed when it is missing.
 *
 * @throws Error with a sentence when there is none: these tests never skip.
 */
export async function chromium(): Promise<string> {
  const there = await firstOf(NAMES);
  if (there !== null) return there;
  const why = await installed();
  const fresh = await firstOf(NAMES);
  if (fresh !== null) return fresh;
  throw new Error(
    `Cannot show the editor: found no ${NAMES.join(", ")} on the PATH, expected Chromium${why}. Install it ("apt-get install chromium" on Debian), then run "npm run test:vscode" again.`,
  );
}

async function firstOf(names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      const file = path.join(folder, name);
      const isThere = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  }
  return null;
}

/** Why it could not be installed; empty when it was. */
async function installed(): Promise<string> {
  if (process.getuid?.() !== 0) return ", and only root can install it";
  const flags = ["-y", "--no-install-recommends"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args: string[]) => run("apt-get", args, { env, timeout: INSTALL_LIMIT_MS });
  try {
    await apt(["update"]);
    await apt(["install", ...flags, "chromium"]);
    return "";
  } catch (error) {
    return `, and apt-get did not install it (${(error as Error).message.split("\n")[0]})`;
  }
}
