/** What the checks of the prompts say before and after a change. */
import { checkPrompts } from "../../company/evals/check-prompts.ts";
import type { EvalResults } from "../../company/proposals/record.ts";
import { textsBetween } from "../../files/commit-texts.ts";

export interface EvaluatedChange extends EvalResults {
  /** What fails after it and did not before, one sentence each. */
  lowered: string[];
}

/** @throws HqError `unreadable-file` when git cannot tell */
export async function evaluateChange(
  root: string,
  { from, to }: { from: string; to: string },
): Promise<EvaluatedChange> {
  const { before, after } = await textsBetween(root, from, to);
  const [old, now] = [checkPrompts(before), checkPrompts(after)];
  const known = new Set(old.failures.map(({ check, file, what }) => `${check} ${file} ${what}`));
  const lowered = now.failures
    .filter(({ check, file, what }) => !known.has(`${check} ${file} ${what}`))
    .map(({ file, what }) => `${file}: ${what}.`);
  const shown = ({ passed, failures }: typeof old) => `${passed}/${passed + failures.length}`;
  return { before: shown(old), after: shown(now), lowered };
}
