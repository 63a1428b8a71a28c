/** What the checks of the prompts and the scenarios say before and after a change. */
import { checkPrompts } from "../../company/evals/check-prompts.ts";
import type { EvalResults } from "../../company/proposals/record.ts";
import { textsBetween } from "../../files/commit-texts.ts";
import {
  type ComparedScenarios,
  compareScenarios,
  type ScenarioPlayer,
} from "../evals/compare-scenarios.ts";

export interface EvaluatedChange extends EvalResults {
  /** What fails after it and did not before, one sentence each. */
  lowered: string[];
  /** Why only the texts were compared; null when scenarios were, too. */
  staticOnly: string | null;
}

/** @throws HqError `unreadable-file` when git cannot tell, `invalid-file` for scenarios that cannot be read */
export async function evaluateChange(
  root: string,
  { from, to }: { from: string; to: string },
  player?: ScenarioPlayer,
): Promise<EvaluatedChange> {
  const { before, after } = await textsBetween(root, from, to);
  const [old, now] = [checkPrompts(before), checkPrompts(after)];
  const known = new Set(old.failures.map(({ check, file, what }) => `${check} ${file} ${what}`));
  const lowered = now.failures
    .filter(({ check, file, what }) => !known.has(`${check} ${file} ${what}`))
    .map(({ file, what }) => `${file}: ${what}.`);
  const shown = ({ passed, failures }: typeof old) => `${passed}/${passed + failures.length}`;
  // What the texts show already needs no client.
  const scenarios: ComparedScenarios =
    lowered.length > 0
      ? { kind: "none", why: "the checks of the texts say enough" }
      : await compareScenarios(player, before, after);
  if (scenarios.kind === "none")
    return { before: shown(old), after: shown(now), lowered, staticOnly: scenarios.why };
  return {
    before: `${shown(old)}, scenarios ${scenarios.before}`,
    after: `${shown(now)}, scenarios ${scenarios.after}`,
    lowered: scenarios.lowered,
    staticOnly: null,
  };
}
