/** The tools of our own two servers, by every name under which the clients call them. */

/** Without their server's name; a test compares them with what the servers list. */
export const OWN_TOOLS = {
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

/**
 * What a server calls itself, as VS Code writes it: the title that it has, and the one that it had,
 * which VS Code remembers until the server has started anew.
 */
const TITLES = {
  memory: ["memory", "solo_hq_memory"],
  company: ["company", "solo_hq_company"],
};

/** VS Code 1.139 keeps so many characters of a title, the number of a second server included. */
const TITLE_LENGTH = 13;
/** By how many characters they have: none for the first server of a title, then 2 and so on. */
const NUMBERS = ["", "[2-9]", "[1-9][0-9]"];

const BEGINNINGS = Object.keys(OWN_TOOLS).map((server) => ({
  server,
  beginning: new RegExp(`^(?:${beginningsOf(server).join("|")})`),
}));

/** Copilot CLI, and `/` in its permissions; Claude Code; VS Code. */
function beginningsOf(server) {
  return [`${server}[-/]`, `mcp__${server}__`, ...TITLES[server].flatMap(inVsCode)];
}

function inVsCode(title) {
  return NUMBERS.map((number, taken) => `mcp_${title.slice(0, TITLE_LENGTH - taken)}${number}_`);
}

/**
 * `board_update` of `company-board_update` and of `mcp_company_board_update`; null for the tool of
 * another server, however much its name looks like ours.
 */
export function ownTool(name) {
  for (const { server, beginning } of BEGINNINGS) {
    const tool = beginning.test(name) ? name.replace(beginning, "") : null;
    if (OWN_TOOLS[server].includes(tool)) return tool;
  }
  return null;
}
