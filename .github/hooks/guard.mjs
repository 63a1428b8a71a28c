// The guard: asked before every tool call of an agent, in Copilot CLI and in VS Code, it refuses
// changes of protected files, agents that widen their own tools, and departments that write outside
// their folders. One plain file without build or dependency; runs on Node 20.
//
// What it is not: a wall. Both clients let a call through when a hook times out, and a shell command
// can hide what it writes. The walls are that no department has a shell, the deny rules of headless
// runs, and the ledger. On a crash or on input it cannot read it refuses (exit code 2).
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Cannot be switched off by an edit of the constitution, which may only add to them. */
const PROTECTED = [
  ".github/copilot-instructions.md",
  ".github/hooks/**",
  ".github/copilot/**",
  ".mcp.json",
  ".github/mcp.json",
  ".vscode/**",
  ".git/**",
  "package.json",
  "bin/**",
  "dist/**",
  ".hq-kit/**",
  "memory*.jsonl",
  ".memory/**",
  ".hq/**",
  // Clients also read settings, hooks and servers from these places.
  ".claude/settings*.json",
  ".claude/hooks/**",
  ".github/plugin/**",
  ".claude-plugin/**",
  ".plugin/**",
  "plugin.json",
];

/** Files whose front matter hands out tools. */
const TOOL_HOLDERS = [
  ".github/agents/**",
  ".github/skills/**",
  ".claude/agents/**",
  ".claude/skills/**",
  ".agents/**",
];

/** Front matter keys that only the founder may add to. */
const GUARDED_KEYS = ["tools", "mcp-servers", "hooks", "allowed-tools"];

/** Where a department may write when it is known who speaks; others than these have no limit here. */
const WRITES = {
  coo: ["**"],
  improver: [
    ".github/agents/**",
    ".github/prompts/**",
    ".github/skills/**",
    ".github/instructions/**",
    "docs/**",
    "AGENTS.md",
  ],
  marketing: ["Marketing/**"],
  accountant: ["Founder/**"],
  ceo: [],
  cfo: [],
  lawyer: [],
  cto: [],
};

/** Tools that only look. */
const READERS =
  /^(read|grep|glob|view|ls|list|search|readfile|read_file|list_dir|listdirectory|codebase|file_search|grep_search|semantic_search|textsearch|filesearch|listdir|problems|usages|changes|websearch|web_search|webfetch|web_fetch|fetch|fetch_webpage|notebookread|read_agent|list_agents|read_bash|list_bash|report_intent|ask_user|askquestions|exit_plan_mode)$/;

/** Tools that carry words for a person, a subagent or our own servers: a path in them is only talk. */
const TALKERS =
  /^(agent|task|runsubagent|write_agent|skill|todowrite|todo|todos|update_todo|manage_todo_list|sql|(mcp_{1,2})?(memory|company)(-|_{1,2}|\/)[a-z_]+)$/;

const SHELLS =
  /^(bash|shell|sh|zsh|powershell|pwsh|write_bash|write_powershell|execute|runinterminal|run_in_terminal|runcommands|runtasks|terminal)$/;

/** Editors whose arguments are known: what they write is no path, however much it looks like one. */
const EDITORS =
  /^(edit|create|write|multiedit|editfiles|createfile|create_file|write_file|str_replace_editor|replace_string_in_file|multi_replace_string_in_file|insert_edit_into_file)$/;
const CONTENT_KEY =
  /^(old_?(str|string|text)|new_?(str|string|text)|file_?text|contents?|code|explanation)$/i;

const LIMIT_CHARS = 4_000_000;

/**
 * Whether a tool call may go on: `null`, or the sentence that says why not.
 * `payload` is what the client sends (VS Code's names or Copilot CLI's); `root` is the repository;
 * `read` gives a file's text or null; `speaker` is the department that a runner named.
 */
