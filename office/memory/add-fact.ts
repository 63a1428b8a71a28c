/** A fact that somebody types: a new entity, or observations for one that memory has. */
import path from "node:path";
import { MEMORY_FILE } from "../../files/root.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import { createPolicyReader } from "../records/memory-policy.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

export interface NewFact {
  name: string;
  observations: string[];
  /** Of a new entity. */
  type?: string | undefined;
  /** Who types, whose rules hold: a department's id or `founder`. */
  by: string;
}

/** `added` are the observations that memory did not have. */
export type AddedFact =
  | { kind: "remembered"; isNew: boolean; added: string[] }
  | { kind: "needs-type" };

/**
 * What was added; `needs-type` when memory holds no entity of this name and none was named.
 * @throws MemoryError when the rules of the memory refuse it
 */
export function addFact(
  memory: FounderMemory,
  { name, observations, type, by: agent }: NewFact,
): Promise<AddedFact> {
  const readPolicy = createPolicyReader(path.join(memory.root, MEMORY_FILE));
  const author = { agent, session: null };
  const by = { by: agent };
  return withFounderMemory(memory, async ({ store: bare }) => {
    const store = withRules(bare, { readPolicy, author, now: memory.now });
    const known = (await store.openNodes([name])).entities[0];
    if (known === undefined && type === undefined) return { kind: "needs-type" };
    // Created first without looking: another process may have made it since, and then it is skipped.
    const { created } =
      type === undefined || known !== undefined
        ? { created: [] }
        : await store.createEntities([{ name, entityType: type, observations }], by);
    if (created.length > 0) return { kind: "remembered", isNew: true, added: observations };
    const results = await store.addObservations([{ entityName: name, contents: observations }], by);
    const added = results.flatMap(({ addedObservations }) => addedObservations);
    return { kind: "remembered", isNew: false, added };
  });
}
