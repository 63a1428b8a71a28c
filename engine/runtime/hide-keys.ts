/** The keys that a client is given, out of what it says: a provider may say back the one that it refuses. */
import { SECRET_NAMES } from "./environment.ts";

/** Shorter ones, such as "none" of a local server, are words that texts may hold. */
const LEAST_CHARS = 8;
const HIDDEN = "(a key, held back)";

/** What takes the keys of this environment out of a text, also out of one in JSON. */
export function hideKeys(
  env: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const keys = SECRET_NAMES.map((name) => env[name]?.trim() ?? "").filter(
    (key) => key.length >= LEAST_CHARS,
  );
  const spellings = [...new Set(keys.flatMap((key) => [key, JSON.stringify(key).slice(1, -1)]))];
  return (text) => spellings.reduce((left, key) => left.replaceAll(key, HIDDEN), text);
}
