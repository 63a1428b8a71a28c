/**
 * What no agent changes, which files hand out tools, and where each department writes. A pattern without a
 * folder in it means the root of the repository only.
 */
import { compiled, covers, fold } from "./globs.mjs";

/** Cannot be switched off by an edit of the constitution, which may only add to them. */
const PROTECTED = [
  // In a subfolder too: a client or `hq` started there would take them for the company's own.
  "**/.github/copilot-instructions.md",
  "**/.github/hooks/**",
  "**/.github/copilot/**",
  // What the Improver's changes are judged by.
  "**/.github/evals/**",
  "**/.github/mcp.json",
  "**/.mcp.json",
  "**/.vscode/mcp.json",
  "**/.git/**",
  // At the root only: a product's own docs/BOARD.md is none of ours. Agents change it by board_update,
  // which keeps every missed date.
  "BOARD.md",
  ".hq-kit/**",
  "memory*.jsonl",
  ".memory/**",
  ".hq/**",
  // What the founder approved; without a key to sign with, nothing else says so.
  "Marketing/approvals/**",
  // The clients also load code (extensions, plugins), commands (language servers, containers, set-up
  // steps of the cloud agent), hooks and settings from these.
  "**/.github/extensions/**",
  "**/.github/lsp.json",
  "**/.github/plugin/**",
  "**/.github/plugin.json",
  "**/.github/workflows/copilot-setup-steps.y*ml",
  "**/.claude/settings*.json",
  "**/.claude/hooks/**",
  "**/.devcontainer/**",
  "**/.devcontainer.json",
  "**/*.code-workspace",
  ".claude-plugin/**",
  ".plugin/**",
  "plugin.json",
];

/**
 * What the clients send with every request, or with every one that touches a folder, beside the
 * constitution. In a repository of the founder's these are the founder's own; a department changes
 * none there either. The page AGENTS.md at the root and the instructions for paths are the Improver's.
 */
const ALWAYS_READ = [
  "**/CLAUDE.md",
  "**/CLAUDE.local.md",
  "**/GEMINI.md",
  "*/**/AGENTS.md",
  "**/AGENTS.override.md",
  "*/**/copilot-instructions.md",
  "*/**/.github/instructions/**",
  "**/.claude/**",
  "**/.agents/**",
  "**/.gemini/**",
  "**/.cursor/**",
  "**/.cursorrules",
  "**/.codex/**",
  "**/.windsurf/**",
  "**/.windsurfrules",
  "**/.clinerules/**",
  "**/.clinerules",
  "**/.copilot/**",
];

/** In a clone our own programs stand in these; in a repository of the founder's they are the product. */
const PROGRAMS = [
  "package.json",
  "bin/**",
  "dist/**",
  "**/.vscode/**",
  // What the next `npm ci` installs and builds, and with which Node.
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  ".npmrc",
  ".yarnrc*",
  ".yarn/**",
  ".pnpmfile.*",
  ".node-version",
  ".nvmrc",
  ".tool-versions",
  // What the checks and tests run before they judge anything.
  "tsconfig*.json",
  "*.config.*js",
  "*.config.*ts",
  "biome.json*",
  "knip.json*",
  ".dependency-cruiser.*",
  ".eslintrc*",
  ".prettierrc*",
  ".babelrc*",
  ".lintstagedrc*",
  // What a machine runs when somebody commits, pushes or enters the folder.
  "**/.github/workflows/**",
  "**/.github/actions/**",
  ".ci/**",
  ".husky/**",
  ".githooks/**",
  ".lefthook/**",
  "*lefthook*.y*ml",
  ".pre-commit-config.yaml",
  ".gitattributes",
  ".gitmodules",
  "Makefile",
  ".envrc",
  "mise*.toml",
  ".mise*.toml",
  ".mise/**",
  ".config/mise*",
  ".config/mise/**",
];

/** Folders of our programs whose names are ordinary words too: a command or a mail may well use them. */
const SOURCES = [
  "node_modules/**",
  "cli/**",
  "company/**",
  "office/**",
  "setup/**",
  "doctor/**",
  "files/**",
  "ledger/**",
  "mcp-*/**",
  "engine/**",
  "page/**",
  "channels/**",
  "packs/**",
  "scripts/**",
];

/** Files whose front matter hands out tools, wherever they stand. */
const TOOL_HOLDERS = [
  "**/.github/agents/**",
  "**/.github/chatmodes/**",
  "**/.github/prompts/**",
  "**/.github/skills/**",
];

/** Files that say in their front matter where they are read: everywhere, when they do not say. */
const INSTRUCTIONS = ["**/.github/instructions/**"];

