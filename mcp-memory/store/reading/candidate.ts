/** An entity that may answer a question, read from its row. */
import { parseObservationOrigins, textKey } from "../../origins.ts";
import type { MemoryPolicy } from "../../policy.ts";
import type { CheckedRequest } from "../../recall/request.ts";
import type { Value } from "../database/sqlite.ts";

export interface CandidateEntity {
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

/** From `SELECT id, name, type, observations, at, by, origins`. */
export function readCandidate(row: Value[]): CandidateEntity {
  const [, name, entityType, json, at, by, origins] = row as [
    number,
    string,
    string,
    string,
    string | null,
    string | null,
    string | null,
  ];
  const observations = JSON.parse(json) as string[];
  const known = parseObservationOrigins(origins);
  const keyed = known.size === 0 ? null : observations.map((text) => known.get(textKey(text)));
  // A text whose own origin says no date is of unknown age, whatever the entity's is.
  const dated = observations.map((text, index) => {
    const origin = keyed?.[index];
    return { text, at: origin === undefined ? at : origin.at };
  });
  const authors = [by ?? "unknown", ...(keyed ?? []).flatMap((origin) => origin?.by ?? [])];
  const times = [at, ...dated.map((one) => one.at)].filter((one) => one !== null);
  return {
    name,
    entityType,
    observations,
    at,
    dated,
    authors: [...new Set(authors)],
    newest: times.sort().at(-1) ?? null,
  };
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
