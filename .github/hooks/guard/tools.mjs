/** What a tool does, told by its name. A name that is not known counts as one that may write. */
import { ownTool } from "./own-tools.mjs";

/** Tools that only look. */
const READERS =
  /^(read|grep|rg|glob|view|ls|list|search|readfile|listdirectory|codebase|file_search|grep_search|semantic_search|textsearch|filesearch|listdir|problems|usages|changes|websearch|web_search|webfetch|web_fetch|fetch|notebookread|fetch_copilot_cli_documentation|test_failure|test_search|github_repo|report_intent|tool_search(_tool)?(_regex|_bm25)?|ask_user|askquestions|exit_plan_mode)$/;
/** Parts of a name that say that a tool changes something. */
export const WRITING =
  /write|edit|set|update|delete|remove|move|rename|create|add|append|replace|insert|run|exec|save|put|apply|patch|install|copy|load|fix|export|dump|checkout|reset|merge|rebase|restore|revert|extract|unzip|sync|truncate|modify|convert|store|to_file|sed/;

/**
 * Tools that carry words for a person or a subagent, as those of our own servers do for the memory
 * and the company: a path in them is only talk. The client's own `sql` reaches no file: it refuses ATTACH, VACUUM INTO and load_extension itself.
 */
const TALKERS =
  /^(agent|task|runsubagent|write_agent|read_agent|list_agents|skill|todowrite|todo|todos|update_todo|manage_todo_list|sql|session_store_sql)$/;

const SHELLS =
  /^(bash|shell|sh|zsh|powershell|pwsh|write_bash|write_powershell|execute|terminal|run_?in_?terminal|send_?to_?terminal|run_?commands?|run_?tasks?|run_?vs_?code_?(task|command)|run_?tests?|run_?cell|run_?notebooks?|run_notebook_cell|install_extension|install_python_packages|new_?workspace|create_new_workspace|extensions_manage|extensions_reload)$/;

/** Editors whose arguments are known: what they write is no path, however much it looks like one. */
const EDITORS =
  /^(edit|create|write|multi_?edit|edit_?files?|create_?file|write_?file|create_?directory|str_replace_editor|replace_?string_?in_?file|multi_replace_string_in_file|insert_edit_into_file|apply_?patch|notebookedit|edit_notebook_file)$/;
const TASK_MAKERS = /^create_?and_?run_?task$/;

/** The one tool of ours that touches the company's files by a path that the call names. */
export function makesFolder(tool) {
  return ownTool(tool) === "make_folder";
}

/** The name without its server: `edit` of `fs-edit`, `mcp__fs__edit` and `fs/edit`. */
export function verbOf(tool) {
  if (makesFolder(tool)) return "create_directory";
  return afterServer(tool.toLowerCase());
}

function afterServer(name) {
  const ends = ["-", "/", ".", ":", "__"].map((sign) => {
    const at = name.lastIndexOf(sign);
    return at === -1 ? 0 : at + sign.length;
  });
  return name.slice(Math.max(...ends));
}

/**
 * "looks" of the client's own tools that only look, "reads" of others that say so in every word of their
 * name, "talks", "editor", "shell", "makes-task", or "unknown".
 */
export function kindOf(tool) {
  const name = tool.toLowerCase();
  const verb = verbOf(tool);
  if (READERS.test(name)) return "looks";
  if (makesFolder(tool)) return "editor";
  if (TALKERS.test(name) || ownTool(tool) !== null) return "talks";
  if (TASK_MAKERS.test(verb)) return "makes-task";
  if (SHELLS.test(name) || SHELLS.test(verb)) return "shell";
  if (EDITORS.test(verb)) return "editor";
  const names = [afterServer(tool), withoutServer(tool), tool.replace(/^mcp_[a-z0-9]+_/i, "")];
  return names.some(saysItLooks) && !WRITING.test(withoutServer(name)) ? "reads" : "unknown";
}