export function decide(payload, { root, read, speaker = null }) {
  const tool = text(payload.tool_name ?? payload.toolName);
  if (tool === "")
    return "The guard cannot see which tool is called: expected tool_name. Nothing was changed.";
  const name = tool.toLowerCase();
  if (READERS.test(name) || TALKERS.test(name)) return null;
  const input = inputOf(payload.tool_input ?? payload.toolArgs ?? payload.tool_args);
  const agent = text(payload.agent_type ?? payload.agentType ?? speaker).toLowerCase() || null;
  const world = { root, read, cwd: text(payload.cwd) || root, patterns: patterns(read) };
  const strings = stringsIn(EDITORS.test(name) ? withoutContent(input) : input);
  if (SHELLS.test(name)) return decideShell(strings, world, agent);
  const paths = pathsIn(input, strings, world);
  for (const file of paths) {
    if (isProtected(file, world) || holdsProtected(file, world)) return protectedSentence(file);
  }
  for (const file of paths) {
    const refused = outsideOwnFolders(file, agent) ?? widening({ file, name, input }, world);
    if (refused !== null) return refused;
  }
  return null;
}

function protectedSentence(file) {
  return `${file} is protected: no agent changes it. Say what should change and why, and leave it to the founder.`;
}

/** A department stays in its own folders. Agents that are none of ours are not known here. */
function outsideOwnFolders(file, agent) {
  if (agent === null || !Object.hasOwn(WRITES, agent)) return null;
  const places = WRITES[agent];
  if (places.some((pattern) => matches(file, pattern))) return null;
  const own = places.length === 0 ? "no file" : places.join(", ");
  return `${agent} may not write ${file}, only ${own}. Hand the text to the department that owns the file, or to the founder.`;
}

// ---- Shell commands --------------------------------------------------------------------------

function decideShell(strings, world, agent) {
  if (agent !== null && Object.hasOwn(WRITES, agent)) {
    return `${agent} has no shell: departments do not run commands. Use the read, edit and company tools, or ask the founder.`;
  }
  for (const command of strings) {
    const words = shellWords(command);
    if (onlyLooks(command)) continue;
    for (const word of words) {
      const files = placesOf(word, world);
      const hidden = files.find(
        (file) => isProtected(file, world) || (MOVERS.test(command) && holdsProtected(file, world)),
      );
      if (hidden !== undefined) return protectedSentence(hidden);
      const file = files.find(holdsTools);
      if (file !== undefined) {
        return `${file} hands out tools: change it with the edit tool, where the guard can see the whole text.`;
      }
      if (word.includes("*") || word.includes("?")) {
        const hit = world.patterns.find((pattern) => globCovers(word, pattern));
        if (hit !== undefined) return protectedSentence(hit);
      }
    }
  }
  return null;
}

/** Programs that take a folder away or put one in its place. */
const MOVERS = /\b(rm|mv|rmdir|rsync|tar|unzip|ln|find|xargs)\b/;

/** A command of one plain program that only reads. Anything less plain counts as a change. */
function onlyLooks(command) {
  if (/[;&|<>`$(){}\n\\]|\s--?o(utput)?\b/.test(command)) return false;
  return /^\s*(cat|head|tail|less|more|wc|ls|stat|grep|rg|git (status|log|diff|show))\s/.test(
    `${command} `,
  );
}

/** The words of a command as a shell would join them, and the path-like pieces within each. */
function shellWords(command) {
  const bare = command.replaceAll(/\\\n/g, "").replaceAll(/["'\\]/g, "");
  const words = bare.split(/[\s;&|<>`$(){},=]+/).filter(Boolean);
  // `--file=x`, `of=x` and `@x` name files too.
  return [...new Set(words.flatMap((word) => [word, word.replace(/^[-@+!]+/, "")]))].filter(
    Boolean,
  );
}

/** Whether a shell glob could name a protected file: `.mcp*`, `.git/*`, `*.json`. */
function globCovers(word, pattern) {
  const fixed = pattern.replace(/\/?\*\*$/, "").replaceAll("*", "");
  const glob = word.toLowerCase().replace(/^(\.\/)+/, "");
  return matches(fixed.toLowerCase(), glob) || matches(`${fixed.toLowerCase()}/x`, glob);
}

// ---- Paths -----------------------------------------------------------------------------------

/**
 * Files a call names: every string under a path-like key, and every string anywhere that is a
 * protected or tool-holding path as it stands or stands in a patch header.
 */
