/** What a tool does, told by its name. A name that is not known counts as one that may write. */
import { ownTool } from "./own-tools.mjs";

/** Tools that only look. */
const READERS =
  /^(read|grep|rg|glob|view|ls|list|search|readfile|listdirectory|codebase|file_search|grep_search|semantic_search|textsearch|filesearch|listdir|problems|usages|changes|websearch|web_search|webfetch|web_fetch|fetch|notebookread|fetch_copilot_cli_documentation|test_failure|test_search|github_repo|report_intent|ask_user|askquestions|exit_plan_mode)$/;
/** Tools of other servers that say in their name that they look, and no more than that. */
const READING = /^(read|get|list|search|query|find|fetch|view|show|describe|stat)[_-][a-z_-]+$/;
/** Parts of a name that say that a tool changes something. */
export const WRITING =
  /write|edit|set|update|delete|remove|move|rename|create|add|append|replace|insert|run|exec|save|put|apply|patch|install|copy|load|fix/;

/**
 * Tools that carry words for a person or a subagent, as those of our own servers do for the memory
 * and the company: a path in them is only talk. The client's own `sql` reaches no file: it refuses ATTACH, VACUUM INTO and load_extension itself.
 */
const TALKERS =
  /^(agent|task|runsubagent|write_agent|skill|todowrite|todo|todos|update_todo|manage_todo_list|sql|session_store_sql)$/;

const SHELLS =
  /^(bash|shell|sh|zsh|powershell|pwsh|write_bash|write_powershell|execute|terminal|run_?in_?terminal|send_?to_?terminal|run_?commands?|run_?tasks?|run_?vs_?code_?(task|command)|run_?tests?|run_?cell|run_?notebooks?|run_notebook_cell|install_extension|install_python_packages|new_?workspace|create_new_workspace|extensions_manage|extensions_reload)$/;

/** Editors whose arguments are known: what they write is no path, however much it looks like one. */
const EDITORS =
  /^(edit|create|write|multi_?edit|edit_?files?|create_?file|write_?file|create_?directory|str_replace_editor|replace_?string_?in_?file|multi_replace_string_in_file|insert_edit_into_file|apply_?patch|notebookedit|edit_notebook_file)$/;
const TASK_MAKERS = /^create_?and_?run_?task$/;

/** The name without its server: `edit` of `fs-edit`, `mcp__fs__edit` and `fs/edit`. */
export function verbOf(tool) {
  const name = tool.toLowerCase();
  const ends = ["-", "/", ".", ":", "__"].map((sign) => {
    const at = name.lastIndexOf(sign);
    return at === -1 ? 0 : at + sign.length;
  });
  return name.slice(Math.max(...ends));
}

/** "looks", "talks", "editor", "shell", "makes-task", or "unknown". */
export function kindOf(tool) {
  const name = tool.toLowerCase();
  const verb = verbOf(tool);
  if (READERS.test(name)) return "looks";
  if (TALKERS.test(name) || ownTool(tool) !== null) return "talks";
  if (TASK_MAKERS.test(verb)) return "makes-task";
  if (SHELLS.test(name) || SHELLS.test(verb)) return "shell";
  if (EDITORS.test(verb)) return "editor";
  const saysItLooks = [verb, withoutServer(name)].some((one) => READING.test(one));
  return saysItLooks && !WRITING.test(withoutServer(name)) ? "looks" : "unknown";
}

/** `query-docs` of `docs-query-docs`: some servers have dashes in the names of their tools. */
function withoutServer(name) {
  const [, rest] = /^(?:mcp__?)?[a-z0-9]+(?:__|[-/])(.+)$/.exec(name) ?? [];
  return rest ?? name;
}
