/** What the page of the memory holds, as JSON text that may stand in an HTML page. */
import type { Relation } from "../../mcp-memory/graph.ts";
import type { DatedEntity } from "../../mcp-memory/store/store.ts";
import type { Drawn, Layout } from "./graph-layout.ts";

export interface GraphInput {
  title: string;
  /** ISO instant. */
  asOf: string;
  entities: readonly DatedEntity[];
  relations: readonly Relation[];
}

/** The memory by numbers; an end of a relation that is no entity is drawn as one without facts. */
export interface NumberedGraph extends GraphInput, Drawn {
  /** By how many entities there are, most first. */
  typeNames: string[];
}

/** Ends of relations that no entity has. In brackets, so that no type of the company is meant. */
const MISSING_TYPE = "(not an entity)";

export function numbered(input: GraphInput): NumberedGraph {
  const ids = new Map(input.entities.map(({ name }, index) => [name, index]));
  const entities = [...input.entities];
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, entities.length);
    entities.push({ name, entityType: MISSING_TYPE, at: null, observations: [] });
    return entities.length - 1;
  };
  const edges = input.relations.map(({ from, to }) => [idOf(from), idOf(to)] as const);
  const members = Map.groupBy(entities, ({ entityType }) => entityType);
  const typeNames = [...members]
    .toSorted(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
    .map(([name]) => name);
  const typeIds = new Map(typeNames.map((name, index) => [name, index]));
  const types = entities.map(({ entityType }) => typeIds.get(entityType) ?? 0);
  return { ...input, entities, edges, types, typeNames };
}

/** Told apart by most people, on white and on black; further types take them again. */
const COLORS = [
  "#4e79e6",
  "#e8853d",
  "#2fa567",
  "#d6497b",
  "#8a63d2",
  "#12a5b8",
  "#b8932a",
  "#9a6b4f",
  "#6b8e23",
  "#c2559d",
  "#e05252",
  "#708090",
];

/**
 * The page's data, in the shape that `graph-page/memory.js` reads. Every character that could end
 * or open anything in HTML is escaped, whatever a name holds.
 */
export function graphJson(graph: NumberedGraph, { x, y }: Layout): string {
  const { title, asOf, entities, relations, edges, types, typeNames } = graph;
  const counts = new Uint32Array(typeNames.length);
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  const data = {
    title,
    asOf,
    types: typeNames.map((name, index) => ({
      name,
      count: counts[index],
      color: COLORS[index % COLORS.length],
    })),
    entities: entities.map(({ name, at, observations }, index) => [
      name,
      types[index],
      at,
      observations.map((fact) => (fact.at === at ? [fact.text, 0] : [fact.text, fact.at])),
      rounded(x[index]),
      rounded(y[index]),
    ]),
    relations: relations.map(({ relationType }, index) => [...(edges[index] ?? []), relationType]),
  };
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function rounded(value = 0): number {
  return Math.round(value * 100) / 100;
}
