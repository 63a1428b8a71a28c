/** Shows a file in the founder's browser. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

export type Opened =
  | { kind: "opened" }
  /** Part of a sentence. */
  | { kind: "failed"; why: string };

/** A program that is still there after so long has shown the file, or is the browser itself. */
const WAIT_MS = 3_000;
const SPELLED: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", win32: "explorer.exe" };

/** Asks the system to open a file; waits only until it is known whether it could. */
export async function openInBrowser(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Promise<Opened> {
  const program = SPELLED[platform] ?? "xdg-open";
  // Without a screen xdg-open ends in a browser for text, which nobody sees.
  const isBlind =
    program === "xdg-open" &&
    ![env.DISPLAY, env.WAYLAND_DISPLAY, env.BROWSER, env.WSL_DISTRO_NAME].some(Boolean);
  if (isBlind)
    return { kind: "failed", why: "there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)" };
  const target = platform === "win32" ? file : pathToFileURL(file).href;
  const child = spawn(program, [target], { detached: true, stdio: "ignore", env: { ...env } });
  const outcome = await new Promise<Opened>((resolve) => {
    const timer = setTimeout(() => resolve({ kind: "opened" }), WAIT_MS);
    const settle = (opened: Opened) => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "ENOENT" ? `${program} is not installed` : error.message;
      settle({ kind: "failed", why });
    });
    child.on("exit", (code) => {
      // Explorer ends with 1 when all went well.
      const isDone = code === 0 || program === "explorer.exe";
      settle(
        isDone
          ? { kind: "opened" }
          : { kind: "failed", why: `${program} ended with ${code ?? "a signal"}` },
      );
    });
  });
  child.unref();
  return outcome;
}
