/** The founder's no to a proposal; the reason becomes a lesson, so that it does not come back unchanged. */
import { FOUNDER } from "../company/constitution/sections.ts";
import { dateIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { lessonEntity } from "../company/lessons/lesson.ts";
import { rejectionOf } from "../company/lessons/rejection.ts";
import { readConstitution } from "../files/company.ts";
import { findProposal, requireState } from "./proposals/find-proposals.ts";
import {
  deciding,
  moveToRejected,
  type SettleSources,
  settleCutOff,
} from "./proposals/settle-proposals.ts";
import { keepEntity } from "./records/keep-entity.ts";
import { withMemory } from "./records/with-memory.ts";

/**
 * The lesson first: cut off behind it, the proposal is still open and the same no is kept once.
 * @throws HqError `usage` without a reason, `not-found`, `wrong-state`; MemoryError
 */
export async function rejectProposal(
  sources: SettleSources,
  { id: given, why }: { id: string; why: string },
): Promise<{ id: string; lesson: string }> {
  const { root, now } = sources;
  const reason = why.replaceAll(/\s+/g, " ").trim();
  if (reason === "")
    throw new HqError(
      "usage",
      "Cannot reject a proposal without a reason: --why is empty, expected one sentence. Nothing was changed.",
    );
  return deciding(root, async () => {
    await settleCutOff(sources);
    const proposal = await findProposal(root, given);
    requireState(proposal, "open", "reject");
    const { record, commit } = proposal;
    const { timeZone } = (await readConstitution(root)).constitution.company;
    const { id, pattern } = record;
    const lesson = lessonEntity(
      rejectionOf({ id, pattern, reason, date: dateIn(now(), timeZone) }),
    );
    const kept = await withMemory({ root, now, agent: FOUNDER }, async (store) => {
      const entity = await keepEntity(store, lesson);
      await store.checkpoint();
      return entity;
    });
    await moveToRejected(root, record.id, commit);
    return { id: record.id, lesson: kept.name };
  });
}
