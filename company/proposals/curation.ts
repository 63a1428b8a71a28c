/**
 * Tidying of the memory as a list of operations that the founder looks at before anything is removed: lines
 * that say nothing of their own any more, relations that lead nowhere, two entities for one thing.
 */
import { z } from "zod";

const name = z.string().min(1).max(300);

export const curationOperation = z.discriminatedUnion("op", [
  /** A line that another one of the entity says too, or has replaced. */
  z.strictObject({ op: z.literal("drop-line"), entity: name, text: z.string().min(1).max(4_000) }),
  z.strictObject({ op: z.literal("drop-relation"), from: name, to: name, type: name }),
  /** Lines and relations of `drop` go over to `keep`, and `drop` goes. */
  z.strictObject({ op: z.literal("merge-entities"), keep: name, drop: name }),
]);

export type CurationOperation = z.infer<typeof curationOperation>;

interface Remembered {
  name: string;
  entityType: string;
  observations: readonly string[];
}

export interface RememberedGraph {
  entities: readonly Remembered[];
  relations: readonly { from: string; to: string; relationType: string }[];
}

export type CurationStep =
  /** What it would do, one line. */
  | { operation: CurationOperation; kind: "would"; says: string }
  /** It is as the operation wants it already. */
  | { operation: CurationOperation; kind: "done" }
  /** Why it may not be carried out. */
  | { operation: CurationOperation; kind: "refused"; why: string };

/** Never removed by anybody but the founder's own hand. */
const KEPT_TYPES = /^(lesson|decision|deadline)$/;

/** What each operation would do to the memory as it is. Changes nothing. */
export function dryRun(
  graph: RememberedGraph,
  operations: readonly CurationOperation[],
): CurationStep[] {
  const byName = new Map(graph.entities.map((entity) => [entity.name, entity]));
  return operations.map((operation) => {
    if (operation.op === "drop-line") return dropLine(operation, byName);
    if (operation.op === "drop-relation") return dropRelation(operation, graph, byName);
    return mergeEntities(operation, byName);
  });
}

type Entities = ReadonlyMap<string, Remembered>;
type Of<Op extends CurationOperation["op"]> = Extract<CurationOperation, { op: Op }>;

function refused(operation: CurationOperation, why: string): CurationStep {
  return { operation, kind: "refused", why };
}

function dropLine(operation: Of<"drop-line">, byName: Entities): CurationStep {
  const entity = byName.get(operation.entity);
  if (entity === undefined) return refused(operation, `There is no ${operation.entity}.`);
  if (isKept(entity)) return refused(operation, `Lines of a ${entity.entityType} are not removed.`);
  const { observations } = entity;
  const at = observations.indexOf(operation.text);
  if (at === -1) return { operation, kind: "done" };
  const others = observations.filter((_, place) => place !== at);
  const isSaid = others.some((text) => sameWords(text) === sameWords(operation.text));
  const label = labelOf(operation.text);
  const isReplaced =
    label !== null && observations.slice(at + 1).some((text) => labelOf(text) === label);
  if (!isSaid && !isReplaced)
    return refused(
      operation,
      "No other line of the entity says it, and none with its label is newer.",
    );
  return { operation, kind: "would", says: `drop "${operation.text}" from ${entity.name}` };
}

function dropRelation(
  operation: Of<"drop-relation">,
  { relations }: RememberedGraph,
  byName: Entities,
): CurationStep {
  const { from, to, type } = operation;
  const same = relations.filter(
    (relation) => relation.from === from && relation.to === to && relation.relationType === type,
  );
  if (same.length === 0) return { operation, kind: "done" };
  const isBroken = !byName.has(from) || !byName.has(to) || from === to;
  const isTwice = relations.some(
    (relation) =>
      relation.from === from &&
      relation.to === to &&
      relation.relationType !== type &&
      sameWords(relation.relationType) === sameWords(type),
  );
  if (!isBroken && !isTwice)
    return refused(operation, "Both its ends are there, and no other relation says the same.");
  return { operation, kind: "would", says: `drop ${from} ${type} ${to}` };
}

function mergeEntities(operation: Of<"merge-entities">, byName: Entities): CurationStep {
  const { keep, drop } = operation;
  const [kept, gone] = [byName.get(keep), byName.get(drop)];
  if (gone === undefined) return { operation, kind: "done" };
  if (kept === undefined) return refused(operation, `There is no ${keep}.`);
  if (keep === drop) return refused(operation, "It is one entity.");
  if (isKept(gone) || isKept(kept))
    return refused(operation, `A ${gone.entityType} is not merged away.`);
  if (gone.entityType !== kept.entityType)
    return refused(operation, `One is a ${kept.entityType}, the other a ${gone.entityType}.`);
  return {
    operation,
    kind: "would",
    says: `move ${gone.observations.length} lines and the relations of ${drop} to ${keep}`,
  };
}

function isKept({ entityType, name: of }: Remembered): boolean {
  return KEPT_TYPES.test(entityType) || /^(lesson|decision|deadline):/.test(of);
}

function labelOf(text: string): string | null {
  return /^([\p{L}][\p{L} ]{1,30}):\s/u.exec(text)?.[1]?.toLowerCase() ?? null;
}

function sameWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}
