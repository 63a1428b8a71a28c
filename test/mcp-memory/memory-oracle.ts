import { MemoryError } from "../../mcp-memory/error.ts";
import type { Entity, Graph, Relation } from "../../mcp-memory/graph.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";

export type GraphCalls = Pick<
  MemoryStore,
  | "createEntities"
  | "createRelations"
  | "addObservations"
  | "deleteEntities"
  | "deleteObservations"
  | "deleteRelations"
  | "reviseEntities"
  | "readGraph"
  | "searchNodes"
  | "openNodes"
  | "countsByType"
>;

/** The dumbest correct memory: two arrays, every call a loop over a copy of them. */
export function createOracle(): GraphCalls {
  let graph: Graph = { entities: [], relations: [] };

  const change = <T>(body: (draft: Graph) => T): T => {
    const draft = structuredClone(graph);
    const result = structuredClone(body(draft));
    graph = draft;
    return result;
  };
  const find = (draft: Graph, name: string): Entity | undefined =>
    draft.entities.find((entity) => entity.name === name);
  const need = (draft: Graph, name: string): Entity => {
    const entity = find(draft, name);
    if (entity === undefined)
      throw new MemoryError("not-found", `Entity with name ${name} not found`);
    return entity;
  };
  const same = (one: Relation, other: Relation): boolean =>
    one.from === other.from && one.to === other.to && one.relationType === other.relationType;
  const touching = (entities: Entity[]): Graph => {
    const isIn = (name: string) => entities.some((entity) => entity.name === name);
    const relations = graph.relations.filter(({ from, to }) => isIn(from) || isIn(to));
    return structuredClone({ entities, relations });
  };

  return {
    createEntities: async (entities) =>
      change((draft) => {
        const created: Entity[] = [];
        const skipped: string[] = [];
        for (const entity of entities) {
          if (find(draft, entity.name)) skipped.push(entity.name);
          else {
            draft.entities.push(structuredClone(entity));
            created.push(entity);
          }
        }
        return { created, skipped };
      }),
    createRelations: async (relations) =>
      change((draft) => {
        const created: Relation[] = [];
        for (const relation of relations) {
          need(draft, relation.from);
          need(draft, relation.to);
          if (draft.relations.some((known) => same(known, relation))) continue;
          draft.relations.push({ ...relation });
          created.push(relation);
        }
        return { created };
      }),
    addObservations: async (additions) =>
      change((draft) =>
        additions.map(({ entityName, contents }) => {
          const entity = need(draft, entityName);
          const addedObservations: string[] = [];
          for (const text of contents) {
            if (entity.observations.includes(text)) continue;
            entity.observations.push(text);
            addedObservations.push(text);
          }
          return { entityName, addedObservations };
        }),
      ),
    deleteEntities: async (names) =>
      change((draft) => {
        const unique = [...new Set(names)];
        const deleted = unique.filter((name) => find(draft, name));
        draft.entities = draft.entities.filter(({ name }) => !names.includes(name));
        draft.relations = draft.relations.filter(
          ({ from, to }) => !names.includes(from) && !names.includes(to),
        );
        return { deleted, notFound: unique.filter((name) => !deleted.includes(name)) };
      }),
    deleteObservations: async (deletions) =>
      change((draft) => {
        const deleted = [];
        const notFound = [];
        for (const { entityName, observations } of deletions) {
          const entity = find(draft, entityName);
          const unique = [...new Set(observations)];
          const hit = unique.filter((text) => entity?.observations.includes(text));
          const missed = unique.filter((text) => !hit.includes(text));
          if (entity)
            entity.observations = entity.observations.filter((text) => !hit.includes(text));
          if (hit.length > 0) deleted.push({ entityName, observations: hit });
          if (missed.length > 0 || !entity) notFound.push({ entityName, observations: missed });
        }
        return { deleted, notFound };
      }),
    deleteRelations: async (relations) =>
      change((draft) => {
        const deleted: Relation[] = [];
        const notFound: Relation[] = [];
        for (const relation of relations) {
          const isThere = draft.relations.some((known) => same(known, relation));
          (isThere ? deleted : notFound).push(relation);
          draft.relations = draft.relations.filter((known) => !same(known, relation));
        }
        return { deleted, notFound };
      }),
    reviseEntities: async (revisions) =>
      change((draft) => {
        for (const { name, entityType, observations, replaces } of revisions) {
          const known = find(draft, name) ?? { name, entityType, observations: [] };
          if (!draft.entities.includes(known)) draft.entities.push(known);
          known.entityType = entityType;
          const kept = known.observations.filter(
            (text) => !replaces.some((p) => text.startsWith(p)),
          );
          known.observations = [...new Set([...kept, ...observations])];
        }
      }),
    readGraph: async () => structuredClone(graph),
    searchNodes: async (query) => {
      const holds = (text: string) => text.toLowerCase().includes(query.toLowerCase());
      return touching(
        graph.entities.filter(
          ({ name, entityType, observations }) =>
            holds(name) || holds(entityType) || observations.some(holds),
        ),
      );
    },
    openNodes: async (names) => touching(graph.entities.filter(({ name }) => names.includes(name))),
    countsByType: async () => {
      const types = [...new Set(graph.entities.map(({ entityType }) => entityType))];
      const counts: Record<string, number> = Object.create(null);
      for (const type of types) {
        counts[type] = graph.entities.filter(({ entityType }) => entityType === type).length;
      }
      return counts;
    },
  };
}
