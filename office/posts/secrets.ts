/** Credentials of channels: from the environment, a file that only the founder reads, or a password manager. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { HqError } from "../../company/error.ts";
import { runProgram } from "../../files/run-program.ts";
import { readText } from "../../files/text.ts";

export const SECRETS_FILE = ".hq/secrets.env";

export type Env = Readonly<Record<string, string | undefined>>;

const COMMAND_MS = 30_000;
const FILE_BYTES = 64_000;

/**
 * The secret of that name: from the environment, else from `.hq/secrets.env`, else what HQ_SECRETS_COMMAND prints when
 * the name is given to it as its last word; null where none has it.
 * @throws HqError `wrong-state` when others may read the file, or the command fails; its output is told nowhere
 */
export async function readSecret(root: string, env: Env, name: string): Promise<string | null> {
  const given = env[name]?.trim();
  if (given) return given;
  const inFile = (await secretsFile(root))[name]?.trim();
  if (inFile) return inFile;
  const command = env.HQ_SECRETS_COMMAND?.trim();
  return command ? fromCommand(command, { env, name }) : null;
}

/** What is no secret and may stand beside them: from the environment, else from `.hq/secrets.env`. */
export async function readSetting(root: string, env: Env, name: string): Promise<string | null> {
  return env[name]?.trim() || (await secretsFile(root))[name]?.trim() || null;
}

async function secretsFile(root: string): Promise<Env> {
  const file = path.join(root, SECRETS_FILE);
  const text = await readText(file, FILE_BYTES);
  if (text === null) return {};
  if (((await stat(file)).mode & 0o077) !== 0) {
    throw new HqError("wrong-state", `Cannot use ${SECRETS_FILE}: others may read it.`, {
      hint: `Close it with: chmod 600 ${SECRETS_FILE}`,
    });
  }
  return parseEnv(text);
}

async function fromCommand(
  command: string,
  { env, name }: { env: Env; name: string },
): Promise<string | null> {
  try {
    const argv = ["-c", `${command} "$1"`, "hq-secret", name];
    const { stdout } = await runProgram("sh", argv, { env: { ...env }, timeout: COMMAND_MS });
    return stdout.trim() || null;
  } catch (error) {
    const { code, killed } = error as { code?: unknown; killed?: boolean };
    const found = killed ? "it did not end in time" : `it ended with ${String(code)}`;
    // What it printed may hold the secret, or another one.
    throw new HqError("wrong-state", `Cannot read ${name} with HQ_SECRETS_COMMAND: ${found}.`);
  }
}
