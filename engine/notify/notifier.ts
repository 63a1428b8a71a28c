/** Notices by a command or a webhook, as HQ_NOTIFY says. */
import { spawn } from "node:child_process";
import type { Delivery, NoticeMessage, Notifier } from "../../office/notices/notifier.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface NotifyLimits {
  commandMs: number;
  webhookMs: number;
}

const LIMITS: NotifyLimits = { commandMs: 20_000, webhookMs: 10_000 };
const SAID_CHARS = 300;

/** What a command may see of this machine's environment: enough for a desktop, no key of anybody. */
const ALLOWED = new Set([
  ...["PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "SHELL"],
  ...["DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"],
  ...["SYSTEMROOT", "COMSPEC", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"],
]);

/** null where HQ_NOTIFY is not set. */
export function createNotifier(env: Env, limits: NotifyLimits = LIMITS): Notifier | null {
  const target = env.HQ_NOTIFY?.trim() ?? "";
  if (target === "") return null;
  if (/^https?:\/\//i.test(target)) {
    return { deliver: (message) => post(target, message, limits.webhookMs) };
  }
  return { deliver: ({ text }) => runCommand(target, text, { env, limitMs: limits.commandMs }) };
}

/** The address may be a secret itself, so that no sentence names it. */
async function post(address: string, message: NoticeMessage, limitMs: number): Promise<Delivery> {
  if (!URL.canParse(address)) {
    return { kind: "refused", why: "what HQ_NOTIFY begins as a web address is none" };
  }
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      // An address that leads elsewhere would take the notice to somebody who was not named.
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return { kind: "sent" };
    return { kind: "refused", why: `the webhook answered ${answer.status}` };
  } catch (error) {
    const { name, cause } = error as Error;
    if (name === "TimeoutError") {
      return { kind: "unknown", why: `the webhook gave no answer within ${limitMs / 1000} s` };
    }
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
    // Bytes went out before: it may have arrived.
    if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code)) {
      return { kind: "unknown", why: `the webhook broke the connection (${code})` };
    }
    return { kind: "refused", why: `the webhook could not be reached (${code || name})` };
  }
}

function runCommand(
  command: string,
  text: string,
  { env, limitMs }: { env: Env; limitMs: number },
): Promise<Delivery> {
  const kept = Object.entries(env).filter(
    ([name]) => ALLOWED.has(name.toUpperCase()) || name.startsWith("LC_"),
  );
  return new Promise((resolve) => {
    const child = spawn(command, {
      ...{ shell: true, env: Object.fromEntries(kept) as NodeJS.ProcessEnv },
      // With all that it started it can be ended as one group.
      ...{ detached: process.platform !== "win32", stdio: ["pipe", "ignore", "pipe"] },
    });
    let said = "";
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child.pid);
    }, limitMs);
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      said = (said + piece).slice(-SAID_CHARS);
    });
    // A command that does not read its input is none the worse for it.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${text}\n`);
    const end = (delivery: Delivery) => {
      clearTimeout(timer);
      resolve(delivery);
    };
    child.once("error", ({ message }) =>
      end({ kind: "refused", why: "the command could not be started", said: message }),
    );
    child.once("exit", (code, signal) => {
      if (isLate) end({ kind: "unknown", why: `the command took longer than ${limitMs / 1000} s` });
      else if (code === 0) end({ kind: "sent" });
      else
        end({
          kind: "refused",
          why: `the command ended with ${code ?? signal}`,
          said: said.trim(),
        });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
