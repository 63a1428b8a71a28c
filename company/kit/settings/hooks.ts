/** Rules for `.github/hooks/*.json` and for the settings file that can switch hooks off. */
import type { Finding } from "../../finding.ts";
import type { KitContext, KitFile } from "../context.ts";
import { describe, isRecord } from "../fields.ts";
import { errorAt, lineAt, lineOfText, warningAt } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import { readJson } from "../json.ts";

export const GUARD_FILE = ".github/hooks/guard.json";
export const COPILOT_SETTINGS_FILE = ".github/copilot/settings.json";

/** The events of Copilot CLI 1.0.102, in camel case and as VS Code spells them. */
const EVENTS = new Set([
  "sessionStart",
  "sessionEnd",
  "userPromptSubmitted",
  "userPromptSubmit",
  "userPromptTransformed",
  "preToolUse",
  "postToolUse",
  "postToolUseFailure",
  "permissionRequest",
  "agentStop",
  "stop",
  "subagentStart",
  "subagentStop",
  "preCompact",
  "errorOccurred",
  "notification",
]);

const TYPES = ["command", "http", "prompt"];
const COMMAND_FIELDS = ["command", "bash", "powershell", "exec"];
const SCRIPT = /[^\s"']+\.(?:js|mjs|cjs|ts|sh|py|ps1)\b/g;

/** The guard is not there at all. */
export function missingGuard(): Finding {
  return errorAt(GUARD_FILE, 0, {
    what: "no such file",
    expected: "the hook that keeps agents from editing protected files",
    fix: "Restore it from git, or with hq upgrade.",
  });
}

/** What is wrong with one file of hooks. */
export function checkHooks(file: KitFile, context: KitContext): Finding[] {
  const reading = readJson(file);
  if (reading.kind === "bad") return [reading.finding];
  const findings: Finding[] = [];
  if (reading.value.disableAllHooks === true) findings.push(hooksOff(file));
  const { hooks } = reading.value;
  if (!isRecord(hooks)) {
    findings.push(
      errorAt(file.path, lineOfText(file.text, '"hooks"'), {
        what: `"hooks" is ${describe(hooks)}`,
        expected: '{"<event>": [ … ]}',
        fix: "Restore the file from git, or with hq upgrade.",
      }),
    );
    return findings;
  }
  for (const [event, entries] of Object.entries(hooks)) {
    findings.push(...checkEvent({ file, event, entries, context }));
  }
  if (file.path === GUARD_FILE && !guardsTools(hooks)) {
    findings.push(
      errorAt(file.path, lineOfText(file.text, '"hooks"'), {
        what: "no PreToolUse hook",
        expected: "one that runs before every tool",
        fix: "Restore the file from git, or with hq upgrade.",
      }),
    );
  }
  return findings;
}

/** `.github/copilot/settings.json` is checked for the one setting that takes the fence down. */
export function checkCopilotSettings(file: KitFile): Finding[] {
  const reading = readJson(file, "jsonc");
  return reading.kind === "bad" ? [reading.finding] : checkHooksOff(file);
}

/** That setting in a file that is otherwise the founder's own. */
export function checkHooksOff(file: KitFile): Finding[] {
  const reading = readJson(file, "jsonc");
  const isOff = reading.kind !== "bad" && reading.value.disableAllHooks === true;
  return isOff ? [hooksOff(file)] : [];
}

const GIT_BY_ITSELF = /\bgit(?:\s+-\S+(?:\s+[^-\s]\S*)?)*\s+(?:commit|push)\b/;

/** Of Copilot CLI's events only this one decides about a tool when its command fails (1.0.102). */
function isBeforeTools(event: string): boolean {
  return event.toLowerCase() === "pretooluse";
}

/** Whether a script or a settings file of hooks has such a command in it. */
export function commitsByItself(text: string): boolean {
  return GIT_BY_ITSELF.test(text);
}

function commitsUnasked(path: string, line: number): Finding {
  return warningAt(path, line, {
    what: "a hook that commits or pushes by itself",
    expected: "commits that you make: a draft, a fact or a key would go out that nobody has read",
    fix: "Take the command out, or the hook.",
  });
}

/** Scripts of hooks that the kit did not bring. */
function checkCommits(file: KitFile): Finding[] {
  if (/^\.github\/hooks\/guard(\.mjs$|\/)/.test(file.path)) return [];
  const at = GIT_BY_ITSELF.exec(file.text);
  return at === null ? [] : [commitsUnasked(file.path, lineAt(file.text, at.index))];
}

const PART = /(?:\bfrom |\bimport ?\(|\bURL\()\s*"(\.{1,2}\/[^"]+)"/g;

/** What a script of a hook imports from beside it and is not there, and what it does unasked. */
export function checkHookScript(file: KitFile, context: KitContext): Finding[] {
  return [
    ...checkCommits(file),
    ...(/\.[cm]?js$/.test(file.path) ? missingParts(file, context) : []),
  ];
}

function missingParts(file: KitFile, context: KitContext): Finding[] {
  const parts = new Set([...file.text.matchAll(PART)].map(([, part = ""]) => part));
  const missing = [...parts].filter((part) => !context.exists(beside(file.path, part)));
  return missing.map((part) =>
    errorAt(file.path, lineOfText(file.text, part), {
      what: `the part "${part}", which is not there`,
      expected: `the file ${beside(file.path, part)}`,
      fix: "Restore it from git, or with hq upgrade: without it every tool is denied.",
    }),
  );
}

function beside(path: string, relative: string): string {
  const folders = path.split("/").slice(0, -1);
  for (const step of relative.split("/")) {
    if (step === "..") folders.pop();
    else if (step !== ".") folders.push(step);
  }
  return folders.join("/");
}

function hooksOff(file: KitFile): Finding {
  return errorAt(file.path, lineOfText(file.text, '"disableAllHooks"'), {
    what: "disableAllHooks is true",
    expected: "hooks that run",
    fix: "Remove the setting: it switches the guard off from the next run.",
  });
}

function guardsTools(hooks: JsonObject): boolean {
  // camelCase preToolUse ignores the decision form that VS Code reads, so only this spelling counts.
  return Array.isArray(hooks.PreToolUse) && hooks.PreToolUse.length > 0;
}

function checkEvent(found: {
  file: KitFile;
  event: string;
  entries: unknown;
  context: KitContext;
}): Finding[] {
  const { file, event, entries, context } = found;
  const line = lineOfText(file.text, JSON.stringify(event));
  const findings: Finding[] = [];
  if (!EVENTS.has(event.charAt(0).toLowerCase() + event.slice(1))) {
    findings.push(
      errorAt(file.path, line, {
        what: `the unknown event "${event}"`,
        expected: "an event of the clients, such as PreToolUse",
        fix: "Correct the spelling: a hook on an unknown event never runs.",
      }),
    );
  }
  if (!Array.isArray(entries)) {
    findings.push(
      errorAt(file.path, line, {
        what: `"${event}" is ${describe(entries)}`,
        expected: "a list of hooks",
        fix: "Put the hook into [ ].",
      }),
    );
    return findings;
  }
  for (const entry of entries) findings.push(...checkEntry({ file, line, event, entry, context }));
  return findings;
}

function checkEntry(found: {
  file: KitFile;
  line: number;
  event: string;
  entry: unknown;
  context: KitContext;
}): Finding[] {
  const { file, line, event, entry, context } = found;
  if (!isRecord(entry) || !TYPES.includes(String(entry.type))) {
    return [
      errorAt(file.path, line, {
        what: isRecord(entry) ? `a hook of type "${String(entry.type)}"` : "a hook that is no map",
        expected: `"type": ${TYPES.map((type) => `"${type}"`).join(" | ")}`,
        fix: 'Write "type": "command".',
      }),
    ];
  }
  if (entry.type !== "command") return [];
  const commands = COMMAND_FIELDS.flatMap((name) => commandText(entry, name));
  const findings = checkTimeout({ file, line, entry });
  if (commands.length === 0) {
    findings.push(
      errorAt(file.path, line, {
        what: "a hook without a command",
        expected: '"command": "node …"',
        fix: "Name the program that the hook runs.",
      }),
    );
  }
  const folder = typeof entry.cwd === "string" ? `${entry.cwd.replace(/^\.\/?|\/$/g, "")}/` : "";
  const scripts = new Set(commands.flatMap((command) => command.match(SCRIPT) ?? []));
  if (commands.some(commitsByItself)) {
    findings.push(commitsUnasked(file.path, line));
  }
  for (const script of scripts) {
    const path = `${folder === "/" ? "" : folder}${script.replace(/^\.\//, "")}`;
    if (path.startsWith("/") || path.includes("$") || context.exists(path)) continue;
    findings.push(
      errorAt(file.path, lineOfText(file.text, script) || line, {
        what: `the script "${script}", which is not there`,
        expected: "a file of the repository",
        fix: `Restore the script: with it missing, ${isBeforeTools(event) ? "every tool is denied" : "the client goes on without the hook and says nothing"}.`,
      }),
    );
  }
  return findings;
}

function commandText(entry: JsonObject, name: string): string[] {
  const value = entry[name];
  if (typeof value !== "string" || value.trim() === "") return [];
  if (name !== "exec" || !Array.isArray(entry.args)) return [value];
  return [[value, ...entry.args.map(String)].join(" ")];
}

function checkTimeout(found: { file: KitFile; line: number; entry: JsonObject }): Finding[] {
  const { file, line, entry } = found;
  const timeout = entry.timeoutSec ?? entry.timeout;
  if (timeout === undefined || (typeof timeout === "number" && timeout > 0)) return [];
  return [
    warningAt(file.path, line, {
      what: `a timeout that is ${describe(timeout)}`,
      expected: "a number of seconds above 0",
      fix: "Correct it: a hook that runs out of time lets the call through.",
    }),
  ];
}
