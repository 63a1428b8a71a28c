/** An entity that may answer a question, as recall looks at it. */
import type { MemoryPolicy } from "../../policy.ts";
import type { CheckedRequest } from "../../recall/request.ts";

export interface CandidateEntity {
  id: number;
  name: string;
  entityType: string;
  observations: string[];
  at: string | null;
  /** The observations with their times. */
  dated: { text: string; at: string | null }[];
  authors: string[];
  /** ISO instant of the newest observation, or of the entity. */
  newest: string | null;
}

/** Who asks for what, by whose rules. */
interface Asker {
  checked: CheckedRequest;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** Null where there is no company. */
  policy: MemoryPolicy | null;
}

/** Whether an entity passes the filters and is not another department's working note. */
export function isWanted(entity: CandidateEntity, { checked, caller, policy }: Asker): boolean {
  const { types, agent, since } = checked;
  if (types.length > 0 && !types.includes(entity.entityType.trim().toLowerCase())) return false;
  if (since !== null && (entity.newest === null || entity.newest < since)) return false;
  const wrote = (author: string) => author === agent || author === `${agent} (declared)`;
  if (agent !== null && !entity.authors.some(wrote)) return false;
  // Where nobody has a name and no company its rules, there are no departments with notes of their own.
  if (caller === null && policy === null) return true;
  // Working notes are their author's own; others see them when they know the name.
  const owner = /^note:([^:]+):/.exec(entity.name)?.[1]?.toLowerCase();
  if (owner === undefined || owner === caller || owner === agent) return true;
  return entity.name === checked.query.trim();
}
