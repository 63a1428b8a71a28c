/** An entity that may answer a question, read from its row. */
import { parseObservationOrigins, textKey } from "../../origins.ts";
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
  const dated = observations.map((text, index) => ({ text, at: keyed?.[index]?.at ?? at }));
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

/** Whether an entity passes the filters and is not another department's working note. */
export function isWanted(
  entity: CandidateEntity,
  { checked, caller }: { checked: CheckedRequest; caller: string | null },
): boolean {
  const { types, agent, since } = checked;
  if (types.length > 0 && !types.includes(entity.entityType.trim().toLowerCase())) return false;
  if (since !== null && (entity.newest === null || entity.newest < since)) return false;
  const wrote = (author: string) => author === agent || author === `${agent} (declared)`;
  if (agent !== null && !entity.authors.some(wrote)) return false;
  // Working notes are their author's own; others see them when they know the name.
  const owner = /^note:([^:]+):/.exec(entity.name)?.[1]?.toLowerCase();
  if (owner === undefined || owner === caller || owner === agent) return true;
  return entity.name === checked.query.trim();
}