function pathsIn(input, strings, world) {
  const named = pathValues(input).flatMap((value) => placesOf(value, world));
  const patched = strings.flatMap(patchFiles).flatMap((value) => placesOf(value, world));
  const anywhere = strings.flatMap((value) => placesOf(value, world));
  const risky = anywhere.filter((file) => isProtected(file, world) || holdsTools(file));
  return new Set([...named, ...patched, ...risky]);
}

function withoutContent(input) {
  if (Array.isArray(input)) return input.map(withoutContent);
  if (input === null || typeof input !== "object") return input;
  return Object.fromEntries(
    Object.entries(input)
      .filter(([key]) => !CONTENT_KEY.test(key))
      .map(([key, value]) => [key, withoutContent(value)]),
  );
}

const PATH_KEY = /(path|file|uri|url|dest|target|source|from|to|dir|folder|name)s?$/i;

function pathValues(value, underPathKey = false) {
  if (typeof value === "string") return underPathKey && value.length <= 1_000 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => pathValues(item, underPathKey));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) =>
    pathValues(item, PATH_KEY.test(key) || (underPathKey && typeof item !== "string")),
  );
}

/** Files named in the headers of a patch, of either common form. */
function patchFiles(value) {
  const headers =
    /^(?:\*\*\* (?:Add|Update|Delete) File: |\*\*\* Move to: |(?:---|\+\+\+) (?:[ab]\/)?|rename (?:from|to) )(.+?)\s*$/gm;
  return [...value.matchAll(headers)].map(([, file]) => file);
}

/**
 * What a name may mean: paths from the root with forward slashes, as written and where links lead,
 * seen from the call's folder and from the root. Empty when it leads out of the repository, which
 * the clients guard themselves, or is no path at all.
 */
function placesOf(raw, { root, cwd }) {
  const name = decoded(raw.trim().normalize("NFC"));
  if (name === "" || name.length > 1_000 || /[\0\n]/.test(name)) return [];
  const places = [path.resolve(cwd, name), path.resolve(root, name)];
  const found = places.flatMap((place) => [
    within(realPlace(root), realPlace(place)),
    within(root, place),
  ]);
  return [...new Set(found.filter((file) => file !== null))];
}

/** A path as plain text: without `file://`, percent signs and backslashes. */
function decoded(name) {
  const bare = name.replace(/^file:\/\/(localhost)?/i, "");
  try {
    return decodeURIComponent(bare).replaceAll("\\", "/");
  } catch {
    // Not an encoding after all: the name stands as it is.
    return bare.replaceAll("\\", "/");
  }
}

/** The real path of the deepest folder that exists, and the rest as it is written. */
function realPlace(place) {
  for (let at = place, rest = ""; ; ) {
    if (existsSync(at)) return path.join(realpathSync(at), rest);
    const parent = path.dirname(at);
    if (parent === at) return place;
    rest = path.join(path.basename(at), rest);
    at = parent;
  }
}

function within(root, place) {
  const found = path.relative(root, place);
  if (
    found === "" ||
    found === ".." ||
    found.startsWith(`..${path.sep}`) ||
    path.isAbsolute(found)
  ) {
    return null;
  }
  // Some systems drop dots and spaces at the end of a name.
  return found
    .split(path.sep)
    .map((part) => part.replace(/[. ]+$/, "") || part)
    .join("/");
}

function isProtected(file, { patterns: all }) {
  return all.some((pattern) => matches(file, pattern) || matches(`${file}/x`, pattern));
}

/** Whether a folder above a protected file is meant: moving it away would move the file too. */
function holdsProtected(file, { patterns: all }) {
  return all.some((pattern) => pattern.toLowerCase().startsWith(`${file.toLowerCase()}/`));
}

function holdsTools(file) {
  return TOOL_HOLDERS.some((pattern) => matches(file, pattern));
}

/** `*` is anything within a name, `**` anything at all; upper and lower case are the same. */
function matches(file, pattern) {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*\*\/?|\*|\?/g, (glob) =>
      glob === "?" ? "[^/]" : glob === "*" ? "[^/]*" : ".*",
    );
  return new RegExp(`^${source}$`, "i").test(file);
}

// ---- The constitution's own list -------------------------------------------------------------

