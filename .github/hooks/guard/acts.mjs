/**
 * Acts that name no protected file and yet change what the company stands on: tools that write what every
 * later session reads, hand out tools, or do what only the founder does; and git on the whole tree.
 */
import path from "node:path";
import { stringsIn } from "./call.mjs";

/** What a client keeps for later sessions beside our memory. */
const REMEMBERS = /^(store|update|delete|vote|save|create)_?memor(y|ies)$|^context_board$/;
/** Runs at a time of its own, with nobody there. */
const SCHEDULES =
  /^(manage|create|update|delete|add|set)_?(schedules?|scheduled_?(task|prompt|message)s?|automations?|crons?|routines?|reminders?)$|^cron(create|delete)$|^remote_?control$/;
/** Writes a file that hands out tools or runs, without showing its text or its place. */
const HANDS_OUT =
  /^(create|update|edit|add|save|delete|remove|install|uninstall|enable|disable|manage|configure|register|set|import)_?(custom_?)?(skills?|agents?|sub_?agents?|prompts?|prompt_?files?|instructions?|chat_?modes?|hooks?|plugins?|extensions?|mcp|mcp_?servers?|mcp_?config|servers?|settings?|permissions?|slash_?commands?|commands?)$/;
/** Of these, the ones that reach the company from a repository of the founder's too. */
const HANDS_TO_US =
  /_?(skills?|agents?|hooks?|plugins?|mcp|mcp_?servers?|mcp_?config|prompts?|prompt_?files?)$/;
/** Puts work of others into force on a forge. */
const PUTS_INTO_FORCE =
  /^((merge|approve|close_and_merge|accept|rebase_and_merge|squash_and_merge)_?(pull_?requests?|prs?|merge_?requests?|mrs?|branch)|(enable|set)_?(pull_?request_?)?auto_?merge|merge)$/;
/** Commands of VS Code that show or tidy; any other may change settings, trust, extensions or files. */
const SHOWS =
  /^(workbench\.action\.(reloadWindow|quickOpen|showCommands|showAllSymbols|gotoLine|gotoSymbol|openPreviousEditor|nextEditor|previousEditor|closeActiveEditor|focus\w+|toggle(Sidebar|Panel|Zen|Word)\w*|problems\.focus|output\.toggleOutput|files\.(save|saveAll|revert))|workbench\.view\.\w+|(workbench\.)?markdown\.show\w+|editor\.action\.(format\w*|organizeImports|fold\w*|unfold\w*|goTo\w*|reveal\w*|showHover|marker\.\w+)|(typescript|eslint|rust-analyzer|python|go|java)\.(restart\w*|reload\w*|languageserver\.restart)|vscode\.open(Folder)?|revealInExplorer|simpleBrowser\.show)$/i;

/** The sentence for such a call; null when it is none. */
export function actRefusal(call, world) {
  const { tool, verb, input, agent } = call;
  const isFounders = world.isProduct && agent === null;
  const bare = plainVerb(tool, verb);
  const handsOut = HANDS_OUT.test(bare) && (!isFounders || HANDS_TO_US.test(bare));
  if (handsOut && !isElsewhere(tool)) {
    return `${tool} would change what hands out tools, and the guard cannot see how. Use the edit tool, where it sees the whole text, or leave it to the founder.`;
  }
  if (isFounders) return gitToolRefusal(bare, input, world);
  if (/^run_?vs_?code_?command$/.test(bare)) return editorCommandRefusal(input);
  if (REMEMBERS.test(bare) || isClientsMemory(tool, input)) {
    return `${tool} would keep something that later sessions read and nobody here sees. Facts go into the company's memory: create_entities, add_observations, log_lesson.`;
  }
  if (SCHEDULES.test(bare)) {
    return `${tool} would start work with nobody there. What recurs stands in the constitution's "Cadence", which the founder edits: propose the row.`;
  }
  if (PUTS_INTO_FORCE.test(bare) || isApproval(bare, input)) {
    return `${tool} would put a change into force, which only the founder does. Say what should be merged and why.`;
  }
  return gitToolRefusal(bare, input, world);
}

/** `merge_pull_request` of `github-merge_pull_request` and of `mcp_github_merge_pull_request`. */
function plainVerb(tool, verb) {
  const snake = tool.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  const [, rest] = /^mcp_[a-z0-9]+_(?!_)(.+)$/.exec(snake) ?? [];
  const own = rest ?? snake;
  return own === tool.toLowerCase() ? verb : own.slice(own.search(/[^\-/.:]+$/));
}

