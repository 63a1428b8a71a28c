/** The checks of the prompts, on the company's pages as they are, or as a proposal would make them. */
import { checkPrompts, type PromptFailure } from "../company/evals/check-prompts.ts";
import { parentOf } from "../files/proposal-git.ts";
import type { ScenarioPlayer } from "./evals/compare-scenarios.ts";
import { readKitTexts } from "./evals/kit-texts.ts";
import { evaluateChange } from "./proposals/evaluate-change.ts";
import { findProposal } from "./proposals/find-proposals.ts";

export interface PromptEvals {
  passed: number;
  failures: PromptFailure[];
}

/** @throws HqError `unreadable-file` */
export async function evaluatePrompts(root: string): Promise<PromptEvals> {
  return checkPrompts(await readKitTexts(root));
}

export interface ProposalEvals {
  id: string;
  before: string;
  after: string;
  /** What would fail with it and passes without, one sentence each. */
  lowered: string[];
  /** Why no scenario was played; null when some were. */
  staticOnly: string | null;
}

/** @throws HqError `not-found`, `unreadable-file` */
export async function evaluateProposal(
  { root, player }: { root: string; player?: ScenarioPlayer },
  given: string,
): Promise<ProposalEvals> {
  const { record, commit } = await findProposal(root, given);
  const change = { from: await parentOf(root, commit), to: commit };
  return { id: record.id, ...(await evaluateChange(root, change, player)) };
}
