/**
 * Who signed a request, by OAuth 1.0a as X documents it: docs.x.com, fundamentals/authentication/oauth-1-0a
 * (creating-a-signature, authorizing-a-request). A body counts only where it is form-encoded (RFC 5849 3.4.1.3.1),
 * which no call of version 2 is.
 */
import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface Keys {
  appKey: string;
  appSecret: string;
  accessToken: string;
  accessSecret: string;
}

/** "X will reject requests which were created too far in the past": how far, it does not say. */
const CLOCK_SECONDS = 300;

/** What is wrong with the signature; null for nothing. `seen` holds the nonces, each of which counts once. */
export function misSigned(
  ask: IncomingMessage,
  keys: Keys,
  { base, seen, now }: { base: string; seen: Set<string>; now: Date },
): string | null {
  const given = fieldsOf(ask.headers.authorization ?? "");
  if (given === null) return "no OAuth header";
  if (given.get("oauth_consumer_key") !== keys.appKey) return "another app";
  if (given.get("oauth_token") !== keys.accessToken) return "another token";
  if (given.get("oauth_signature_method") !== "HMAC-SHA1") return "another method";
  if (given.get("oauth_version") !== "1.0") return "another version";
  const nonce = given.get("oauth_nonce") ?? "";
  if (nonce === "" || seen.has(nonce)) return "a nonce that was there before";
  seen.add(nonce);
  const apart = Math.abs(now.getTime() / 1_000 - Number(given.get("oauth_timestamp")));
  if (!(apart <= CLOCK_SECONDS)) return "its clock is wrong";
  const signature = given.get("oauth_signature");
  given.delete("oauth_signature");
  const url = new URL(ask.url ?? "", base);
  const pairs = [...given, ...url.searchParams].map(([name, value]) => [enc(name), enc(value)]);
  const text = pairs
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
  const about = [ask.method ?? "", `${url.origin}${url.pathname}`, text].map(enc).join("&");
  const key = `${enc(keys.appSecret)}&${enc(keys.accessSecret)}`;
  const wanted = createHmac("sha1", key).update(about).digest("base64");
  return signature === wanted ? null : "its signature does not fit";
}

function fieldsOf(header: string): Map<string, string> | null {
  if (!header.startsWith("OAuth ")) return null;
  const fields = header.slice("OAuth ".length).split(/,\s*/);
  return new Map(
    fields.map((field) => {
      const [, name = "", value = ""] = /^([^=]+)="([^"]*)"$/.exec(field) ?? [];
      return [decodeURIComponent(name), decodeURIComponent(value)];
    }),
  );
}

function enc(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
