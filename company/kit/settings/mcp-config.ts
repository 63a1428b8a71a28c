/** Rules for `.mcp.json` (Copilot CLI, VS Code's Copilot harness) and `.vscode/mcp.json` (Local). */
import type { Finding } from "../../finding.ts";
import { secretIn } from "../company/secrets.ts";
import type { Exists, KitFile } from "../context.ts";
import { describe, isRecord, isTextList } from "../fields.ts";
import { errorAt, lineOfText, warningAt } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import { readJson } from "../json.ts";
import { foreignServer, OUR_SERVERS, startsOurs } from "./own-servers.ts";

export const CLI_CONFIG_FILE = ".mcp.json";
export const LOCAL_CONFIG_FILE = ".vscode/mcp.json";
/** Read by Copilot CLI beside the first; the kit does not need it. */
export const EXTRA_CONFIG_FILE = ".github/mcp.json";

const OURS = OUR_SERVERS;
const TYPES = new Set(["stdio", "local", "http", "sse"]);
const SECRET_NAME = /(token|secret|passw|api_?key|credential|private_?key)/i;
// biome-ignore lint/suspicious/noTemplateCurlyInString: the client's own variable, not ours
const WORKSPACE = "${workspaceFolder}";

/** What one of the two files declares; null where it cannot be read. */
export interface ServerConfig {
  findings: Finding[];
  /** Start command by server name, with the workspace folder left out; null when unreadable. */
  servers: Map<string, string> | null;
  /** Those with a name of ours that start another program. */
  foreign: Set<string>;
}

/** Reads and checks one file of servers; beside a product of the founder's only our own in it. */
export function readServerConfig(
  file: KitFile,
  { exists, isBeside = false }: { exists: Exists; isBeside?: boolean },
): ServerConfig {
  const local = file.path === LOCAL_CONFIG_FILE;
  const reading = readJson(file, local ? "jsonc" : "json");
  const isTheirs = isBeside && file.path === EXTRA_CONFIG_FILE;
  if (reading.kind === "bad")
    return { findings: isTheirs ? [] : [reading.finding], servers: null, foreign: new Set() };
  const [key, otherKey] = local ? ["servers", "mcpServers"] : ["mcpServers", "servers"];
  const declared = reading.value[key];
  const findings: Finding[] = [];
  if (!isBeside && Object.hasOwn(reading.value, otherKey)) {
    findings.push(
      errorAt(file.path, lineOfText(file.text, `"${otherKey}"`), {
        what: `the key "${otherKey}"`,
        expected: `"${key}" in this file`,
        fix: "Rename the key: the client ignores the other one.",
      }),
    );
  }
  if (!isRecord(declared)) {
    if (isTheirs) return { findings: [], servers: null, foreign: new Set() };
    if (findings.length === 0) findings.push(noServers(file, { key, declared }));
    return { findings, servers: null, foreign: new Set() };
  }
  const servers = new Map<string, string>();
  const foreign = new Set<string>();
  for (const [name, server] of Object.entries(declared)) {
    servers.set(name, startOf(server));
    const isOurs = OURS.includes(name) && startsOurs(name, server);
    if (isOurs || !isBeside) findings.push(...checkServer({ file, name, server, exists }));
    if (!OURS.includes(name) || isOurs) continue;
    foreign.add(name);
    // Beside the first file the client goes by that one.
    if (file.path === EXTRA_CONFIG_FILE) continue;
    const line = lineOfText(file.text, `"${name}"`);
    findings.push(foreignServer(file.path, line, { name, server }));
  }
  for (const name of file.path === EXTRA_CONFIG_FILE ? [] : OURS) {
    if (!servers.has(name)) findings.push(missingServer(file, name, key));
  }
  return { findings, servers, foreign };
}

/** A config file of the two is not there. */
export function missingConfig(path: string): Finding {
  return errorAt(path, 0, {
    what: "no such file",
    expected: `the servers ${OURS.join(" and ")} for both kinds of client`,
    fix: "Restore it from git, or with hq upgrade.",
  });
}

