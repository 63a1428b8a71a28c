import type { Entity, Graph } from "../../mcp-memory/graph.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { requireEntity } from "./named-like.ts";

/**
 * The entity of this name, upper and lower case forgiven, alone in the graph with every relation that touches it.
 * @throws HqError `not-found` with what comes near; MemoryError
 */
export function showEntity(
  memory: FounderMemory,
  name: string,
): Promise<{ entity: Entity; graph: Graph }> {
  return withFounderMemory(memory, async ({ store }) => {
    const entity = await requireEntity(store, name);
    return { entity, graph: await store.openNodes([entity.name]) };
  });
}
