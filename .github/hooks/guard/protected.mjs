/** What no agent changes, which files hand out tools, and where each department writes. */
import { compiled, covers, fold } from "./globs.mjs";

/** Cannot be switched off by an edit of the constitution, which may only add to them. */
const PROTECTED = [
  // In a subfolder too: a client or `hq` started there would take them for the company's own.
  "**/.github/copilot-instructions.md",
  "**/.github/hooks/**",
  "**/.github/copilot/**",
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

/** In a clone our own programs stand in these; in a repository of the founder's they are the product. */
const PROTECTED_IN_A_CLONE = ["package.json", "bin/**", "dist/**", "**/.vscode/**"];

/** Files whose front matter hands out tools. */
const TOOL_HOLDERS = [
  "**/.github/agents/**",
  "**/.github/chatmodes/**",
  "**/.github/prompts/**",
  "**/.github/skills/**",
  "**/.claude/agents/**",
  "**/.claude/commands/**",
  "**/.claude/skills/**",
  "**/.agents/**",
].map(compiled);

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

/** The globs of a department's own folders; null when it is none of ours. */
export function ownFolders(agent) {
  return Object.hasOwn(WRITES, agent) ? WRITES[agent] : null;
}

export function writesTo(agent, file) {
  return WRITES[agent].some((pattern) => covers(compiled(pattern), fold(file)));
}

export function isProtected(file, { patterns }) {
  const folded = fold(file);
  return patterns.some((pattern) => covers(pattern, folded) || covers(pattern, `${folded}/x`));
}

/** Whether a folder above a protected file is meant: moving it away would move the file too. */
export function holdsProtected(file, { patterns }) {
  const folder = `${fold(file)}/`;
  return patterns.some(({ fixed }) => fixed.startsWith(folder));
}

export function holdsTools(file) {
  const folded = fold(file);
  return TOOL_HOLDERS.some((holder) => covers(holder, folded) || covers(holder, `${folded}/x`));
}

const OWN_ROWS_LIMIT = 200;
const OWN_GLOB_LIMIT_CHARS = 300;

/** The built-in list and the first column of "## Protected files"; a folder there means all in it. */
export function protectedPatterns(read) {
  const programs = isInstalled(read) ? [] : PROTECTED_IN_A_CLONE;
  const all = [...PROTECTED, ...programs, ...rowsOf(constitution(read))];
  const below = all.filter((pattern) => !pattern.endsWith("**")).map((pattern) => `${pattern}/**`);
  return [...all, ...below].map(compiled);
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
