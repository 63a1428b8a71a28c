/**
 * The founder's yes to a proposal: a commit on the branch that is checked out, with the lessons behind it.
 * What must not be lost: that the branch moved is known before it does, so that a crash leaves no half of it.
 */

import { HqError } from "../company/error.ts";
import { acceptedMessage, type EvalResults } from "../company/proposals/record.ts";
import {
  advanceTo,
  changeOnto,
  changeRefs,
  dirtyFiles,
  headNow,
  isUnderWay,
  parentOf,
  writeCommit,
} from "../files/proposal-git.ts";
import { evaluateChange } from "./proposals/evaluate-change.ts";
import { findProposal, type Proposal, requireState } from "./proposals/find-proposals.ts";
import { judgeChange, judgeOperations, refusalLines } from "./proposals/judge-proposal.ts";
import {
  deciding,
  finish,
  markOf,
  type SettleSources,
  settleCutOff,
} from "./proposals/settle-proposals.ts";

export interface AcceptedProposal {
  id: string;
  commit: string;
  branch: string;
  evals: EvalResults;
  /** Why no scenario was played; null when some were. */
  staticOnly: string | null;
  /** What the founder has to put into the constitution by hand; null when nothing. */
  suggests: string | null;
}

/**
 * @throws HqError `not-found`, `wrong-state` for one that is decided, a dirty tree, a detached head, or what
 * oversteps the Improver's limits, `conflict` when the files have changed since; MemoryError
 */
export async function acceptProposal(
  sources: SettleSources,
  given: string,
): Promise<AcceptedProposal> {
  const { root } = sources;
  return deciding(root, async () => {
    await settleCutOff(sources);
    const proposal = await findProposal(root, given);
    requireState(proposal, "open", "accept");
    const { branch, commit: head } = await requireQuiet(root, "accept a proposal");
    const { record } = proposal;
    const tree = await treeOf(root, proposal, head);
    // Nothing points to it yet: what is refused below leaves nothing.
    const judged = await writeCommit(root, { tree, parent: head, message: record.pattern });
    await requireWithin(sources, { proposal, from: head, to: judged });
    const evals = await evaluateChange(root, { from: head, to: judged }, sources.player);
    if (evals.lowered.length > 0) throw lowers(record.id, evals.lowered);
    const message = acceptedMessage(record, evals);
    const commit = await writeCommit(root, { tree, parent: head, message });
    await changeRefs(root, { make: [{ ref: markOf("accept", record.id), commit }] });
    await moveTo(root, { commit, mark: markOf("accept", record.id) });
    await finish(sources, { decision: "accept", id: record.id, commit });
    const { before, after, staticOnly } = evals;
    const { id, suggests } = record;
    return { id, commit, branch, evals: { before, after }, staticOnly, suggests };
  });
}

/** The branch, its files and the index move; where they cannot, nothing is under way any more. */
export async function moveTo(
  root: string,
  { commit, mark }: { commit: string; mark: string },
): Promise<void> {
  try {
    await advanceTo(root, commit);
  } catch (error) {
    await changeRefs(root, { drop: [mark] });
    throw error;
  }
}

/**
 * The branch and commit to work on.
 * @throws HqError `wrong-state` when files are changed, no branch is checked out, or a merge is under way
 */
export async function requireQuiet(
  root: string,
  deed: string,
): Promise<{ branch: string; commit: string }> {
  const refuse = (found: string, hint: string) =>
    new HqError("wrong-state", `Cannot ${deed}: ${found}. Nothing was changed.`, { hint });
  const { branch, commit } = await headNow(root);
  if (branch === null)
    throw refuse(
      "no branch is checked out, and the commit would be lost",
      "Go to your branch: git switch main",
    );
  if (await isUnderWay(root))
    throw refuse("a merge, rebase or revert is under way", "Finish it, or give it up, first.");
  const dirty = (await dirtyFiles(root)).filter((file) => !OWN_STATE.test(file));
  if (dirty.length > 0) {
    const named = dirty.slice(0, 4).join(", ");
    const more = dirty.length > 4 ? ` and ${dirty.length - 4} more` : "";
    throw refuse(
      `${named}${more} ${dirty.length === 1 ? "is" : "are"} changed and not committed, expected a clean tree`,
      "Commit or put them away (git stash), then say it again.",
    );
  }
  return { branch, commit };
}

/** Servers write these whenever they remember something; no proposal touches them. */
const OWN_STATE = /^memory[^/]*\.jsonl$/;

async function treeOf(root: string, { record, commit }: Proposal, head: string): Promise<string> {
  const base = await parentOf(root, commit);
  const applied = await changeOnto(root, { onto: head, from: base, to: commit });
  if (applied.kind === "tree") return applied.tree;
  throw new HqError(
    "conflict",
    `Cannot accept ${record.id}: ${applied.paths.join(", ")} changed in the same lines since it was made. Nothing was changed.`,
    { hint: `Have it made anew (hq improve --run), and reject this one.` },
  );
}

async function requireWithin(
  sources: SettleSources,
  { proposal: { record }, from, to }: { proposal: Proposal; from: string; to: string },
): Promise<void> {
  const steps = await judgeOperations(sources, record);
  const found = [
    ...refusalLines(await judgeChange(sources, { from, to })),
    ...steps.flatMap((step) => (step.kind === "refused" ? [`memory: ${step.why}`] : [])),
  ];
  if (found.length === 0) return;
  throw new HqError(
    "wrong-state",
    `Cannot accept ${record.id}: it oversteps the Improver's limits. ${found.join(" ")} Nothing was changed.`,
    { hint: "Reject it, or make the change by hand: then it is yours." },
  );
}

function lowers(id: string, lowered: readonly string[]): HqError {
  return new HqError(
    "wrong-state",
    `Cannot accept ${id}: with it, checks or scenarios would fail that pass today. ${lowered.slice(0, 3).join(" ")} Nothing was changed.`,
    { hint: "See all of them with: hq eval" },
  );
}
