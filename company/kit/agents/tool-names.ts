/**
 * The tool names that an agent file may list. The built-in ones are those that GitHub Copilot CLI
 * 1.0.102 and VS Code accept; the clients silently ignore any other name, which is how a department
 * ends up without a tool that it was meant to have.
 */

import { currentName, runsCommands } from "./vscode-tools.ts";

/** Tools of our own servers; a test compares them with what the servers really offer. */
export const SERVER_TOOLS: Readonly<Record<string, readonly string[]>> = {
  memory: [
    "create_entities",
    "create_relations",
    "add_observations",
    "delete_entities",
    "delete_observations",
    "delete_relations",
    "read_graph",
    "search_nodes",
    "open_nodes",
    "recall",
    "read_entities",
    "memory_overview",
    "log_lesson",
    "record_prompt_run",
    "memory_health",
    "apply_retention",
  ],
  company: [
    "standup_brief",
    "board_list",
    "board_update",
    "company_facts",
    "request_review",
    "submit_verdict",
    "check_draft",
    "check_filing",
    "list_open_work",
    "outside_signals",
    "report_gap",
    "list_patterns",
    "propose_change",
    "make_folder",
    "hand_over",
    "finish_run",
  ],
};

const BUILT_IN = new Set([
  "read",
  "read/readFile",
  "view",
  "edit",
  "edit/editFiles",
  "edit/createFile",
  "create",
  "search",
  "search/codebase",
  "grep",
  "glob",
  "agent",
  "agent/runSubagent",
  "runSubagent",
  "task",
  "todo",
  "todos",
  "web",
  "web/fetch",
  "vscode/askQuestions",
  "ask_user",
  "skill",
]);

/** Servers that the clients bring along themselves. */
const CLIENT_SERVERS = new Set(["github"]);

const SHELLS = /^(execute|shell|bash|powershell|terminal|runInTerminal|runCommands)(\/.*)?$/i;
const EDITORS = /^(edit|create|write|multiedit|notebookedit|editFiles)(\/.*)?$/i;
const DELEGATES = /^(agent|task|runSubagent|agent\/runSubagent)$/i;
const BUILT_IN_LOWER = new Set([...BUILT_IN].map((name) => name.toLowerCase()));

export type ToolVerdict =
  | { kind: "known" }
  /** Starts a shell, or stands for every tool. */
  | { kind: "shell" }
  | { kind: "unknown"; expected: string };

/** What is known of a name in `tools:`, given the names of the servers in `.mcp.json`. */
export function judgeTool(name: string, servers: ReadonlySet<string>): ToolVerdict {
  if (name === "*" || runsCommands(name)) return { kind: "shell" };
  // What else is there of a terminal reads it: its last command, its output.
  if (SHELLS.test(name) && currentName(name) === null) return { kind: "shell" };
  // The clients take the aliases in any case: Read, Bash, Task.
  if (isBuiltIn(name) || currentName(name) !== null) return { kind: "known" };
  const [server = "", tool] = name.split("/", 2);
  const ours = Object.hasOwn(SERVER_TOOLS, server) ? SERVER_TOOLS[server] : undefined;
  if (ours !== undefined && tool !== undefined) {
    if (tool === "*" || ours.includes(tool)) return { kind: "known" };
    return { kind: "unknown", expected: `a tool of ${server}: ${ours.join(", ")}` };
  }
  if (tool !== undefined && (servers.has(server) || CLIENT_SERVERS.has(server))) {
    return { kind: "known" };
  }
  return { kind: "unknown", expected: "a tool of the client or <server>/<tool> of .mcp.json" };
}

/** Whether the kit itself may list the name: it is what it seems in both clients, or meant for one. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_LOWER.has(name.toLowerCase());
}

/** Whether the name lets an agent change files. */
export function isEditTool(name: string): boolean {
  return EDITORS.test(currentName(name) ?? name);
}

/** Whether the name lets an agent start subagents. */
export function isAgentTool(name: string): boolean {
  return DELEGATES.test(name);
}

/** Whether the name lets an agent remove things from the memory. */
export function isForgetTool(name: string): boolean {
  return /^memory\/(\*|delete_|apply_retention)/.test(name);
}