/** The tool of a server has some service's own agents, plugins and hooks in mind. */
function isElsewhere(tool) {
  return /^mcp_|[-/]/.test(tool.toLowerCase());
}

/** VS Code's `memory`: files that it keeps outside of the repository and reads in every session. */
function isClientsMemory(tool, input) {
  return /^(copilot_?|vscode_?)?memory$/i.test(tool) && input?.command !== "view";
}

function isApproval(verb, input) {
  const isReview = /pull_?request_?review|review_?write|submit_?(pending_?)?review/.test(verb);
  return isReview && stringsIn(input).some((value) => /^approved?$/i.test(value));
}

function editorCommandRefusal(input) {
  const ids = [input?.commandId, input?.command, input?.id].filter((id) => typeof id === "string");
  if (ids.length > 0 && ids.every((id) => SHOWS.test(id.trim()))) return null;
  return "The guard cannot see what this command of the editor would change: expected one that shows, formats or restarts something. Use the edit tool, or ask the founder.";
}

/** `git_checkout {branch_name: "HEAD~3"}` is `git checkout HEAD~3`. */
function gitToolRefusal(verb, input, world) {
  const [, command] =
    /^(?:git_?)(checkout|reset|restore|clean|switch|config|read_tree|rm|sparse_checkout)$/.exec(
      verb,
    ) ?? [];
  if (command === undefined || input === null || typeof input !== "object") return null;
  const entries = Object.entries(input).filter(([key]) => !/^(repo|cwd|working)/i.test(key));
  const words = entries.flatMap(([, value]) => stringsIn(value));
  const modes = words.map((word) =>
    /^(hard|keep|merge)$/i.test(word) ? `--${word.toLowerCase()}` : word,
  );
  return gitRefusal([command.replace("_", "-"), ...modes], world);
}

/** Settings that only say who commits and how it looks; any other may name a program that git runs. */
const CALM_SETTINGS =
  /^(user\.(name|email|signingkey)|pull\.\w+|push\.(default|autosetupremote|followtags)|init\.defaultbranch|core\.(autocrlf|eol|safecrlf|filemode|ignorecase|quotepath|longpaths|precomposeunicode|abbrev)|safe\.directory|fetch\.prune\w*|rebase\.(autostash|autosquash|updaterefs)|merge\.(ff|conflictstyle|stat)|commit\.(gpgsign|verbose)|tag\.(gpgsign|sort)|color\..*|column\..*|branch\.[\w./-]+\.(merge|remote|rebase|description)|branch\.(sort|autosetupmerge|autosetuprebase)|diff\.(algorithm|renames|colormoved|mnemonicprefix)|log\.\w+|status\.\w+|rerere\.\w+|advice\..*|help\.autocorrect|gc\.auto|feature\.\w+|index\.\w+|http\.postbuffer)$/i;
const READS_SETTINGS = /^(--get\S*|--list|-l|get|list|--show-origin|--show-scope|--name-only)$/;

