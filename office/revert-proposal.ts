/** An accepted proposal taken back: a commit that restores every byte, and its pattern is open again. */
import { HqError } from "../company/error.ts";
import { revertedMessage } from "../company/proposals/record.ts";
import { changeOnto, changeRefs, parentOf, writeCommit } from "../files/proposal-git.ts";
import { moveTo, requireQuiet } from "./accept-proposal.ts";
import { findProposal, requireState } from "./proposals/find-proposals.ts";
import {
  deciding,
  finish,
  markOf,
  type SettleSources,
  settleCutOff,
} from "./proposals/settle-proposals.ts";

/**
 * @throws HqError `not-found`, `wrong-state` for one that is not accepted, a dirty tree or a detached head,
 * `conflict` when the same lines have changed since; MemoryError
 */
export async function revertProposal(
  sources: SettleSources,
  given: string,
): Promise<{ id: string; commit: string; branch: string }> {
  const { root } = sources;
  return deciding(root, async () => {
    await settleCutOff(sources);
    const { record, commit: accepted, ...proposal } = await findProposal(root, given);
    requireState({ record, commit: accepted, ...proposal }, "accepted", "take back");
    const { branch, commit: head } = await requireQuiet(root, "take a proposal back");
    const before = await parentOf(root, accepted);
    const applied = await changeOnto(root, { onto: head, from: accepted, to: before });
    if (applied.kind === "conflict") {
      throw new HqError(
        "conflict",
        `Cannot take back ${record.id}: ${applied.paths.join(", ")} changed in the same lines since. Nothing was changed.`,
        { hint: `Take it back by hand: git revert ${accepted.slice(0, 12)}` },
      );
    }
    const message = revertedMessage(record, accepted);
    const commit = await writeCommit(root, { tree: applied.tree, parent: head, message });
    const mark = markOf("revert", record.id);
    await changeRefs(root, { make: [{ ref: mark, commit }] });
    await moveTo(root, { commit, mark });
    await finish(sources, { decision: "revert", id: record.id, commit });
    return { id: record.id, commit, branch };
  });
}
