/**
 * Who makes a call: a department, a helper of the client, or nobody that a hook is told of. A helper that
 * a client brings along has more tools than the department that starts it: a shell, the editor, every
 * tool of ours (seen on Copilot CLI 1.0.102). So it reads for the company, and no more.
 */
import { text } from "./call.mjs";
import { ownTool } from "./own-tools.mjs";
import { ownFolders } from "./protected.mjs";

/**
 * The agents that the clients bring along: Copilot CLI 1.0.102 (the definitions that it unpacks, and
 * what its `task` offers), Claude Code and VS Code. A file of the company of such a name changes nothing.
 */
const BUILT_IN =
  /^(explore|task|general-purpose|code-review|research|security-review|rubber-duck|rem-agent|sidekick|configure-copilot|plan|ask|edit|agent|claude|copilot|codex|claude-code-guide|statusline-setup|output-style-setup|default)$/;

/**
 * The department that calls, as the client names it, or whose own hook asks, or that a runner named; null
 * for the main agent of a session, of which a hook is told nothing. A department of the founder's own,
 * which has no folders here, is known by its hook only.
 */
export function departmentOf(payload, { speaker = null, hookOf = null }) {
  const ids = [...typesOf(payload), hookOf, speaker].map(idOf);
  return ids.find((id) => ownFolders(id) !== null) ?? hookOf;
}

/**
 * The agent that calls, when it is neither a department nor one of the company's own files: a helper
 * that the client brings along, or one from a person's own settings. Null when it is none of these.
 */
export function helperOf(payload, read) {
  const types = typesOf(payload).filter((type) => text(type).trim() !== "");
  return types.map(idOf).find((id) => ownFolders(id) === null && !isOwnAgent(id, read)) ?? null;
}

function typesOf(payload) {
  return [payload.agent_type, payload.agentType];
}

function idOf(name) {
  return text(name).trim().toLowerCase();
}

function isOwnAgent(id, read) {
  if (BUILT_IN.test(id) || !/^[\w-]{1,64}$/.test(id)) return false;
  return read(`.github/agents/${id}.agent.md`) !== null;
}

/** Tools of our servers that change nothing; a test compares them with what the servers say. */
export const LOOKING_TOOLS = [
  "read_graph",
  "search_nodes",
  "open_nodes",
  "read_entities",
  "recall",
  "memory_overview",
  "memory_health",
  "standup_brief",
  "board_list",
  "company_facts",
  "check_draft",
  "check_filing",
  "list_open_work",
  "outside_signals",
  "list_patterns",
];

/** The client's own tools that keep a helper's notes for itself; `sql` is the session's scratch database. */
const OWN_NOTES =
  /^(skill|todowrite|todo|todos|update_todo|manage_todo_list|sql|session_store_sql|read_agent|list_agents)$/;

/** The sentence for a helper's call that does more than read; null when it may go on. */
export function helperRefusal(helper, { tool, kind, input, writes }) {
  const own = ownTool(tool);
  const isReading = kind === "looks" || (kind === "reads" && writes === null);
  if (isReading || OWN_NOTES.test(tool.toLowerCase())) return null;
  if (own !== null && LOOKING_TOOLS.includes(own)) return null;
  const name = /^[\w .:-]{1,64}$/.test(helper) ? helper : "this agent";
  return `${name} is a helper of the client and no department: in this company it only reads. ${instead(own, input)}`;
}

function instead(own, input) {
  if (own !== null)
    return `The department that it works for calls ${own} itself, or the founder does.`;
  const named = input?.path ?? input?.filePath;
  const what = typeof named === "string" && named.length < 200 ? `the change of ${named}` : "this";
  return `Answer with what you found; the department that it works for does ${what}, or hands it to the one that may.`;
}
