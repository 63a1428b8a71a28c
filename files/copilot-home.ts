/** Where Copilot CLI keeps what is the user's own, as seen on version 1.0.102. */
import { homedir } from "node:os";
import path from "node:path";

export interface CopilotHome {
  folder: string;
  /** As a person writes it, without the name of this machine's user. */
  shown: string;
}

/**
 * COPILOT_HOME, else `.copilot` in the home folder. XDG_CONFIG_HOME does not count: the client moves what
 * stands there to `.copilot` and reads it nowhere else. null when the environment names no home.
 */
export function copilotHome(env: Readonly<Record<string, string | undefined>>): CopilotHome | null {
  if (env.COPILOT_HOME) {
    return { folder: path.resolve(env.COPILOT_HOME), shown: "$COPILOT_HOME" };
  }
  const home = userHome(env);
  return home === null ? null : { folder: path.join(home, ".copilot"), shown: "~/.copilot" };
}

/** The user's home folder; null when the environment names none. */
export function userHome(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.HOME) return env.HOME;
  return process.platform === "win32" && env.USERPROFILE ? homedir() : null;
}
