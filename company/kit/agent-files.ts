/** Where agent files stand and what they are called. */
export const AGENT_SUFFIX = ".agent.md";
export const AGENTS_FOLDER = ".github/agents/";

/** The id of an agent file, null when the path is none. */
export function agentId(path: string): string | null {
  if (!path.startsWith(AGENTS_FOLDER) || !path.endsWith(AGENT_SUFFIX)) return null;
  const id = path.slice(AGENTS_FOLDER.length, -AGENT_SUFFIX.length);
  return id.includes("/") || id === "" ? null : id;
}
