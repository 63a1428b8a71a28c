/** What the page of the memory holds, as JSON text that may stand in an HTML page. */
import type { Relation } from "../../../mcp-memory/graph.ts";
import type { DatedEntity, NumberedEntity } from "../../../mcp-memory/store/store.ts";
import { type DerivedTie, derivedTies } from "./derived-ties.ts";
import type { Drawn, Layout } from "./layout.ts";
import { titleOf } from "./titles.ts";
import { lookOf, MISSING_TYPE } from "./type-looks.ts";

export interface GraphInput {
  title: string;
  /** ISO instant. */
  asOf: string;
  entities: readonly NumberedEntity[];
  relations: readonly Relation[];
  company: GraphCompany;
}

/** What the constitution says of those whom facts name. */
export interface GraphCompany {
  departments: readonly { agent: string; owns: string; approves: string }[];
  products: readonly { name: string; status: string; note: string }[];
  cadence: readonly { prompt: string; agent: string }[];
  language: string;
}

/** A relation on the map: recorded, or with what says so. */
export type DrawnRelation = Relation & { said: DerivedTie["said"] | null };

/** The memory by numbers. */
export interface NumberedGraph extends Drawn {
  title: string;
  asOf: string;
  /** Those of the memory first, then those that are only named: departments, products, unknown ends. */
  entities: (DatedEntity & { id: number | null })[];
  relations: DrawnRelation[];
  /** What each entity is called on the map. */
  titles: string[];
  /** By how many entities there are, most first. */
  typeNames: string[];
}

/** Recorded relations and those that the facts say, with all their ends. */
export function numbered(input: GraphInput): NumberedGraph {
  const derived = derivedTies(input.entities, input.relations, input.company);
  const relations: DrawnRelation[] = [
    ...input.relations.map((relation) => ({ ...relation, said: null })),
    ...derived.map(({ from, to, how, said }) => ({ from, to, relationType: how, said })),
  ];
  const ids = new Map(input.entities.map(({ name }, index) => [name, index]));
  const entities: NumberedGraph["entities"] = [...input.entities];
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, entities.length);
    entities.push(namedOnly(name, input.company));
    return entities.length - 1;
  };
  const edges = relations.map(({ from, to }) => [idOf(from), idOf(to)] as const);
  const members = Map.groupBy(entities, ({ entityType }) => entityType);
  const typeNames = [...members]
    .toSorted(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
    .map(([name]) => name);
  const typeIds = new Map(typeNames.map((name, index) => [name, index]));
  const types = entities.map(({ entityType }) => typeIds.get(entityType) ?? 0);
  const titles = entities.map(shownTitle);
  const titleChars = titles.map((one) => one.length);
  const { title, asOf } = input;
  return { ...{ title, asOf, entities, relations, edges }, types, typeNames, titles, titleChars };
}

/** One that relations or facts name and the memory has not: with what the constitution says of it. */
function namedOnly(
  name: string,
  { departments, products }: GraphCompany,
): NumberedGraph["entities"][number] {
  const department = departments.find(({ agent }) => agent === name);
  const product = products.find((one) => one.name === name);
  const says = (lines: Record<string, string>) =>
    Object.entries(lines)
      .filter(([, value]) => value !== "")
      .map(([label, value]) => ({ text: `${label}: ${value}`, at: null }));
  const [entityType, observations] =
    department !== undefined
      ? ["department", says({ Owns: department.owns, Approves: department.approves })]
      : product !== undefined
        ? ["product", says({ Status: product.status, Note: product.note })]
        : [MISSING_TYPE, []];
  return { id: null, name, entityType, at: null, observations };
}

/** Ids of departments are short words; those of three letters are spoken as letters. */
function shownTitle(entity: NumberedGraph["entities"][number]): string {
  if (entity.id !== null || entity.entityType !== "department") return titleOf(entity);
  const { name } = entity;
  return name.length <= 3 ? name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * The page's data, in the shape that `graph-page/memory.js` reads. Every character that could end
 * or open anything in HTML is escaped, whatever a name holds.
 */
export function graphJson(graph: NumberedGraph, { x, y }: Layout): string {
  const { title, asOf, entities, relations, edges, types, typeNames, titles } = graph;
  const counts = new Uint32Array(typeNames.length);
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  const data = {
    title,
    asOf,
    types: typeNames.map((name, index) => ({ name, count: counts[index], ...lookOf(name) })),
    entities: entities.map((entity, index) => {
      const { name, at, observations, id } = entity;
      const called = titles[index];
      return [
        name,
        types[index],
        at,
        observations.map((fact) => (fact.at === at ? [fact.text, 0] : [fact.text, fact.at])),
        rounded(x[index]),
        rounded(y[index]),
        called === name ? 0 : called,
        id ?? 0,
      ];
    }),
    relations: relations.map(({ relationType, said }, index) => {
      const ends = [...(edges[index] ?? []), relationType];
      return said === null ? ends : [...ends, said];
    }),
  };
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function rounded(value = 0): number {
  return Math.round(value * 100) / 100;
}