/** Where a department may write when it is known who speaks; others than these have no limit here. */
const WRITES = {
  // It coordinates: the board goes through its tool, every other file has another owner.
  coo: [],
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

const HOLDERS = [...TOOL_HOLDERS, ...INSTRUCTIONS].map(compiled);

/** The globs of a department's own folders; null when it is none of ours. */
export function ownFolders(agent) {
  return Object.hasOwn(WRITES, agent) ? WRITES[agent] : null;
}

export function writesTo(agent, file) {
  return WRITES[agent].some((pattern) => covers(compiled(pattern), fold(file)));
}

/**
 * `bare` says that the name of a folder alone may mean something else: then those of our sources, which
 * are ordinary words, count only with something behind them. `elsewhere` says that the name may stand in
 * any folder of the disk: many have a `bin` or a `package.json`.
 */
export function isProtected(file, world, { bare = false, elsewhere = false } = {}) {
  const folded = fold(file);
  const isWord = bare && !folded.includes("/");
  const isTheirs = isProductsHook(file, world);
  return world.patterns.some((pattern) => {
    if (isTheirs && pattern.fixed === ".github/hooks") return false;
    if ((isWord && pattern.isWord) || (elsewhere && pattern.isProgram)) return false;
    return covers(pattern, folded) || covers(pattern, `${folded}/x`);
  });
}

/**
 * A hook that stands in the product already is the founder's, and so their own agent may change it. A new
 * one is not: it would run in every session. A department changes none.
 */
export function isProductsHook(file, { isProduct, agent, read }) {
  if (!isProduct || agent !== null) return false;
  if (!/^\.github\/hooks\/(?!guard(\.|\/|$))/i.test(fold(file))) return false;
  try {
    return read(file) !== null;
  } catch {
    return false; // A folder, or what cannot be read.
  }
}

/** Whether a folder above a protected file is meant: moving it away would move the file too. */
export function holdsProtected(file, { patterns }) {
  const folder = `${fold(file)}/`;
  return patterns.some(({ fixed }) => fixed.startsWith(folder));
}

export function holdsTools(file) {
  const folded = fold(file);
  return HOLDERS.some((holder) => covers(holder, folded) || covers(holder, `${folded}/x`));
}

const OWN_ROWS_LIMIT = 200;
const OWN_GLOB_LIMIT_CHARS = 300;

/**
 * The built-in lists and the first column of "## Protected files"; a folder there means all in it.
 * `agent` is the department that calls; `develops` says that a person works on the kit itself.
 */
export function protectedPatterns(read, { agent = null, develops = false } = {}) {
  const isProduct = isInstalled(read);
  const isOpen = isProduct || (develops && agent === null);
  const rows = rowsOf(constitution(read));
  const all = [
    patternsOf(PROTECTED),
    patternsOf(isProduct && agent === null ? [] : ALWAYS_READ),
    patternsOf(isOpen ? [] : PROGRAMS, { isProgram: true }),
    patternsOf(isOpen ? [] : SOURCES, { isProgram: true, isWord: true }),
    // In a product a row that names its programs is the founder's own.
    patternsOf(isOpen && !isProduct ? rows.filter((row) => !PROGRAMS.includes(row)) : rows),
  ];
  return all.flat();
}

function patternsOf(globs, kind = {}) {
  const below = globs.filter((glob) => !glob.endsWith("**")).map((glob) => `${glob}/**`);
  return [...globs, ...below].map((glob) => ({ ...compiled(glob), ...kind }));
}

/**
 * Whether the kit was put into a repository of the founder's: then our programs stand in `.hq-kit/`,
 * where no agent writes, and none of ours at the root. What cannot be read counts as a clone.
 */
export function isInstalled(read) {
  return (
    textOr(read, ".hq-kit/bin/launch.js", null) !== null &&
    textOr(read, "bin/hq-company.js", "") === null
  );
}

function textOr(read, file, unread) {
  try {
    return read(file);
  } catch {
    return unread;
  }
}

function constitution(read) {
  try {
    return read(".github/copilot-instructions.md") ?? "";
  } catch {
    return ""; // The built-in list stands when the page cannot be read.
  }
}

function rowsOf(page) {
  const lines = page.split(/\r?\n/);
  const start = lines.findIndex((line) => /^## +Protected files\s*$/i.test(line));
  const end = lines.findIndex((line, at) => at > start && /^##? /.test(line));
  const section = start === -1 ? [] : lines.slice(start, end === -1 ? undefined : end);
  return (
    section
      .filter((line) => line.trimStart().startsWith("|"))
      .slice(2)
      .map((line) => (line.split("|")[1] ?? "").replaceAll("`", "").trim())
      // Markdown's escapes, as in `\*\*`; any other backslash separates folders.
      .map((cell) => cell.replace(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("\\", "/"))
      .map((pattern) => pattern.replace(/^(\.?\/)+/, "").replace(/\/+$/, ""))
      .filter((pattern) => pattern !== "" && pattern.length <= OWN_GLOB_LIMIT_CHARS)
      .slice(0, OWN_ROWS_LIMIT)
  );
}
