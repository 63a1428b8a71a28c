import { quoted } from "../graph.ts";
import type { MemoryPolicy } from "../policy.ts";

/** Nobody is refused anything in this name. */
export const FOUNDER = "founder";

/**
 * Why an agent may not write, change or delete an entity; null when it may. An agent that is not
 * known is not refused: in the editor several departments share one server.
 */
export function checkOwner(
  entity: { name: string; entityType: string },
  agent: string | null,
  policy: MemoryPolicy | null,
): string | null {
  if (agent === null || agent === FOUNDER) return null;
  const noteOf = /^note:([a-z][a-z0-9-]*):/.exec(entity.name)?.[1];
  if (noteOf !== undefined && noteOf !== agent) {
    return `${quoted(entity.name)} is a working note of ${noteOf}, and ${agent} asked`;
  }
  const type = entity.entityType.trim().toLowerCase();
  const writers = policy?.writers.find((row) => row.entityType.trim().toLowerCase() === type);
  if (writers === undefined) return null;
  const agents = writers.agents.map((one) => one.trim().toLowerCase());
  if (agents.includes("*") || agents.includes(agent)) return null;
  return `${quoted(entity.name)} is of the type ${quoted(entity.entityType)}, which the constitution lets ${listed(agents)} write, and ${agent} asked`;
}

function listed(agents: readonly string[]): string {
  if (agents.length === 0) return "nobody";
  if (agents.length === 1) return agents[0] ?? "";
  return `${agents.slice(0, -1).join(", ")} and ${agents.at(-1)}`;
}
