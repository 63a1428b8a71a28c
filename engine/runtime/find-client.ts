/**
 * The founder's Copilot CLI. What npm puts on the PATH is a small program that waits for the real one
 * and passes no signal on: a run that was started by it could not be stopped. So the real one, the
 * native program, is looked for beside it.
 */
import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { HqError } from "../../company/error.ts";
import { writeText } from "../../files/text.ts";

/** What this runtime knows of the client was seen with this one; older ones lack options it needs. */
export const OLDEST_VERSION = "1.0.102";

export interface Client {
  /** The native program, or what HQ_COPILOT_BIN names. */
  program: string;
  version: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The first start unpacks the client; that took 5 s where this was measured. */
const VERSION_LIMIT_MS = 60_000;
const INSTALL = "Install it with: npm install -g @github/copilot";

/**
 * The client that HQ_COPILOT_BIN names, else the first one on the PATH. `startEnv` is what it is
 * started with. Its version is kept in the file `keptIn`, with what tells a program from a newer one:
 * asking for it takes as long as half of all that hq adds to a run.
 * @throws HqError `wrong-state` when there is none, it does not start, or it is too old
 */
export async function findClient(
  env: Env,
  startEnv: Record<string, string>,
  keptIn?: string,
): Promise<Client> {
  const program = await programOf(env);
  const version = await keptVersion(program, keptIn, () => versionOf(program, startEnv));
  if (isOlder(version, OLDEST_VERSION)) {
    throw new HqError(
      "wrong-state",
      `Cannot use the Copilot CLI ${program}: it is version ${version}, expected ${OLDEST_VERSION} or newer.`,
      { hint: "Bring it up to date with: copilot update" },
    );
  }
  return { program, version };
}

/**
 * The program alone, which is not started.
 * @throws HqError `wrong-state` when there is none
 */
export async function programOf({ HQ_COPILOT_BIN: given, PATH = "" }: Env): Promise<string> {
  if (given !== undefined && given.trim() !== "") {
    const program = path.resolve(given.trim());
    if (!isProgram(program)) {
      throw new HqError(
        "wrong-state",
        `Cannot use the Copilot CLI that HQ_COPILOT_BIN names: ${program} is no program, expected one.`,
        { hint: `Correct HQ_COPILOT_BIN, or remove it to use the one on the PATH. ${INSTALL}` },
      );
    }
    return (await nativeOf(program)) ?? program;
  }
  for (const folder of PATH.split(path.delimiter).filter((each) => path.isAbsolute(each))) {
    const program = path.join(folder, "copilot");
    // Editors put a script of the same name there, which asks questions before it starts anything.
    const native = isProgram(program) ? await nativeOf(program) : null;
    if (native !== null) return native;
  }
  throw new HqError(
    "wrong-state",
    "Cannot find the Copilot CLI: there is no copilot on the PATH, expected GitHub's program.",
    { hint: `${INSTALL}, or name it in HQ_COPILOT_BIN.` },
  );
}

/** The native program that this one is or starts; null when it is another kind of script. */
async function nativeOf(program: string): Promise<string | null> {
  const real = realpathSync(program);
  if (path.basename(real) === "npm-loader.js") return besideLauncher(path.dirname(real));
  const file = await open(real);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString("latin1") === "#!" ? null : real;
  } finally {
    await file.close();
  }
}

/** npm puts the package of the platform beside the launcher's, or into its own node_modules. */
function besideLauncher(launcher: string): string | null {
  for (let folder = launcher; ; folder = path.dirname(folder)) {
    for (const name of platformPackages()) {
      const program = path.join(folder, "node_modules", "@github", name, "copilot");
      if (isProgram(program)) return realpathSync(program);
    }
    if (path.dirname(folder) === folder) return null;
  }
}

function platformPackages(): string[] {
  const named = (platform: string) => `copilot-${platform}-${process.arch}`;
  if (process.platform !== "linux") return [named(process.platform)];
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const isMusl = header.glibcVersionRuntime === undefined;
  return isMusl ? [named("linuxmusl"), named("linux")] : [named("linux"), named("linuxmusl")];
}

function isProgram(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(program: string, env: Record<string, string>): Promise<string> {
  const said = await promisify(execFile)(program, ["--version"], {
    env,
    timeout: VERSION_LIMIT_MS,
  }).catch((error: unknown) => {
    const { stderr = "", message } = error as Error & { stderr?: string };
    throw unusable(program, stderr.trim() || message);
  });
  const [version] = /\d+\.\d+\.\d+/.exec(said.stdout) ?? [];
  if (version === undefined)
    throw unusable(program, `it says "${said.stdout.trim().slice(0, 80)}"`);
  return version;
}

async function keptVersion(
  program: string,
  file: string | undefined,
  ask: () => Promise<string>,
): Promise<string> {
  if (file === undefined) return ask();
  const { mtimeMs, size, ino } = statSync(program);
  const key = `${program} ${mtimeMs} ${size} ${ino}`;
  const kept = await readFile(file, "utf8")
    .then((text) => JSON.parse(text) as { key?: unknown; version?: unknown })
    .catch(() => null);
  if (kept?.key === key && typeof kept.version === "string") return kept.version;
  const version = await ask();
  // Not being able to keep it costs the next run the question.
  await writeText(file, `${JSON.stringify({ key, version })}\n`).catch(() => {});
  return version;
}

function unusable(program: string, found: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot use the Copilot CLI ${program}: asked for its version, ${found.slice(0, 300)}; expected a number.`,
    { hint: INSTALL },
  );
}

function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) => text.split(".").map(Number);
  const [found, wanted] = [numbers(version), numbers(than)];
  for (const [at, number] of wanted.entries()) {
    const other = found[at] ?? 0;
    if (other !== number) return other < number;
  }
  return false;
}
