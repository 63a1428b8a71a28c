/**
 * The names of VS Code's built-in tools, current and old, as VS Code 1.139.1 itself registers them
 * (`toolReferenceName`, `legacyToolReferenceFullNames`, `languageModelToolSets`) and its "Tools and context
 * reference" lists them. An old name goes on working there; Copilot CLI knows few of either.
 */

import type { Words } from "../findings.ts";

/** Tools by their set: `read/problems`. */
const SETS: Readonly<Record<string, string>> = {
  read: "readFile problems viewImage getNotebookSummary readNotebookCellOutput skill terminalLastCommand terminalSelection",
  search: "changes codebase fileSearch listDirectory textSearch searchSubagent usages",
  edit: "createDirectory createFile createJupyterNotebook editFiles editNotebook rename",
  execute:
    "runInTerminal getTerminalOutput sendToTerminal killTerminal runNotebookCell executionSubagent createAndRunTask runTask getTaskOutput runTests testFailure",
  vscode:
    "askQuestions extensions getProjectSetupInfo installExtension memory newWorkspace resolveMemoryFileUri runCommand switchAgent toolSearch vscodeAPI",
  web: "fetch githubRepo githubTextSearch",
  agent: "runSubagent",
};

const CURRENT = new Set([
  ...Object.keys(SETS),
  ...Object.entries(SETS).flatMap(([set, tools]) =>
    tools.split(" ").map((tool) => `${set}/${tool}`),
  ),
  "browser",
  "todo",
]);

/** Names that were renamed otherwise than by being put into a set. */
const RENAMED: Readonly<Record<string, string>> = {
  "search/readFile": "read/readFile",
  "new/newWorkspace": "vscode/newWorkspace",
  "new/installExtension": "vscode/installExtension",
  "new/runVscodeCommand": "vscode/runCommand",
  runVscodeCommand: "vscode/runCommand",
  newJupyterNotebook: "edit/createJupyterNotebook",
  "runNotebooks/runCell": "execute/runNotebookCell",
  runCell: "execute/runNotebookCell",
  "runNotebooks/getNotebookSummary": "read/getNotebookSummary",
  "runNotebooks/readNotebookCellOutput": "read/readNotebookCellOutput",
  "runCommands/runInTerminal": "execute/runInTerminal",
  "runCommands/getTerminalOutput": "execute/getTerminalOutput",
  "runCommands/terminalLastCommand": "read/terminalLastCommand",
  "runCommands/terminalSelection": "read/terminalSelection",
  "runTasks/createAndRunTask": "execute/createAndRunTask",
  "runTasks/getTaskOutput": "execute/getTaskOutput",
  "runTasks/runTask": "execute/runTask",
  copilot_testFailure: "execute/testFailure",
  findFiles: "search/fileSearch",
  runCommands: "execute",
  runTasks: "execute",
  runNotebooks: "execute",
  todos: "todo",
};

/** A tool without its set is an old name of it: `codebase`. A bare `memory` would be our server. */
const OLD = new Map([
  ...[...CURRENT].flatMap((name): [string, string][] => {
    const tool = name.split("/")[1];
    return tool === undefined || tool === "memory" ? [] : [[tool, name]];
  }),
  ...Object.entries(RENAMED),
]);

/**
 * What Copilot CLI 1.0.102 makes of VS Code's names; of the others it gives nothing and says nothing.
 * Each was listed alone by an agent, and the tools of its request were looked at.
 */
const IN_BOTH = new Set([
  "read",
  "read/readFile",
  "search",
  "search/codebase",
  "search/fileSearch",
  "search/textSearch",
  "edit",
  "edit/createFile",
  "edit/createDirectory",
  "edit/editFiles",
  "execute",
  "execute/runInTerminal",
  "agent",
  "agent/runSubagent",
  "web",
  "web/fetch",
  "todo",
]);

const RUNS = new Set(
  "runInTerminal sendToTerminal runNotebookCell executionSubagent createAndRunTask runTask runTests"
    .split(" ")
    .map((tool) => `execute/${tool}`)
    .concat("execute", "vscode/runCommand", "vscode/installExtension"),
);

/** The name of today for a name that VS Code knows; null for any other. */
export function currentName(name: string): string | null {
  return CURRENT.has(name) ? name : (OLD.get(name) ?? null);
}

/** Whether the name, current or old, lets an agent run commands. */
export function runsCommands(name: string): boolean {
  return RUNS.has(currentName(name) ?? name);
}

/** What an agent loses by a name that only VS Code knows, or that was renamed; null when nothing. */
export function toolWarning(name: string): Words | null {
  const current = currentName(name);
  if (current === null || (current === name && IN_BOTH.has(name))) return null;
  const isBoth = IN_BOTH.has(current);
  if (current === name) {
    return {
      what: `the tool "${name}", which VS Code alone has`,
      expected: "a tool that both clients have, such as read or search",
      fix: "Keep it if the department works without it in Copilot CLI, which gives nothing for it.",
    };
  }
  return {
    what: `the old name "${name}" of VS Code's tool ${current}`,
    expected: `${current}${isBoth ? "" : ", which VS Code alone has"}`,
    fix: "Write the name of today.",
  };
}
