/** Which recurring prompts run by themselves, and why the others do not. */
import { FOUNDER } from "../constitution/sections.ts";
import type { CadenceRule, Constitution } from "../constitution/types.ts";

export const STANDUP = "standup";

/** Whether code carries the prompt out without any model. */
export function isCode(prompt: string): boolean {
  return prompt === STANDUP;
}

/** A row that lets departments start by themselves. */
export const CAP_EXAMPLE = "| company | 30M tokens | month | 80% |";

/** Whether a cap over time counts for the department: one on each run does not bound what many spend. */
export function isCapped(agent: string, { budgets }: Pick<Constitution, "budgets">): boolean {
  return budgets.some(
    ({ scope, per }) => per !== "run" && (scope === "company" || scope === agent),
  );
}

/**
 * Why a prompt does not run by itself, a sentence without its end; null when it does. What needs a
 * department spends, so it starts only where a cap over time counts for it.
 */
export function whyByHand(
  { prompt, agent }: Pick<CadenceRule, "prompt" | "agent">,
  rules: Pick<Constitution, "budgets">,
): string | null {
  if (isCode(prompt)) return null;
  if (agent === FOUNDER) return "it is the founder's";
  if (isCapped(agent, rules)) return null;
  return `no cap counts for it: add a row such as ${CAP_EXAMPLE} to the table Budgets`;
}
