/** A fact that somebody types: a new entity, or observations for one that memory has. */
import path from "node:path";
import { dateIn } from "../../company/dates.ts";
import { readConstitution } from "../../files/company.ts";
import { MEMORY_FILE } from "../../files/root.ts";
import type { Entity } from "../../mcp-memory/graph.ts";
import { checkAddedForm, type FormProblem } from "../../mcp-memory/rules/entity-form.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import { valuesOf } from "../../mcp-memory/rules/labels.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { createPolicyReader } from "../records/memory-policy.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { namedLike } from "./named-like.ts";
import { labelled, rightFact, withDueOfName } from "./right-fact.ts";

export interface NewFact {
  name: string;
  observations: string[];
  /** Of a new entity; left out, what its name or its labels say. */
  type?: string | undefined;
  /** Who types, whose rules hold: a department's id or `founder`. */
  by: string;
}

export type AddedFact =
  | {
      kind: "remembered";
      /** As memory has it now, by its right name. */
      entity: { name: string; entityType: string };
      isNew: boolean;
      /** The observations that memory did not have. */
      added: string[];
      /** Values of a metric that count no more, the newest first. */
      earlierValues: string[];
    }
  | { kind: "needs-type" }
  /** The example is the fact put right, and would be taken. */
  | { kind: "wrong-form"; act: "remember" | "add"; problem: FormProblem };

/**
 * What was added; `needs-type` when memory holds no entity of this name and nothing says what it would be.
 * @throws MemoryError when the rules of the memory refuse it
 */
export async function addFact(memory: FounderMemory, fact: NewFact): Promise<AddedFact> {
  const { constitution } = await readConstitution(memory.root);
  const today = dateIn(memory.now(), constitution.company.timeZone);
  const types = constitution.memoryOwnership.map(({ entityType }) => entityType);
  const readPolicy = createPolicyReader(path.join(memory.root, MEMORY_FILE));
  const author = { agent: fact.by, session: null };
  return withFounderMemory(memory, async ({ store: bare }) => {
    const store = withRules(bare, { readPolicy, author, now: memory.now });
    const known = await knownEntity(bare, fact);
    if (known !== null) return addTo(store, known, { fact, today });
    const right = rightFact(fact, { today, types });
    if (right.kind === "needs-type") return right;
    if (right.kind === "wrong-form") return { ...right, act: "remember" };
    // Created first without looking: another process may have made it since, and then it is skipped.
    const { created } = await store.createEntities([right.entity], { by: fact.by });
    if (created.length === 0) return addTo(store, right.entity, { fact, today });
    const { name, entityType, observations: added } = right.entity;
    return {
      kind: "remembered",
      entity: { name, entityType },
      isNew: true,
      added,
      earlierValues: [],
    };
  });
}

/** The entity of this name, or where no type is named the only one that differs in upper and lower case. */
async function knownEntity(store: MemoryStore, { name, type }: NewFact): Promise<Entity | null> {
  const [exact] = (await store.openNodes([name])).entities;
  if (exact !== undefined || type !== undefined) return exact ?? null;
  const { same } = await namedLike(store, name);
  return same;
}

async function addTo(
  store: MemoryStore,
  known: Entity,
  { fact, today }: { fact: NewFact; today: string },
): Promise<AddedFact> {
  const { name, entityType } = known;
  const texts = labelled(entityType, fact.observations);
  const problem = checkAddedForm(known, texts, today);
  if (problem !== null) return { kind: "wrong-form", act: "add", problem };
  // What its name says comes first, so that another date is known for a move.
  const [due = ""] = withDueOfName(known).observations;
  const isMoved = !known.observations.includes(due) && texts.some((text) => /^due:/i.test(text));
  const contents = isMoved ? [due, ...texts] : texts;
  const by = { by: fact.by };
  const results = await store.addObservations([{ entityName: name, contents }], by);
  const added = results.flatMap(({ addedObservations }) => addedObservations);
  const isValue = entityType === "metric" && valuesOf(added, "Value").length > 0;
  return {
    ...{ kind: "remembered", entity: { name, entityType }, isNew: false, added },
    earlierValues: isValue ? valuesOf(known.observations, "Value").toReversed() : [],
  };
}
