import { MemoryError } from "./error.ts";
import { checkEntities, checkRelations, type Entity, type Graph } from "./graph.ts";
import type { ImportFile, LeftOut } from "./import-file.ts";
import { relationKey } from "./jsonl.ts";
import {
  BATCH_ITEMS,
  BATCH_OBSERVATIONS,
  ENTITY_OBSERVATIONS,
  OBSERVATION_CHARS,
} from "./limits.ts";
import type { Said, TakenIn } from "./store/writing/take-in.ts";

/** What an import would write: nothing is removed, and a type that differs stays ours. */
export interface ImportPlan extends TakenIn {
  /** What is not taken in, with the reason. */
  leftOut: LeftOut[];
}

/** Compares a file with the memory. What breaks a limit of the memory is left out, the rest is not. */
export function planImport(file: ImportFile, memory: Graph): ImportPlan {
  const plan: ImportPlan = {
    entities: [],
    additions: [],
    relations: [],
    lines: [...(file.lines ?? [])].map(([line, place]) => ({ line, place })),
    leftOut: [...file.leftOut],
  };
  // What we wrote may be beyond what a call may bring in, and has a place all the same.
  const isOurs = file.lines !== undefined;
  const known = new Map(memory.entities.map((entity) => [entity.name, entity]));
  for (const entity of file.entities) {
    const check = () => checkEntities([{ ...entity, observations: [] }]);
    if (!isOurs && isRefused(check, entity.name, plan)) continue;
    const found = { ...entity, origin: file.origins.get(entity.name) ?? null };
    const here = known.get(entity.name);
    if (isOurs && here === undefined) plan.entities.push(found);
    else planEntity(found, here, plan);
  }
  const have = new Set(memory.relations.map(relationKey));
  for (const relation of file.relations) {
    const place = `${relation.from} ${relation.relationType} ${relation.to}`;
    if (have.has(relationKey(relation))) continue;
    // An end may be no entity there either; the reference took such relations, and so does a file.
    const check = () => checkRelations([relation]);
    if (isOurs || !isRefused(check, place, plan)) plan.relations.push(relation);
  }
  return plan;
}

function planEntity(
  entity: Entity & { origin: Said | null; extra?: string | null },
  known: Entity | undefined,
  plan: ImportPlan,
): void {
  const have = new Set(known?.observations);
  const room = ENTITY_OBSERVATIONS - have.size;
  const wanted = entity.observations.filter((text) => !have.has(text));
  const fitting = wanted.filter((text) => text.length <= OBSERVATION_CHARS);
  for (const text of wanted) {
    if (text.length <= OBSERVATION_CHARS) continue;
    const reason = `an observation of ${text.length} characters, expected at most ${OBSERVATION_CHARS}`;
    plan.leftOut.push({ place: entity.name, reason, text });
  }
  for (const text of fitting.slice(room)) {
    const reason = `more than ${ENTITY_OBSERVATIONS} observations of one entity`;
    plan.leftOut.push({ place: entity.name, reason, text });
  }
  const contents = fitting.slice(0, room);
  if (known === undefined) {
    plan.entities.push({ ...entity, observations: contents });
    return;
  }
  if (contents.length > 0) {
    plan.additions.push({ entityName: entity.name, contents, origin: entity.origin });
  }
  if (entity.extra != null) {
    const reason = "fields beside those of an entity that is there already";
    plan.leftOut.push({ place: entity.name, reason, text: entity.extra });
  }
  if (known.entityType !== entity.entityType) {
    const reason = `another type; it stays "${known.entityType}"`;
    plan.leftOut.push({ place: entity.name, reason, text: entity.entityType });
  }
}

function isRefused(check: () => void, place: string, plan: ImportPlan): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    plan.leftOut.push({ place, reason: error.message, text: place });
    return true;
  }
}

/** The items in batches that one call of the store takes. */
export function inBatches<T>(items: readonly T[], observationsOf: (item: T) => number): T[][] {
  const batches: T[][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const batch = batches.at(-1);
    count += observationsOf(item);
    if (batch !== undefined && batch.length < BATCH_ITEMS && count <= BATCH_OBSERVATIONS) {
      batch.push(item);
      continue;
    }
    batches.push([item]);
    count = observationsOf(item);
  }
  return batches;
}