/** The built-in list and the first column of "## Protected files". */
function patterns(read) {
  const page = read(".github/copilot-instructions.md") ?? "";
  const [, section = ""] =
    /^## Protected files[ \t]*\r?\n([\s\S]*?)(?=^##? |$(?![\s\S]))/m.exec(page) ?? [];
  const rows = section.split(/\r?\n/).filter((line) => line.startsWith("|"));
  const own = rows
    .slice(2)
    .map((line) => (line.split("|")[1] ?? "").replaceAll("`", "").trim())
    .filter((pattern) => pattern !== "" && pattern.length <= 300)
    .slice(0, 200);
  return [...PROTECTED, ...own];
}

// ---- Tools in front matter -------------------------------------------------------------------

/** Why the edit would give an agent or a skill more than it has; null when it does not. */
function widening({ file, name, input }, world) {
  if (!holdsTools(file) || !/\.(md|mdx|ya?ml|json)$/i.test(file)) return null;
  const before = world.read(file);
  const after = textAfter({ name, input, before });
  if (after === null) {
    return `The guard cannot see what ${file} would become with ${name}. Use the edit tool with the exact old and new text, or write the whole file.`;
  }
  const isAgent = /(^|\/)agents\/.*\.md$/i.test(file);
  const old = before === null ? emptyHead(isAgent) : headOf(before);
  const now = headOf(after);
  if (now === null) {
    return `The front matter of ${file} is not in plain form: expected lines "key: value" without quoted keys, tabs, anchors or braces before the closing ---. Write it plainly.`;
  }
  if (isAgent && now.keys.size === 0)
    return `${file} would be an agent without front matter, which gives it every tool. Keep its front matter.`;
  for (const key of GUARDED_KEYS) {
    const wider = isWider(key, { old, now, isAgent });
    if (wider) {
      return `The change of "${key}" in ${file} would give an agent more than it has. Only the founder does that: propose it, and leave the line as it is.`;
    }
  }
  return null;
}

function emptyHead(isAgent) {
  // A new agent starts from no tools; a missing line would mean all of them.
  return { keys: new Map(isAgent ? [["tools", "[]"]] : []) };
}

function isWider(key, { old, now, isAgent }) {
  const was = old?.keys.get(key);
  const is = now.keys.get(key);
  if (was === is) return key === "tools" && isAgent && is === undefined && old === null;
  if (key === "tools" && is === undefined) return true;
  if (is === undefined) return false;
  if (key === "mcp-servers" || key === "hooks") return true;
  // A skill without the line grants nothing; an agent without it has everything already.
  if (was === undefined)
    return !(key === "tools" && isAgent && old !== null && listOf(is) !== null);
  const more = listOf(is);
  const less = listOf(was);
  return more === null || less === null || more.some((item) => !covers(less, item));
}

function covers(list, item) {
  return list.some(
    (known) =>
      known === "*" ||
      known === item ||
      (known.endsWith("/*") && item.startsWith(known.slice(0, -1))),
  );
}