/** Differences between the two files: a server known to one client only, or started otherwise. */
export function compareServerConfigs(cli: ServerConfig, local: ServerConfig): Finding[] {
  if (cli.servers === null || local.servers === null) return [];
  const findings: Finding[] = [];
  for (const [name, start] of cli.servers) {
    const other = local.servers.get(name);
    if (other === undefined) {
      if (!OURS.includes(name)) findings.push(onlyInOne(LOCAL_CONFIG_FILE, name, CLI_CONFIG_FILE));
    } else if (other !== start && !cli.foreign.has(name) && !local.foreign.has(name)) {
      findings.push(
        warningAt(LOCAL_CONFIG_FILE, 0, {
          what: `the server "${name}" starts with "${other}"`,
          expected: `"${start}", as in ${CLI_CONFIG_FILE}`,
          fix: "Give both clients the same server.",
        }),
      );
    }
  }
  for (const name of local.servers.keys()) {
    if (!cli.servers.has(name) && !OURS.includes(name)) {
      findings.push(onlyInOne(CLI_CONFIG_FILE, name, LOCAL_CONFIG_FILE));
    }
  }
  return findings;
}

function onlyInOne(path: string, name: string, other: string): Finding {
  return warningAt(path, 0, {
    what: `no server "${name}"`,
    expected: `the same servers as in ${other}`,
    fix: "Add it here too, so that both kinds of client have it.",
  });
}

function noServers(file: KitFile, found: { key: string; declared: unknown }): Finding {
  const { key, declared } = found;
  return errorAt(file.path, lineOfText(file.text, `"${key}"`), {
    what: declared === undefined ? `no key "${key}"` : `"${key}" is ${describe(declared)}`,
    expected: `{"${key}": {"memory": { … }, "company": { … }}}`,
    fix: "Restore the file from git, or with hq upgrade.",
  });
}

function missingServer(file: KitFile, name: string, key: string): Finding {
  return errorAt(file.path, lineOfText(file.text, `"${key}"`), {
    what: `no server "${name}"`,
    expected: `both ${OURS.join(" and ")}`,
    fix: "Add it, or restore the file with hq upgrade.",
  });
}

/** Command and arguments as one text, without the places where the two files must differ. */
function startOf(server: unknown): string {
  if (!isRecord(server)) return "";
  if (typeof server.url === "string") return server.url;
  const args = isTextList(server.args) ? server.args : [];
  return [String(server.command ?? ""), ...args].map(withoutFolder).join(" ");
}

