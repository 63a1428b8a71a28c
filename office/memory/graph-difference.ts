import type { Graph, Relation } from "../../mcp-memory/graph.ts";

/** What one graph has and the other has not. */
export interface GraphDifference {
  entities: {
    kind: "added" | "removed" | "changed";
    name: string;
    entityType: string;
    /** Observations that came and went. */
    added: string[];
    removed: string[];
  }[];
  relations: { kind: "added" | "removed"; relation: Relation }[];
}

/** The difference from one graph to a later one: what went first, then what is there, in its order. */
export function graphDifference(before: Graph, after: Graph): GraphDifference {
  const old = new Map(before.entities.map((entity) => [entity.name, entity]));
  const now = new Set(after.entities.map(({ name }) => name));
  const entities: GraphDifference["entities"] = [];
  for (const { name, entityType, observations } of before.entities) {
    if (now.has(name)) continue;
    entities.push({ kind: "removed", name, entityType, added: [], removed: observations });
  }
  for (const { name, entityType, observations } of after.entities) {
    const known = old.get(name);
    if (known === undefined) {
      entities.push({ kind: "added", name, entityType, added: observations, removed: [] });
      continue;
    }
    const added = without(observations, known.observations);
    const removed = without(known.observations, observations);
    if (added.length + removed.length === 0 && known.entityType === entityType) continue;
    entities.push({ kind: "changed", name, entityType, added, removed });
  }
  const relations = [
    ...difference(before.relations, after.relations, "removed"),
    ...difference(after.relations, before.relations, "added"),
  ];
  return { entities, relations };
}

function difference(
  these: Relation[],
  those: Relation[],
  kind: "added" | "removed",
): GraphDifference["relations"] {
  const key = ({ from, to, relationType }: Relation) => JSON.stringify([from, to, relationType]);
  const have = new Set(those.map(key));
  return these
    .filter((relation) => !have.has(key(relation)))
    .map((relation) => ({ kind, relation }));
}

function without(texts: readonly string[], others: readonly string[]): string[] {
  const have = new Set(others);
  return texts.filter((text) => !have.has(text));
}
