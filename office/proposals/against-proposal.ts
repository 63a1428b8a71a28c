/** All that stands against a proposal before anybody is asked: its limits, its operations, the evals. */
import type { ProposalRecord } from "../../company/proposals/record.ts";
import { writeCommit } from "../../files/proposal-git.ts";
import type { ScenarioPlayer } from "../evals/compare-scenarios.ts";
import { evaluateChange } from "./evaluate-change.ts";
import { type JudgeSources, judgeChange, judgeOperations, refusalLines } from "./judge-proposal.ts";

/** One sentence each; empty when it may wait for the founder. */
export async function againstProposal(
  sources: JudgeSources & { player?: ScenarioPlayer | undefined },
  { base, tree, record }: { base: string; tree: string; record: ProposalRecord },
): Promise<string[]> {
  const { root } = sources;
  const to = await writeCommit(root, { tree, parent: base, message: record.pattern, kept: true });
  const change = { from: base, to };
  const steps = await judgeOperations(sources, record);
  const { lowered } = await evaluateChange(root, change, sources.player);
  return [
    ...refusalLines(await judgeChange(sources, change)),
    ...steps.flatMap((step) => (step.kind === "refused" ? [`memory: ${step.why}`] : [])),
    ...lowered,
  ];
}
