/** The operations of an accepted proposal on the memory. Made to be repeated: what is done already is left. */
import type { CurationOperation } from "../../company/proposals/curation.ts";
import { dryRun } from "../../company/proposals/curation.ts";
import type { ProposalRecord } from "../../company/proposals/record.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { withMemory } from "../records/with-memory.ts";

/** Who the memory's log names for it, so that the changes of one proposal are found again. */
export function curatorOf(id: string): string {
  return `founder, by proposal ${id}`;
}

/** Carries out what the memory as it is now allows; each operation is a change that can be taken back. */
export async function curate(
  { root, now }: { root: string; now(): Date },
  { id, operations }: Pick<ProposalRecord, "id" | "operations">,
): Promise<void> {
  if (operations.length === 0) return;
  await withMemory({ root, now, agent: curatorOf(id) }, async (store) => {
    for (const operation of operations) {
      const [step] = dryRun(await store.readGraph(), [operation]);
      if (step?.kind === "would") await carryOut(store, operation);
    }
    await store.checkpoint();
  });
}

async function carryOut(store: MemoryStore, operation: CurationOperation): Promise<void> {
  if (operation.op === "drop-line") {
    const { entity, text } = operation;
    await store.deleteObservations([{ entityName: entity, observations: [text] }]);
  } else if (operation.op === "drop-relation") {
    const { from, to, type } = operation;
    await store.deleteRelations([{ from, to, relationType: type }]);
  } else await merge(store, operation);
}

/** What is kept has everything before the other one goes. */
async function merge(
  store: MemoryStore,
  { keep, drop }: Extract<CurationOperation, { op: "merge-entities" }>,
): Promise<void> {
  const { entities, relations } = await store.openNodes([drop]);
  const lines = entities.find(({ name }) => name === drop)?.observations ?? [];
  await store.addObservations([
    { entityName: keep, contents: [...lines, `Also known as: ${drop}`] },
  ]);
  const moved = relations
    .map(({ from, to, relationType }) => ({
      from: from === drop ? keep : from,
      to: to === drop ? keep : to,
      relationType,
    }))
    .filter(({ from, to }) => from !== to);
  if (moved.length > 0) await store.createRelations(moved);
  await store.deleteEntities([drop]);
}

/** Takes back what the proposal did to the memory, all of it or, where later changes build on it, nothing. */
export async function uncurate(
  { root, now }: { root: string; now(): Date },
  { id, operations }: Pick<ProposalRecord, "id" | "operations">,
): Promise<"undone" | "kept"> {
  if (operations.length === 0) return "undone";
  return withMemory({ root, now, agent: "founder" }, async (store) => {
    const log = await store.history.log({ limit: 5_000 });
    const own = log.filter(({ by, operation }) => by === curatorOf(id) && operation !== "undo");
    const seqs = own.map(({ seq }) => seq).sort((a, b) => a - b);
    if (seqs.length === 0) return "undone";
    const { kind } = await store.history.undoAll(seqs, { dryRun: false });
    await store.checkpoint();
    return kind === "undone" ? "undone" : "kept";
  });
}
