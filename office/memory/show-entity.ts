import type { Entity, Graph } from "../../mcp-memory/graph.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * The entity of exactly this name, alone in the graph with every relation that touches it; null when
 * memory holds none.
 * @throws MemoryError
 */
export function showEntity(
  memory: FounderMemory,
  name: string,
): Promise<{ entity: Entity; graph: Graph } | null> {
  return withFounderMemory(memory, async ({ store }) => {
    const graph = await store.openNodes([name]);
    const entity = graph.entities[0];
    return entity === undefined ? null : { entity, graph };
  });
}
