/** Where the program stands: `bin/` in a clone, `.hq-kit/bin/` in a company with an installed kit. */

/** The object of a client's MCP configuration whose entries are servers; null for other files. */
export function serversKey(path: string): string | null {
  if (path === ".vscode/mcp.json") return "servers";
  return path === ".mcp.json" || path === ".github/mcp.json" ? "mcpServers" : null;
}

/**
 * A configuration file of the kit with the launchers' paths for an installed company. Other files,
 * and files that point there already, come back as they are.
 */
export function relocated(path: string, text: string): string {
  const isConfig = serversKey(path) !== null || /^\.github\/hooks\/[^/]+\.json$/.test(path);
  if (!isConfig) return text;
  return text.replaceAll(
    /(?<![\w.-]\/|[\w.-])(\.\/)?bin\/(hq(?:-\w+)*(?:\.js)?)(?![\w.-])/g,
    ".hq-kit/bin/$2",
  );
}
