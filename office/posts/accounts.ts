/** The accounts of the company's channels, by its credentials. No call leaves the machine, but the founder's own command. */
import type { ChannelSources } from "../../channels/open-channels.ts";
import { HqError } from "../../company/error.ts";
import { type Env, readSecret, readSetting } from "./secrets.ts";

export type Accounts = Pick<ChannelSources, "devto" | "x" | "smtp" | "newsletterFrom" | "unready">;

const DEVTO = "https://dev.to";

const X_NAMES = {
  appKey: "HQ_X_API_KEY",
  appSecret: "HQ_X_API_SECRET",
  accessToken: "HQ_X_ACCESS_TOKEN",
  accessSecret: "HQ_X_ACCESS_SECRET",
} as const;

/** @throws HqError `usage` for an address that is none */
export async function readAccounts(root: string, env: Env): Promise<Accounts> {
  const unready = new Map<string, string>();
  const key = await credential(() => readSecret(root, env, "HQ_DEVTO_API_KEY"));
  if (key.kind === "unready") unready.set("dev.to", key.why);
  const x = await credential(() => xKeys(root, env));
  if (x.kind === "unready") unready.set("x", x.why);
  const mail = await credential(() => mailServer(root, env));
  if (mail.kind === "unready") unready.set("newsletter", mail.why);
  const base = loopbackOf(env.HQ_X_URL);
  return {
    devto:
      key.kind === "read" && key.value !== null
        ? { key: key.value, base: addressOf(env.HQ_DEVTO_URL) }
        : null,
    x: x.kind === "read" && x.value !== null ? { keys: x.value, base } : null,
    ...(mail.kind === "read" ? mail.value : { smtp: null, newsletterFrom: null }),
    unready,
  };
}

async function mailServer(
  root: string,
  env: Env,
): Promise<Pick<Accounts, "smtp" | "newsletterFrom">> {
  const to = await readSetting(root, env, "HQ_NEWSLETTER_TO");
  // A password manager fails when it is asked for what it does not have: only who has a list has a mail server.
  const read = to === null ? readSetting : readSecret;
  const url = await read(root, env, "HQ_SMTP_URL");
  return {
    smtp: url === null ? null : { url, to },
    newsletterFrom: await readSetting(root, env, "HQ_NEWSLETTER_FROM"),
  };
}

type Credential<T> = { kind: "read"; value: T } | { kind: "unready"; why: string };

/** One channel whose credentials cannot be read keeps no other from posting. */
async function credential<T>(read: () => Promise<T>): Promise<Credential<T>> {
  try {
    return { kind: "read", value: await read() };
  } catch (error) {
    if (!(error instanceof HqError) || error.code !== "wrong-state") throw error;
    return { kind: "unready", why: [error.message, error.hint].filter(Boolean).join(" ") };
  }
}

type XKeys = Record<keyof typeof X_NAMES, string>;

/** All four, or none: with some of them its posts would go to the folder, and the founder not know why. */
async function xKeys(root: string, env: Env): Promise<XKeys | null> {
  const keys: Partial<XKeys> = {};
  const missing: string[] = [];
  for (const [field, name] of Object.entries(X_NAMES) as [keyof XKeys, string][]) {
    const value = await readSecret(root, env, name);
    if (value === null) missing.push(name);
    else keys[field] = value;
  }
  if (missing.length === 0) return keys as XKeys;
  if (missing.length === Object.keys(X_NAMES).length) return null;
  const found = `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set`;
  throw new HqError("wrong-state", `Cannot use X: ${found}, expected all four of its keys.`);
}

/** A key goes over the wire in the clear only to this machine itself. */
function addressOf(given: string | undefined): string {
  const base = given?.trim().replace(/\/+$/, "") || DEVTO;
  if (/^https:\/\/[^/]+$|^http:\/\/127\.0\.0\.1(?::\d+)?$/.test(base)) return base;
  throw new HqError("usage", `Cannot use HQ_DEVTO_URL "${base}": expected an https address.`);
}

/** There is one X; another address than this machine's own is somebody who wants the keys. */
function loopbackOf(given: string | undefined): string | undefined {
  const base = given?.trim().replace(/\/+$/, "");
  if (!base) return undefined;
  if (/^http:\/\/127\.0\.0\.1(?::\d+)?$/.test(base)) return base;
  throw new HqError(
    "usage",
    `Cannot use HQ_X_URL "${base}": it is for tests, expected http://127.0.0.1 with a port.`,
  );
}