/** The items of `[a, 'b']`, of a block list or of `a, b`; null when it is anything else. */
function listOf(value) {
  const flow = /^\[([^[\]]*)\]$/.exec(value.trim());
  const lines = value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const isBlock = lines.length > 0 && lines.every((line) => line.startsWith("- "));
  const items = flow
    ? flow[1].split(",")
    : isBlock
      ? lines.map((line) => line.slice(2))
      : value.split(/[,\s]+/);
  const names = items.map((item) => item.trim().replace(/^(['"])(.*)\1$/, "$2")).filter(Boolean);
  return names.every((item) => /^[\w.:/*()-]+$/.test(item))
    ? names.map((item) => item.toLowerCase())
    : null;
}

/** The front matter by key, each with the text that belongs to it; null when it is not plain. */
function headOf(whole) {
  const body = whole.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const keys = new Map();
  if (!/^---/.test(body)) return { keys };
  const lines = body.split("\n");
  if (lines[0].trimEnd() !== "---") return null;
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === "---");
  if (end === -1) return null;
  let open = null;
  for (const line of lines.slice(1, end)) {
    const [, key, value] = /^([A-Za-z][A-Za-z0-9_-]*):(?: +(.*))?$/.exec(line.trimEnd()) ?? [];
    if (key !== undefined) {
      const lower = key.toLowerCase();
      if (keys.has(lower)) return null;
      if (GUARDED_KEYS.includes(lower) && /^[&*!|>{]/.test(value ?? "")) return null;
      keys.set(lower, (value ?? "").replace(/ +#.*$/, ""));
      open = lower;
    } else if (/^( +\S|- |\s*$|#)/.test(line) && !line.includes("\t")) {
      // Keys that are all indented are a mapping too, but one that this reader would not see.
      if (open === null && line.trim() !== "" && !line.startsWith("#")) return null;
      if (open !== null && line.trim() !== "" && !line.startsWith("#"))
        keys.set(open, `${keys.get(open)}\n${line}`);
    } else return null;
  }
  return { keys };
}

/** The file's text after the call, from every shape of edit the clients make; null when unknown. */
function textAfter({ name, input, before }) {
  if (input === null || typeof input !== "object") return null;
  const whole = input.file_text ?? input.content ?? input.contents ?? input.fileText;
  const edits = editsOf(input);
  if (/^(create|write|createfile|create_file|write_file|new)$/.test(name)) {
    return typeof whole === "string" && edits.length === 0 ? whole : null;
  }
  if (typeof whole === "string" || edits.length === 0 || before === null) return null;
  return edits.reduce(
    (current, edit) => (current === null ? null : applied(current, edit)),
    before,
  );
}

function editsOf(input) {
  const list = input.edits ?? input.replacements ?? input.changes;
  if (list !== undefined && !Array.isArray(list)) return [];
  if (list === undefined && !Object.keys(input).some((key) => /^old/i.test(key))) return [];
  return (list ?? [input]).flatMap((edit) => {
    const from = edit?.old_str ?? edit?.old_string ?? edit?.oldString ?? edit?.oldText;
    const to = edit?.new_str ?? edit?.new_string ?? edit?.newString ?? edit?.newText;
    return typeof from === "string" && typeof to === "string"
      ? [{ from, to, all: edit.replace_all === true || edit.replaceAll === true }]
      : [null];
  });
}

function applied(current, edit) {
  if (edit === null || edit.from === "") return null;
  // The client would refuse an edit whose text it does not find; so there is nothing to widen.
  if (!current.includes(edit.from))
    return edit.from.includes("\r\n") ? null : crlfApplied(current, edit);
  return edit.all
    ? current.replaceAll(edit.from, () => edit.to)
    : current.replace(edit.from, () => edit.to);
}

/** Clients match a text with other line endings too. */
function crlfApplied(current, edit) {
  const unix = current.replaceAll("\r\n", "\n");
  return unix.includes(edit.from) ? applied(unix, edit) : null;
}

// ---- Input and output ------------------------------------------------------------------------

function text(value) {
  return typeof value === "string" ? value : "";
}

/** Copilot CLI sends the arguments of camel case events as a string of JSON. */
function inputOf(value) {
  if (typeof value !== "string") return value ?? {};
  try {
    return JSON.parse(value);
  } catch {
    // Free text, such as a patch: it is searched as it is.
    return { text: value };
  }
}

function stringsIn(value) {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}

async function main() {
  const root = realpathSync(path.join(path.dirname(fileURLToPath(import.meta.url)), "..", ".."));
  let said = "";
  for await (const piece of process.stdin) {
    said += piece;
    if (said.length > LIMIT_CHARS)
      throw new Error(`more than ${LIMIT_CHARS} characters on standard input`);
  }
  const payload = JSON.parse(said);
  if (payload === null || typeof payload !== "object")
    throw new Error("no object on standard input");
  const read = (file) => {
    const place = path.join(root, file);
    return existsSync(place) ? readFileSync(place, "utf8") : null;
  };
  const reason = decide(payload, { root, read, speaker: process.env.HQ_AGENT ?? null });
  if (reason !== null) refuse(reason);
}

/** Both forms: Copilot CLI reads the first, VS Code the second. */
function refuse(reason) {
  const decision = { permissionDecision: "deny", permissionDecisionReason: reason };
  const output = { ...decision, hookSpecificOutput: { hookEventName: "PreToolUse", ...decision } };
  process.stdout.write(`${JSON.stringify(output)}\n`);
}

if (
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href
) {
  main().catch((error) => {
    process.stderr.write(
      `The guard refuses this call because it cannot judge it: ${error.message}\n`,
    );
    process.exitCode = 2;
  });
}
