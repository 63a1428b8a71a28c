/** Where agent files stand, what they are called, and which tools each lists. */
import type { KitContext, KitFile } from "../context.ts";
import { isTextList } from "../fields.ts";
import { readFrontMatter } from "../front-matter.ts";

export const AGENT_SUFFIX = ".agent.md";
export const AGENTS_FOLDER = ".github/agents/";

/** The id of an agent file, null when the path is none. */
export function agentId(path: string): string | null {
  if (!path.startsWith(AGENTS_FOLDER) || !path.endsWith(AGENT_SUFFIX)) return null;
  const id = path.slice(AGENTS_FOLDER.length, -AGENT_SUFFIX.length);
  return id.includes("/") || id === "" ? null : id;
}

/** The agents that are there, and what those list that can be read. */
export function agentsIn(
  paths: readonly string[],
  files: readonly KitFile[],
): Pick<KitContext, "agents" | "toolsOf"> {
  const toolsOf = new Map<string, readonly string[]>();
  for (const { path, text } of files) {
    const id = agentId(path);
    const front = id === null ? null : readFrontMatter(text);
    if (id !== null && front?.kind === "fields" && isTextList(front.data.tools))
      toolsOf.set(id, front.data.tools);
  }
  return { agents: new Set(paths.map(agentId).filter((id) => id !== null)), toolsOf };
}
