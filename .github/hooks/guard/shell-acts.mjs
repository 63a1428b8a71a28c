/**
 * Commands that change what the company stands on without naming a file of it: git as a whole, npm's
 * own edits of package.json, a client's servers and plugins, archives, and what only the founder has
 * our own program do.
 */
import path from "node:path";
import { gitRefusal } from "./acts.mjs";

const WORDS_LIMIT = 2_000;
const BEFORE = /^(sudo|env|command|exec|time|nohup|then|do|else|if|while|!|\w+=.*)$/;

/** The sentence for such a piece of a command; null when it is none. */
export function shellActRefusal(piece, { bases, world }) {
  for (const stage of piece.split(/\|\|?|&&?|[;\n]|\$\(|`/)) {
    const words = wordsOf(stage);
    const name = (words[0] ?? "").replace(/^.*[\\/]/, "").replace(/\.(exe|cmd)$/i, "");
    const judge = Object.hasOwn(JUDGES, name) ? JUDGES[name] : null;
    const refused = judge?.(words.slice(1), { name, bases, world }) ?? null;
    if (refused !== null) return refused;
  }
  return null;
}

function wordsOf(stage) {
  const bare = stage.replace(/["'\\]/g, "").replace(/^[\s({]+/, "");
  const words = bare.split(/\s+/, WORDS_LIMIT).filter(Boolean);
  const start = words.findIndex((word) => !BEFORE.test(word));
  return start === -1 ? [] : words.slice(start);
}

const JUDGES = {
  git: (words, { world }) => gitRefusal(words, world),
  npm: packagesRefusal,
  pnpm: packagesRefusal,
  yarn: packagesRefusal,
  bun: packagesRefusal,
  copilot: clientRefusal,
  claude: clientRefusal,
  gemini: clientRefusal,
  codex: clientRefusal,
  gh: (words, about) =>
    words[0] === "copilot" ? clientRefusal(words.slice(1), about) : forgeRefusal(words, about),
  code: editorRefusal,
  "code-insiders": editorRefusal,
  codium: editorRefusal,
  cursor: editorRefusal,
  hq: ownRefusal,
  tar: archiveRefusal,
  bsdtar: archiveRefusal,
  gtar: archiveRefusal,
  unzip: archiveRefusal,
  cpio: archiveRefusal,
  jar: archiveRefusal,
  unrar: archiveRefusal,
  "7z": archiveRefusal,
  "7za": archiveRefusal,
  node: (words, about) =>
    /(^|\/)hq(-\w+)?(\.js)?$/.test(words[0] ?? "") ? ownRefusal(words.slice(1), about) : null,
  // These lend a program a terminal that is none.
  script: terminalRefusal,
  expect: terminalRefusal,
  unbuffer: terminalRefusal,
  python: archiveModuleRefusal,
  python3: archiveModuleRefusal,
};

/** Whether the command works at the root of a clone, as far as one can see. */
function isAtRoot({ bases, world }) {
  return !world.isProduct && bases.every((base) => base === world.root);
}

const INSTALLS =
  /^(i|in|ins|inst|insta|instal|install|isntall|add|un|uninstall|remove|rm|r|unlink|link|ln|update|up|upgrade|udpate|dedupe|ddp|prune|shrinkwrap|set-script|version|init|create|patch-commit)$/;

function packagesRefusal(words, about) {
  const bare = words.filter((word) => !word.startsWith("-"));
  const [command = "", ...rest] = bare;
  const goesElsewhere = words.some((word) =>
    /^(--prefix|-C|--cwd|--dir|-g|--global|--location=global|-w|--workspace)/.test(word),
  );
  if (!isAtRoot(about) || goesElsewhere) return null;
  const isEdit =
    (command === "pkg" && /^(set|delete|fix)$/.test(rest[0] ?? "")) ||
    (command === "audit" && rest[0] === "fix") ||
    (/^(config|c)$/.test(command) &&
      words.some((word) => /^(--location=project|-L=?project)$/.test(word))) ||
    (command === "set" && rest.length > 0 && words.includes("--location=project")) ||
    (INSTALLS.test(command) &&
      (rest.length > 0 || !/^(i|in|ins|inst|insta|instal|install|isntall)$/.test(command)));
  if (!isEdit) return null;
  return "package.json is protected, and this would change it or what it installs: in this clone it starts the company's own programs. Leave it to the founder, or work in a folder of your product (cd, --prefix).";
}

/** Servers, plugins and hooks that a client would load for every session. */
function clientRefusal(words, { name }) {
  const [kind = "", act = ""] = words.filter((word) => !word.startsWith("-"));
  const isKept = /^(mcp|plugins?|extensions?|hooks?|agents?|skills?|config|settings?)$/.test(kind);
  if (!isKept || act === "" || /^(list|ls|get|show|view|help|search|status|validate)$/.test(act))
    return null;
  return `${name ?? "The client"} would load this in every later session, beside the company's own servers. Leave it to the founder.`;
}

function editorRefusal(words, { world }) {
  const adds = words.some((word) =>
    /^--(add-mcp|install-extension|uninstall-extension)\b/.test(word),
  );
  return adds && !world.isProduct
    ? clientRefusal(["extension", "add"], { name: "The editor" })
    : null;
}

function forgeRefusal(words, { world }) {
  const [kind, act] = words;
  const isInForce =
    kind === "pr" &&
    (act === "merge" || (act === "review" && words.some((word) => /^(--approve|-a)$/.test(word))));
  if (!isInForce || world.isProduct) return null;
  return "This would put a change into force, which only the founder does. Say what should be merged and why.";
}

/** Acts that only the founder has our program do; the others keep the company's rules themselves. */
function ownRefusal(words) {
  if (words.some((word) => /^(--dry-run|--help|-h)$/.test(word))) return null;
  const bare = words.filter((word, at) => !word.startsWith("-") && words[at - 1] !== "--root");
  const [kind = "", act = ""] = bare;
  const isFounders =
    kind === "resume" ||
    // Without a word of what to change it only shows the answers.
    (kind === "setup" && (act !== "" || words.some((word) => /^--(?!json$|root$)/.test(word)))) ||
    (kind === "pack" && /^(answer|adopt)$/.test(act)) ||
    (kind === "runner" && act === "set") ||
    (kind === "lesson" && /^(accept|drop)$/.test(act)) ||
    (kind === "improve" && /^(accept|reject|revert)$/.test(act)) ||
    (kind === "department" && /^(add|remove)$/.test(act)) ||
    (kind === "review" && act === "withdraw") ||
    (kind === "claims" && act === "answer") ||
    (kind === "runs" && /^(end|undo|prune)$/.test(act)) ||
    (kind === "post" && /^(approve|unapprove|hold|resolve|send)$/.test(act)) ||
    (kind === "approvals" && act === "protect") ||
    (kind === "memory" &&
      /^(undo|redact|restore|accept)$/.test(act) &&
      !words.includes("--list")) ||
    (kind === "memory" && act === "archive" && words.includes("--commit")) ||
    (kind === "memory" && act === "repair" && words.includes("--apply"));
  if (!isFounders) return null;
  const typed = /^(resume|setup)$/.test(kind) ? kind : `${kind} ${act}`;
  return `"hq ${typed}" is the founder's: it changes who is on board, what runs, what memory and record hold, or what goes out. Say what it should do and why.`;
}

function terminalRefusal(words) {
  const at = words.findIndex((word) => /(^|\/)hq(-\w+)?(\.js)?$/.test(word));
  return at === -1 ? null : ownRefusal(words.slice(at + 1));
}

/** An archive laid over the root of a clone brings any file along. */
function archiveRefusal(words, about) {
  if (!isAtRoot(about) || !unpacks(about.name, words)) return null;
  return "The guard cannot see which files this archive would overwrite. Unpack it into a folder of its own (tar -C DIR, unzip -d DIR), then move what is needed.";
}

function unpacks(name, words) {
  const [first = ""] = words;
  const has = (option) => words.some((word) => option.test(word));
  if (name === "unzip") return !has(/^-\w*[lpcztvZ]/) && !has(/^-d/);
  if (name === "cpio")
    return has(/^-\w*i|^--extract/) && !has(/^-\w*t|^--list/) && !has(/^-D|^--directory/);
  if (name === "jar") return /^-{0,2}\w*x/.test(first);
  if (name === "unrar") return /^[ex]$/.test(first);
  if (/^7z/.test(name)) return /^[ex]$/.test(first) && !has(/^-o/);
  const extracts = /^-?[a-zA-Z]*x/.test(first) || has(/^(-[a-zA-Z]*x[a-zA-Z]*|--extract|--get)$/);
  return (
    extracts &&
    !has(/^(-C|--directory|--one-top-level|-[a-zA-Z]*O|--to-stdout)/) &&
    !has(/^-[a-zA-Z]*C$/)
  );
}

function archiveModuleRefusal(words, about) {
  const at = words.indexOf("-m");
  const isArchive = at !== -1 && /^(zipfile|tarfile)$/.test(words[at + 1] ?? "");
  const takes = isArchive && words.some((word) => /^(-e|--extract)$/.test(word));
  const to = words.at(-1) ?? "";
  const isRoot = [about.world.root, about.world.cwd].some(
    (base) => path.resolve(base, to) === about.world.root,
  );
  return takes && (isRoot || words.length <= at + 4)
    ? archiveRefusal(["x"], { ...about, name: "tar" })
    : null;
}
