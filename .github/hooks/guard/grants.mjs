/** Whether a change gives an agent, a prompt or a skill more than it has, or takes a check away. */
import { GUARDED_KEYS, headOf } from "./front-matter.mjs";
import {
  changedKey,
  changedSentence,
  instructionRefusal,
  newKeyRefusal,
  sendsByItself,
} from "./heads.mjs";
import { ownHookOf } from "./own-hook.mjs";
import { GONE, sourceOf, textAfter } from "./text-after.mjs";

/** Clients take up to 30,000 characters of an agent. */
const FILE_LIMIT_CHARS = 100_000;

export function holderSentence(file) {
  return `${file} hands out tools: change it with the edit tool, where the guard can see the whole text.`;
}

/** Why the change would give an agent or a skill more than it has; null when it does not. */
export function wideningRefusal(file, call, world) {
  const source = sourceOf(file, call, world);
  if (call.kind !== "editor" && source === undefined) return holderSentence(file);
  const kind = kindOfFile(file);
  if (kind === "agent" && source !== undefined) return moveSentence(file);
  if (source === GONE) return /\.github\/\w+$/i.test(file) ? holderSentence(file) : null;
  if (!/\.(md|mdx|ya?ml|json)$/i.test(file)) return folderRefusal(file, call, source);
  const before = world.read(typeof source === "string" ? source : file);
  const isLarge = before !== null && before.length > FILE_LIMIT_CHARS;
  const next = isLarge ? null : textAfter(file, call, { before, world });
  if (next === null) {
    return `The guard cannot see what ${file} would become with ${call.tool}. Change it in one place at a time, with the exact old text, which stands in the file once, and the new text.`;
  }
  // A file that was moved here brings along what it had there, when it was of the same kind.
  const old = typeof source === "string" && kindOfFile(source) !== kind ? null : before;
  if (kind === "instruction")
    return instructionRefusal(file, old, { next, isOurs: isOurs(file, call, world) });
  return headRefusal(file, { before: old, next, kind, isOurs: isOurs(file, call, world) }, world);
}

/** In a folder of skills its own name may change; what comes from elsewhere nobody has seen. */
function folderRefusal(file, call, source) {
  if (call.kind === "editor") return null;
  const isRename = typeof source === "string" && kindOfFile(source) === kindOfFile(file);
  return isRename ? null : holderSentence(file);
}

function moveSentence(file) {
  return `${file} is an agent: its name and place are how the guard and its colleagues know it, and others ask it for reviews. Leave moving or removing it to the founder (hq department).`;
}

function kindOfFile(file) {
  if (/(^|\/)\.(github|claude)\/(agents|chatmodes)\//i.test(file)) return "agent";
  if (/(^|\/)\.github\/instructions\//i.test(file)) return "instruction";
  if (/(^|\/)\.github\/prompts\//i.test(file)) return "prompt";
  return /(^|\/)\.github\/skills\//i.test(file) ? "skill" : null;
}

/** Beside a product the founder's own agent keeps the founder's own files; what the kit brought is ours. */
function isOurs(file, { agent }, world) {
  return !world.isProduct || agent !== null || world.read(`.hq-kit/base/${file}`) !== null;
}

function headRefusal(file, { before, next, kind, isOurs }, world) {
  const isAgent = kind === "agent";
  const now = headOf(next);
  const old = before === null ? null : headOf(before);
  if (old?.end && old.text === now.text) return null;
  if (now.keys === null) {
    return `The front matter of ${file} is not in plain form: expected lines "key: value", each quote and bracket closed in its line, without anchors, tabs or odd line ends, between two lines "---". Write it plainly.`;
  }
  if (isAgent && now.keys.size === 0)
    return `${file} would be an agent without front matter, which gives it every tool. Keep its front matter.`;
  if (isAgent && old?.keys && old.keys.get("name") !== now.keys.get("name"))
    return `The name in ${file} is how the guard knows who writes: it stays as it is. Leave a new name to the founder.`;
  // A new agent starts from no tools; a missing line would mean all of them.
  const start = before === null ? new Map(isAgent ? [["tools", "[]"]] : []) : (old?.keys ?? null);
  const [, id = null] = /^\.github\/agents\/([a-z0-9-]+)\.agent\.md$/.exec(file) ?? [];
  const heads = { was: start, is: now.keys, isAgent, id };
  const wider = GUARDED_KEYS.find((key) => isWider(key, heads));
  if (wider !== undefined) {
    return `The change of "${wider}" in ${file} would give an agent more than it has. Only the founder does that: propose it, and leave the line as it is.`;
  }
  if (!isOurs) return null;
  const keys = withoutHooks(now.keys);
  if (before === null) return newKeyRefusal(file, kind, { keys, world });
  const changed = changedKey(kind, withoutHooks(old?.keys ?? new Map()), keys);
  if (changed !== null) return changedSentence(file, kind, changed);
  return sendsByItself(old?.keys?.get("handoffs"), now.keys.get("handoffs"), file);
}

/** Whether a department's own hook may change was asked before. */
function withoutHooks(keys) {
  return new Map([...keys].filter(([key]) => key !== "hooks"));
}

/** `was` is null when the old front matter could not be read: then every guarded line is news. */
function isWider(key, { was, is, isAgent, id }) {
  const [less, more] = [was?.get(key), is.get(key)];
  if (was !== null && less === more) return false;
  // Without its own hook a department is nobody in VS Code, and writes where it likes.
  if (key === "hooks" && isAgent)
    return more === undefined ? less !== undefined : id === null || more !== ownHookOf(id);
  if (more === undefined) return key === "tools" && (isAgent || less !== undefined);
  if (key === "mcp-servers" || key === "hooks") return true;
  const items = listOf(more, key);
  if (items === null || was === null) return true;
  // A skill without the line grants nothing; an agent without it has everything already.
  if (less === undefined) return !(key === "tools" && isAgent);
  const had = listOf(less, key);
  return had === null || items.some((item) => !isGranted(item, had));
}

function isGranted(item, had) {
  return had.some(
    (known) =>
      known === "*" ||
      known === item ||
      (known.endsWith("/*") && item.startsWith(known.slice(0, -1))),
  );
}

/** The items of `[a, 'b']`, of a block list or of `a, b`; null when it is anything else. */
export function listOf(value, key) {
  const lines = value.split("\n").map((line) => line.replace(/ #.*$/, "").trim());
  const [first, ...rest] = lines.filter(Boolean);
  if (first === undefined) return null; // Clients differ on an empty value: some give every tool.
  if (/^\[\s*\]$/.test(first) && rest.length === 0) return [];
  const isFlow = /^\[[^[\]]*\]$/.test(first) && rest.length === 0;
  const isBlock = lines[0] === "" && [first, ...rest].every((line) => line.startsWith("- "));
  const split = key === "allowed-tools" ? /[,\s]+/ : /,/;
  const items = isFlow
    ? first.slice(1, -1).split(",")
    : isBlock
      ? [first, ...rest].map((line) => line.slice(2))
      : [first, ...rest].join(" ").split(split);
  const names = items.map((item) => item.trim());
  // A bare `null`, `true` or `1` is no text, and readers differ on `yes`.
  if (names.some((name) => /^([-+.\d].*|null|true|false|yes|no|on|off|y|n)$/i.test(name)))
    return null;
  const bare = names.map((name) => name.replace(/^(['"])(.*)\1$/, "$2").toLowerCase());
  return bare.every((name) => /^[\w.:/*()-]*[\w./*()-]$/.test(name)) ? bare : null;
}