function withoutFolder(text: string): string {
  return text.replace(`${WORKSPACE}/`, "").replace(/^\.\//, "");
}

interface FoundServer {
  file: KitFile;
  name: string;
  server: unknown;
  exists: Exists;
}

function checkServer(found: FoundServer): Finding[] {
  const { file, name, server } = found;
  const line = lineOfText(file.text, `"${name}"`);
  if (!isRecord(server)) {
    return [
      errorAt(file.path, line, {
        what: `the server "${name}" is ${describe(server)}`,
        expected: "command and args",
        fix: 'Write { "command": "node", "args": [ … ] }.',
      }),
    ];
  }
  const findings: Finding[] = [];
  if (server.type !== undefined && !TYPES.has(String(server.type))) {
    findings.push(
      errorAt(file.path, line, {
        what: `the server "${name}" of type "${String(server.type)}"`,
        expected: [...TYPES].join(", "),
        fix: 'Write "type": "stdio".',
      }),
    );
  }
  findings.push(...checkStart(found, server), ...checkSecretValues(file, name, server));
  findings.push(...checkDeferral(found, server));
  return findings;
}

/** With Claude models Copilot CLI holds the tools of a server back unless this setting forbids it. */
function checkDeferral({ file, name }: FoundServer, server: JsonObject): Finding[] {
  if (file.path !== CLI_CONFIG_FILE || !OURS.includes(name)) return [];
  if (!startsOurs(name, server)) return [];
  if (server.deferTools === "never") return [];
  return [
    warningAt(file.path, lineOfText(file.text, `"${name}"`), {
      what:
        server.deferTools === undefined
          ? `the server "${name}" without deferTools`
          : `deferTools of the server "${name}" is ${JSON.stringify(server.deferTools)}`,
      expected: '"deferTools": "never": else Claude models must look for its tools first',
      fix: "Add it, or run hq upgrade.",
    }),
  ];
}

function checkStart(found: FoundServer, server: JsonObject): Finding[] {
  const { file, name, exists } = found;
  if (typeof server.url === "string" && server.url !== "") return [];
  const line = lineOfText(file.text, `"${name}"`);
  if (typeof server.command !== "string" || server.command.trim() === "") {
    return [
      errorAt(file.path, line, {
        what: `the server "${name}" without a command`,
        expected: '"command": "node"',
        fix: "Name the program that starts it.",
      }),
    ];
  }
  if (server.args !== undefined && !isTextList(server.args)) {
    return [
      errorAt(file.path, line, {
        what: `the args of "${name}" are ${describe(server.args)}`,
        expected: "a list of texts",
        fix: 'Write "args": ["bin/…"].',
      }),
    ];
  }
  const folder = folderOf(server);
  return [server.command, ...(isTextList(server.args) ? server.args : [])].flatMap((argument) =>
    checkArgument({ file, line, argument, folder, exists }),
  );
}

/** Where the server starts, from the root, with a slash behind it; null when that cannot be known. */
function folderOf({ cwd }: JsonObject): string | null {
  if (typeof cwd !== "string") return "";
  const folder = cwd
    .replace(WORKSPACE, ".")
    .replace(/^(\.?\/|\.$)+/, "")
    .replace(/\/+$/, "");
  if (cwd.startsWith("/") || /[$~\\]|\.\./.test(folder)) return null;
  return folder === "" ? "" : `${folder}/`;
}

function checkArgument(found: {
  file: KitFile;
  line: number;
  argument: string;
  folder: string | null;
  exists: Exists;
}): Finding[] {
  const { file, argument, folder, exists } = found;
  const line = lineOfText(file.text, JSON.stringify(argument)) || found.line;
  if (argument.includes(WORKSPACE) && file.path !== LOCAL_CONFIG_FILE) {
    return [
      errorAt(file.path, line, {
        what: `${WORKSPACE} in "${argument}"`,
        expected: "a path from the root",
        fix: "Remove it: this client does not fill it in.",
      }),
    ];
  }
  if (!/\.(js|mjs|cjs|ts|sh|py)$/.test(argument)) return [];
  const isFromRoot = argument.includes(WORKSPACE);
  if (folder === null && !isFromRoot) return [];
  const path = `${isFromRoot ? "" : folder}${withoutFolder(argument)}`;
  if (path.startsWith("/") || path.includes("$") || exists(path)) return [];
  return [
    errorAt(file.path, line, {
      what: `the script "${path}", which is not there`,
      expected: "a file of the repository",
      fix: "Correct the path, or restore the file with hq upgrade.",
    }),
  ];
}

/** A value that is a secret itself, not the name of a variable that holds one. */
function checkSecretValues(file: KitFile, name: string, server: JsonObject): Finding[] {
  const values = [server.env, server.headers].flatMap((map) =>
    isRecord(map) ? Object.entries(map) : [],
  );
  return values.flatMap(([key, value]) => {
    if (typeof value !== "string" || value === "" || /\$\{?\w/.test(value)) return [];
    // A key of a known shape is reported with the text itself.
    if (secretIn(value) !== null || !SECRET_NAME.test(key)) return [];
    return [
      errorAt(file.path, lineOfText(file.text, `"${key}"`), {
        what: `a value for "${key}" of the server "${name}"`,
        expected: `the name of a variable: $${key}`,
        fix: "Put the secret into the environment, and revoke it if it was committed.",
      }),
    ];
  });
}
