/** Which scenarios a change of the kit can touch: only these are played before and after it. */
import { departmentsIn, type Scenario } from "../../company/evals/scenario.ts";
import type { KitTexts } from "../../company/proposals/proposal.ts";
import { isEvalText } from "./kit-texts.ts";

/** Read by every department, or standing before each of its calls. */
const FOR_ALL =
  /^(AGENTS\.md|\.github\/copilot-instructions\.md|\.github\/(instructions|hooks|evals)\/.*)$/;

/** Paths of the kit whose text differs. */
export function changedPaths(before: KitTexts, after: KitTexts): string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => isEvalText(path) && before.get(path) !== after.get(path));
}

/** Those whose departments, sentence or opened pages are among the changed ones. */
export function touchedBy(paths: readonly string[], scenarios: readonly Scenario[]): Scenario[] {
  if (paths.some((path) => FOR_ALL.test(path))) return [...scenarios];
  return scenarios.filter((scenario) => {
    const agents = departmentsIn(scenario).map((id) => `.github/agents/${id}.agent.md`);
    const words = JSON.stringify(scenario);
    return paths.some((path) => agents.includes(path) || words.includes(path));
  });
}
