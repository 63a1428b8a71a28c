/** Front matter, read so strictly that every client's reader of YAML sees the same keys. */

/** Front matter keys that only the founder may add to. */
export const GUARDED_KEYS = ["tools", "mcp-servers", "hooks", "allowed-tools"];

const LINE_LIMIT_CHARS = 5_000;

/**
 * The front matter: its text, whether it ends, and its keys, each with the text that belongs to it.
 * `keys` is null when it is not plain, for then a client's reader of YAML may see other keys than this
 * one. Seen with the real client: a quote or bracket over several lines swallows the line of tools, and
 * a lone carriage return or U+0085, U+2028, U+2029 starts a line.
 */
export function headOf(whole) {
  const body = whole.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  if (!/^\s*---/.test(body)) return { text: "", end: true, keys: new Map() };
  const isPlain = body.startsWith("---\n");
  const close = isPlain ? body.indexOf("\n---\n", 3) : -1;
  const end = close === -1 && isPlain && body.endsWith("\n---") ? body.length - 4 : close;
  // Readers differ on where an empty one ends, or one of blank lines.
  if (end < 4 || body.slice(4, end).trim() === "") return { text: body, end: false, keys: null };
  const head = body.slice(4, end);
  return { text: head, end: true, keys: keysIn(head) };
}

function keysIn(head) {
  if (/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(head)) return null;
  const keys = new Map();
  let open = null;
  let isLiteral = false;
  for (const line of head.split("\n")) {
    if (line.length > LINE_LIMIT_CHARS || /^\s*(---|\.\.\.)/.test(line)) return null;
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, key, value = ""] = /^([A-Za-z][A-Za-z0-9_-]*):(?: +(.*))?$/.exec(line) ?? [];
    if (key === undefined) {
      // Keys that are all indented are a mapping too, but one that this reader would not see.
      if (open === null || !/^( |- |-$)/.test(line)) return null;
      if (!isLiteral && !isClosed(line.replace(/^(?: |- )*(?:[\w-]+: +)?/, ""))) return null;
      keys.set(open, `${keys.get(open)}\n${line}`);
      continue;
    }
    if (keys.has(key) || !isClosed(value.trim()) || isMisspelt(key)) return null;
    if (GUARDED_KEYS.includes(key) && /^[&*!|>{%@`]/.test(value)) return null;
    isLiteral = /^[|>]/.test(value);
    open = key;
    keys.set(key, value.trim());
  }
  return keys;
}

/** `Tools` or `mcpServers`: a reader that is forgiving takes it for the guarded key, a strict one for none. */
function isMisspelt(key) {
  const bare = key.toLowerCase().replace(/[_-]/g, "");
  const meant = GUARDED_KEYS.find((guarded) => guarded.replace("-", "") === bare);
  return meant !== undefined && meant !== key;
}

/** Whether a value ends where its line does. */
function isClosed(value) {
  if (value.startsWith('"')) return /^"(?:[^"\\]|\\.)*"\s*(#.*)?$/.test(value);
  if (value.startsWith("'")) return /^'(?:[^']|'')*'\s*(#.*)?$/.test(value);
  if (/^[\]},%@`]/.test(value)) return false;
  if (!/^[[{]/.test(value)) return true;
  const bare = value.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, "");
  let depth = 0;
  for (let at = 0; at < bare.length; at += 1) {
    const sign = bare[at];
    if (sign === "[" || sign === "{") depth += 1;
    if (sign === "]" || sign === "}") depth -= 1;
    if (sign === '"' || sign === "&" || sign === "!") return false;
    if (depth === 0) return /^\s*(#.*)?$/.test(bare.slice(at + 1));
  }
  return false;
}
