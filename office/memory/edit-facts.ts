/** What somebody takes back, puts right or joins in the memory, by the rules that hold for who types. */
import path from "node:path";
import { HqError } from "../../company/error.ts";
import { MEMORY_FILE } from "../../files/root.ts";
import type { Entity, Relation } from "../../mcp-memory/graph.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { createPolicyReader } from "../records/memory-policy.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { requireEntity } from "./named-like.ts";

/** Puts `now` in the place of the one fact that holds `before`, as one change; the two facts as they stand. */
export function replaceFact(
  memory: FounderMemory,
  { name, before, now, by }: { name: string; before: string; now: string; by: string },
): Promise<{ name: string; was: string; is: string }> {
  return onRuled(memory, by, async (store) => {
    const entity = await requireEntity(store, name);
    const was = factMeant(entity, before);
    const longer = entity.observations.filter((text) => text !== was && text.startsWith(was));
    const { entityType } = entity;
    // What begins like it is written again, for a revision knows its lines by their beginning.
    await store.reviseEntities(
      [{ name: entity.name, entityType, observations: [...longer, now], replaces: [was] }],
      { by },
    );
    return { name: entity.name, was, is: now };
  });
}

/** Takes facts out of an entity, or the entity with its relations when none is named. */
export function removeFacts(
  memory: FounderMemory,
  { name, facts, by }: { name: string; facts: readonly string[]; by: string },
): Promise<{ name: string; removed: string[]; isWhole: boolean }> {
  return onRuled(memory, by, async (store) => {
    const entity = await requireEntity(store, name);
    if (facts.length === 0) {
      await store.deleteEntities([entity.name], { by });
      return { name: entity.name, removed: entity.observations, isWhole: true };
    }
    const observations = facts.map((fact) => factMeant(entity, fact));
    await store.deleteObservations([{ entityName: entity.name, observations }], { by });
    return { name: entity.name, removed: observations, isWhole: false };
  });
}

/** Joins two entities, or takes the relation out again; false when it was so already. */
export function relate(
  memory: FounderMemory,
  {
    from,
    type,
    to,
    isGone,
    by,
  }: { from: string; type: string; to: string; isGone: boolean; by: string },
): Promise<{ relation: Relation; changed: boolean }> {
  return onRuled(memory, by, async (store) => {
    const ends = [await requireEntity(store, from), await requireEntity(store, to)];
    const [source, target] = ends.map((entity) => entity.name) as [string, string];
    const relation = { from: source, to: target, relationType: type.trim() };
    if (isGone) {
      const { deleted } = await store.deleteRelations([relation], { by });
      return { relation, changed: deleted.length > 0 };
    }
    const { created } = await store.createRelations([relation], { by });
    return { relation, changed: created.length > 0 };
  });
}

/** The fact that is these words, else the only one that holds them. @throws HqError `usage` */
function factMeant({ name, observations }: Entity, words: string): string {
  const wanted = words.trim().toLowerCase();
  const exact = observations.find((text) => text === words);
  if (exact !== undefined) return exact;
  const [only, ...others] = observations.filter(
    (text) => wanted !== "" && text.toLowerCase().includes(wanted),
  );
  if (only !== undefined && others.length === 0) return only;
  const found = only === undefined ? "no fact holds" : `${others.length + 1} facts hold`;
  throw new HqError(
    "usage",
    `Cannot tell which fact of "${name}" is meant: ${found} "${words.slice(0, 80)}", expected words of one alone. Nothing was changed.`,
    { hint: "hq memory show NAME prints them." },
  );
}

function onRuled<T>(
  memory: FounderMemory,
  agent: string,
  work: (store: MemoryStore) => Promise<T>,
): Promise<T> {
  const readPolicy = createPolicyReader(path.join(memory.root, MEMORY_FILE));
  const author = { agent, session: null };
  return withFounderMemory(memory, ({ store }) =>
    work(withRules(store, { readPolicy, author, now: memory.now })),
  );
}
