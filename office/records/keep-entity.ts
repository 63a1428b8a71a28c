import { HqError } from "../../company/error.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";

/** Entities of one name and a number; more is a loop. */
const NAMESAKES = 20;

export interface KeptEntity {
  name: string;
  /** false: memory held the very same already. */
  isNew: boolean;
}

/**
 * Keeps an entity under its name, or a numbered one where another has that name: what comes a second time
 * on a day must not be lost. The very same is kept once.
 * @throws HqError `wrong-state` when too many have the name; MemoryError when it cannot be kept
 */
export async function keepEntity(
  store: Pick<MemoryStore, "createEntities" | "openNodes">,
  entity: { name: string; entityType: string; observations: string[] },
): Promise<KeptEntity> {
  for (let number = 1; number <= NAMESAKES; number += 1) {
    const name = number === 1 ? entity.name : `${entity.name}-${number}`;
    const { created } = await store.createEntities([{ ...entity, name }]);
    if (created.length > 0) return { name, isNew: true };
    const known = (await store.openNodes([name])).entities[0]?.observations ?? [];
    if (entity.observations.every((text) => known.includes(text))) return { name, isNew: false };
  }
  throw new HqError(
    "wrong-state",
    `Cannot remember ${entity.name}: memory has ${NAMESAKES} others of that name, expected fewer. Nothing was changed.`,
    { hint: "Put it to the founder." },
  );
}