/** A commit that is not the tip of a branch: `HEAD~3`, `main^`, `@{2}`, a hash. */
const OLDER = /[~^]|@\{|^[0-9a-f]{7,64}$|^:\//i;
/** The last commit taken back, as everybody does in a product of their own. */
const LAST = /^(HEAD|@)(~1?|\^)?$/i;

const TREE =
  "This would take the whole tree to another state, the company's own files with it: board, memory, constitution. Name the files that it is about, or leave it to the founder.";
const SETTING =
  "This setting of git can name a program that git runs later, and .git is protected. Leave it to the founder.";

/** `words` are those behind `git`. Null when it may go on. */
export function gitRefusal(words, world) {
  const { command, rest, settings } = commandOf(words);
  if (settings.some((setting) => !CALM_SETTINGS.test(setting.split("=")[0]))) return SETTING;
  if (command === "config") return configRefusal(rest);
  const takes = TAKERS[command];
  return takes?.(rest, world) === true ? TREE : null;
}

/** The command behind git's own options, with what `-c` sets. */
function commandOf(words) {
  const settings = [];
  let at = 0;
  while (at < words.length && words[at].startsWith("-")) {
    const word = words[at];
    if (word === "-c" || word === "--config-env") settings.push(words[at + 1] ?? "");
    else if (/^--config-env=/.test(word)) settings.push(word.slice(13));
    at += /^(-c|-C|--config-env|--git-dir|--work-tree|--namespace|--super-prefix)$/.test(word)
      ? 2
      : 1;
  }
  return { command: words[at] ?? "", rest: words.slice(at + 1), settings };
}

function configRefusal(rest) {
  if (rest.some((word) => READS_SETTINGS.test(word))) return null;
  if (
    rest.some((word) => /^(-e|--edit|edit|--file|-f|--blob)$/.test(word) || /^--file=/.test(word))
  )
    return SETTING;
  const bare = rest.filter((word) => !word.startsWith("-") && !/^(set|unset)$/.test(word));
  const isRemoval = rest.some((word) =>
    /^(--?unset\S*|unset|--remove-section|--rename-section)$/.test(word),
  );
  if (bare.length === 0 || (bare.length === 1 && !isRemoval)) return null;
  return CALM_SETTINGS.test(bare[0]) ? null : SETTING;
}

/** Whether the command takes the whole tree somewhere. In a product, going back is the founder's own work. */
const TAKERS = {
  checkout: (rest, world) => checksOut(rest, world),
  switch: (rest, world) => !world.isProduct && revisionsOf(rest).some((word) => OLDER.test(word)),
  restore: (rest, world) => {
    const isStaged =
      rest.some((word) => /^(--staged|-S)$/.test(word)) &&
      !rest.some((word) => /^(--worktree|-W)$/.test(word));
    const from = sourceOf(rest);
    const isOld = from !== null && !LAST.test(from);
    return !isStaged && namesRoot(pathsOf(rest), world) && (!world.isProduct || isOld);
  },
  reset: (rest, world) => {
    if (!rest.some((word) => /^--(hard|keep|merge)$/.test(word))) return false;
    const [to = "HEAD"] = revisionsOf(rest);
    return !world.isProduct || (OLDER.test(to) && !LAST.test(to));
  },
  clean: (rest) =>
    rest.some((word) => /^-\w*[xX]/.test(word)) &&
    !rest.some((word) => /^(-\w*n\w*|--dry-run)$/.test(word)),
  rm: (rest, world) => namesRoot(pathsOf(rest), world),
  mv: (rest, world) => namesRoot(pathsOf(rest), world),
  "read-tree": (rest) => rest.some((word) => /^(-\w*u|--reset|-m)/.test(word)),
  "checkout-index": (rest) => rest.some((word) => /^(-\w*a|--all)/.test(word)),
  "sparse-checkout": (rest, world) =>
    !world.isProduct && /^(set|init|reapply|add)$/.test(rest[0] ?? ""),
  "filter-branch": () => true,
  "filter-repo": () => true,
};

function checksOut(rest, world) {
  const paths = pathsOf(rest);
  const isTree = namesRoot(paths, world);
  const split = rest.indexOf("--");
  const revisions = revisionsOf(split === -1 ? rest : rest.slice(0, split));
  const old = revisions.find((word) => OLDER.test(word));
  if (isTree) return !world.isProduct || (old !== undefined && !LAST.test(old));
  // With files behind it only these are taken; their names are judged like any other.
  const hasPaths =
    split !== -1 ? rest.length > split + 1 : revisions.length > 1 && !/^-[bB]/.test(rest[0] ?? "");
  return !world.isProduct && old !== undefined && !hasPaths;
}

/** Words that are neither options nor what stands behind `--`. */
function revisionsOf(rest) {
  const split = rest.indexOf("--");
  const own = split === -1 ? rest : rest.slice(0, split);
  return own.filter((word) => !word.startsWith("-"));
}

function pathsOf(rest) {
  return rest.filter((word) => !word.startsWith("-"));
}

function sourceOf(rest) {
  const at = rest.findIndex((word) => /^(--source|-s)$/.test(word));
  if (at !== -1) return rest[at + 1] ?? null;
  return rest.find((word) => word.startsWith("--source="))?.slice(9) ?? null;
}

/** Whether one of the paths is the root of the repository, or everything in it. */
function namesRoot(paths, world) {
  return paths.some((name) => {
    if (/^(:\/?|:\(top\)\.?|:\/[*.]|\*|\.\/\*|\*\*|:\/\*\*)$/.test(name)) return true;
    const plain = name.replace(/^:(\/|\(top\))/, "");
    return [world.cwd, world.root].some((base) => path.resolve(base, plain) === world.root);
  });
}
