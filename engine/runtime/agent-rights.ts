/** What a department's own file lets it do, as the client's permissions have to be told. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { AGENT_SUFFIX, AGENTS_FOLDER } from "../../company/kit/agents/agent-files.ts";
import { isEditTool } from "../../company/kit/agents/tool-names.ts";
import { readFrontMatter } from "../../company/kit/front-matter.ts";

export const CLOSING_TOOL = "finish_run";
export const OWN_SERVERS = ["memory", "company"] as const;

export interface AgentRights {
  /** Tools of servers: `memory(recall)`, or `memory` for all of a server's. */
  servers: string[];
  mayEdit: boolean;
}

/** What stands before a slash in the client's own tools. */
const BUILT_IN = /^(read|edit|search|web|vscode|agent|execute|github)\//;

/**
 * The rights of an agent.
 * @throws HqError `not-found` without its file, `invalid-file` when the file cannot be used for a run
 */
export async function readAgentRights(root: string, agent: string): Promise<AgentRights> {
  const file = `${AGENTS_FOLDER}${agent}${AGENT_SUFFIX}`;
  const text = await readFile(path.join(root, file), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new HqError(
      "not-found",
      `Cannot run ${agent}: there is no ${file}, expected the department's file.`,
      { hint: "Bring it back with git, or see which there are with: hq department list" },
    );
  });
  const front = readFrontMatter(text);
  if (front.kind !== "fields") {
    const found = front.kind === "bad" ? `${front.what} on line ${front.line}` : "no front matter";
    const expected = front.kind === "bad" ? front.expected : "a block between two lines ---";
    throw new HqError(
      "invalid-file",
      `Cannot run ${agent}: ${file} has ${found}, expected ${expected}.`,
      {
        hint: "Mend the file; hq doctor checks it.",
      },
    );
  }
  const { tools } = front.data;
  if (!Array.isArray(tools)) throw withoutClosing(agent, file);
  const names = tools.filter((name) => typeof name === "string");
  if (!["company", "company/*", `company/${CLOSING_TOOL}`].some((name) => names.includes(name))) {
    throw withoutClosing(agent, file);
  }
  return { servers: names.flatMap(ruleOf), mayEdit: names.some(isEditTool) };
}

function ruleOf(name: string): string[] {
  const [server = "", tool] = name.split("/", 2);
  if (BUILT_IN.test(name)) return [];
  if (tool === undefined) return OWN_SERVERS.some((own) => own === server) ? [server] : [];
  return [tool === "*" ? server : `${server}(${tool})`];
}

function withoutClosing(agent: string, file: string): HqError {
  return new HqError(
    "invalid-file",
    `Cannot run ${agent}: tools: in ${file} does not name company/${CLOSING_TOOL}, expected it, or the run could not give its result.`,
    { hint: `Add 'company/${CLOSING_TOOL}' to the list.` },
  );
}
