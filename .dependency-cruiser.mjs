// The walls of docs/design.md: which folder may import which. scripts/check-directions.mjs runs
// this and fails when nothing was read, because the tool itself passes on an empty tree.
export const rooms = [
  "company",
  "files",
  "mcp-memory",
  "ledger",
  "channels",
  "office",
  "setup",
  "packs",
  "doctor",
  "engine",
  "mcp-company",
  "page",
  "cli",
];

const wall = (from, allowed) => ({
  name: `${from}-imports`,
  severity: "error",
  comment: `${from} may import of ours: ${allowed.length ? allowed.join(", ") : "nothing"}`,
  from: { path: `^${from}/` },
  to: { path: `^(${rooms.filter((room) => room !== from && !allowed.includes(room)).join("|")})/` },
});

const only = (name, packages, allowedIn) => ({
  name,
  severity: "error",
  from: { path: `^(${rooms.join("|")})/`, pathNot: allowedIn },
  to: { path: packages },
});

export default {
  forbidden: [
    wall("company", []),
    wall("files", ["company"]),
    wall("mcp-memory", []),
    wall("ledger", []),
    wall("channels", ["company"]),
    wall("office", ["company", "mcp-memory", "ledger", "files", "channels"]),
    wall("setup", ["company", "mcp-memory", "files"]),
    wall("doctor", ["company", "mcp-memory", "ledger", "files", "setup"]),
    wall("engine", ["office", "company", "mcp-memory", "ledger", "files", "channels"]),
    wall("mcp-company", ["office", "company"]),
    wall("page", ["office", "company"]),
    only(
      "mcp-sdk-at-the-edge",
      "node_modules/@modelcontextprotocol/",
      "^mcp-(memory|company)/(server|serve|main)\\.ts$|^mcp-(memory|company)/tools/|^mcp-memory/memory\\.d\\.ts$",
    ),
    only("commander-in-cli", "node_modules/(commander|@clack)/", "^cli/"),
    only(
      "sqlite-in-one-file",
      "^(node:)?sqlite$",
      "^mcp-memory/store/database/sqlite\\.ts$|^ledger/sqlite\\.ts$",
    ),
    {
      name: "guard-in-one-file",
      comment: "what the guard lends is asked in one place",
      severity: "error",
      from: { path: `^(${rooms.join("|")})/`, pathNot: "^office/people/writable-folders\\.ts$" },
      to: { path: "^\\.github/" },
    },
    {
      name: "company-is-pure",
      comment: "company has no disk, clock, network or process: text and dates in, values out",
      severity: "error",
      from: { path: "^company/" },
      to: { dependencyTypes: ["core"] },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-test-imports",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    // "mdast" is types only: its package is @types/mdast.
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^mdast$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
