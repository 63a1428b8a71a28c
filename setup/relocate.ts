/** Where the program stands: `bin/` in a clone, `.hq-kit/bin/` in a company with an installed kit. */
import { constitutionTables } from "./constitution-rows.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const PROTECTED = "Protected files";
/** What holds our programs in a clone is the founder's own product beside an installed kit. */
const PRODUCT_FILES = ["package.json", "bin/**", "dist/**"];
/** Of the editor's settings only the servers are ours there. */
const NARROWED = { from: ".vscode/**", to: ".vscode/mcp.json" };

/** The object of a client's MCP configuration whose entries are servers; null for other files. */
export function serversKey(path: string): string | null {
  if (path === ".vscode/mcp.json") return "servers";
  return path === ".mcp.json" || path === ".github/mcp.json" ? "mcpServers" : null;
}

/**
 * A file of the kit for an installed company: configuration with the launchers' paths there, and the
 * constitution without the rows that protect what is the founder's product there. Other files, and
 * files that are so already, come back as they are.
 */
export function relocated(path: string, text: string): string {
  if (path === CONSTITUTION) return withoutProduct(text);
  const isConfig = serversKey(path) !== null || /^\.github\/hooks\/[^/]+\.json$/.test(path);
  if (!isConfig) return text;
  return text.replaceAll(
    /(?<![\w.-]\/|[\w.-])(\.\/)?bin\/(hq(?:-\w+)*(?:\.js)?)(?![\w.-])/g,
    ".hq-kit/bin/$2",
  );
}

/** Rows about the founder's product that `before` has and `after` no longer. */
export function freedGlobs(before: string, after: string): string[] {
  const left = protectedGlobs(after);
  return protectedGlobs(before).filter(
    (glob) => [...PRODUCT_FILES, NARROWED.from].includes(glob) && !left.includes(glob),
  );
}

/**
 * The company's constitution without the rows that an earlier version put there to protect what is the
 * founder's product. A row that the kit did not put there, or not so, stays.
 */
export function withoutInstalledRows(mine: string, base: string): string {
  const installed = protectedGlobs(base);
  return withoutProduct(mine, (glob) => installed.includes(glob));
}

function withoutProduct(constitution: string, isOurs = (_glob: string) => true): string {
  const tables = constitutionTables(constitution);
  const isNarrow = tables.rows(PROTECTED).some(([glob]) => glob === NARROWED.to);
  tables.edit(PROTECTED, (cells) => {
    const [glob = ""] = cells;
    if (cells.length !== 1 || !isOurs(glob)) return cells;
    if (glob === NARROWED.from) return isNarrow ? null : [NARROWED.to];
    return PRODUCT_FILES.includes(glob) ? null : cells;
  });
  return tables.text();
}

function protectedGlobs(constitution: string): string[] {
  return constitutionTables(constitution)
    .rows(PROTECTED)
    .map(([glob]) => glob ?? "");
}