/** `query-docs` of `docs-query-docs`: some servers have dashes in the names of their tools. */
function withoutServer(name) {
  const [, rest] = /^(?:mcp__?)?[a-z0-9]+(?:__|[-/])(.+)$/i.exec(name) ?? [];
  return rest ?? name;
}

/** In the name of another server's tool: what it does, and to what. With any other word nobody knows. */
const VERBS =
  /^(read|get|list|search|query|find|fetch|view|show|describe|stat|tree|status|diff|blame|info|count|lookup|resolve|browse|explain)$/;
/** What a tool that looks may look at. With any other word in its name nobody knows what it does. */
const NOUNS =
  /^(a|all|and|any|at|by|for|from|in|me|of|on|the|with|git|github|gitlab|web|mcp|server|id|ids|name|names|path|paths|file|files|text|media|image|images|multiple|content|contents|directory|directories|dir|dirs|folder|folders|allowed|size|sizes|metadata|details|summary|outline|list|lists|issue|issues|pull|request|requests|pr|prs|review|reviews|comment|comments|commit|commits|branch|branches|tag|tags|release|releases|latest|repository|repositories|repo|repos|org|user|users|team|teams|label|labels|milestone|code|symbol|symbols|reference|references|definition|definitions|type|types|usage|usages|diagnostics|error|errors|problem|problems|warning|warnings|test|tests|failure|failures|coverage|doc|docs|documentation|library|libraries|page|pages|url|urls|site|article|articles|news|feed|result|results|query|question|answer|answers|example|examples|line|lines|range|history|log|logs|job|jobs|workflow|workflows|check|checks|artifact|artifacts|alert|alerts|advisory|advisories|notification|notifications|table|tables|schema|schemas|column|columns|row|rows|record|records|database|databases|resource|resources|template|templates|tool|tools|prompt|prompts|agent|agents|skill|skills|session|sessions|memory|memories|node|nodes|entity|entities|graph|relation|relations|event|events|calendar|mail|mails|message|messages|thread|threads|channel|channels|draft|drafts|contact|contacts|task|tasks|project|projects|board|boards|item|items|card|cards|ticket|tickets|customer|customers|invoice|invoices|payment|payments|balance|price|prices|product|products|metric|metrics|report|reports|chart|current|time|date|weather|version|versions|package|packages|dependency|dependencies|config|environment|env|variable|variables|terminal|bash|shell|powershell|output|selection|last|command|notebook|cell|cells|console|network|screenshot|snapshot|title|titles|semantic|regex|glob|grep|pattern|keyword|keywords|similar|related|recent|new|open|changes|changed|diff|diffs)$/;

/** Where a tool that looks might leave what it saw, or what it might run. */
const WRITES_TO =
  /^(exec|command|cmd|script|run|args|to|into|dest|destination|target|out|output|save|write|store|download|dump|export|replace(ment)?|with|local)([_-]?(to|as|in|into|file|path|name|dir|folder|uri))*$/i;

/** Whether each word of the name (`get_file_contents`, `listIssues`) is one of looking. */
function saysItLooks(name) {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_\-\s]+/)
    .filter(Boolean);
  if (words.length < 2 || words.length > 12) return false;
  return words.some((word) => VERBS.test(word)) && words.every(isOfLooking);
}

function isOfLooking(word) {
  return VERBS.test(word) || NOUNS.test(word) || /^v?\d+$/.test(word);
}

/** Of a tool that takes something from the web a file is where it goes. */
const FILE =
  /^((local|full|absolute)[_-]?)?(path|file|dir|folder|directory)([_-]?(path|name))?s?$/i;

/** The part of the arguments that names a place to write to; null when there is none. */
export function writtenTo(input) {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return null;
  const values = Object.values(input);
  const isFromWeb = values.some((value) => typeof value === "string" && /^\s*https?:/i.test(value));
  const writes = (key) => WRITES_TO.test(key) || (isFromWeb && FILE.test(key));
  const found = Object.entries(input).filter(([key]) => writes(snake(key)));
  return found.length === 0 ? null : Object.fromEntries(found);
}

function snake(key) {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
