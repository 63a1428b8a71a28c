/** Which recurring prompts of the constitution run by themselves. */

import type { CadenceRule, CatchUp, Constitution } from "../company/constitution/types.ts";
import { whyByHand } from "../company/schedule/by-itself.ts";

export interface WantedJob {
  /** `prompt:standup`: the subject of its due times in the ledger. */
  id: string;
  prompt: string;
  agent: string;
  schedule: string;
  catchUp: CatchUp;
}

type Rules = Pick<Constitution, "cadence" | "budgets">;

/** Whose a recurring prompt is: by the table Cadence, else the coo's. */
export function agentOfPrompt({ cadence }: Pick<Constitution, "cadence">, prompt: string): string {
  return cadence.find((rule) => rule.prompt === prompt)?.agent ?? "coo";
}

/** In the order of the table. */
export function wantedJobs(rules: Rules): WantedJob[] {
  return rules.cadence
    .filter((rule) => whyByHand(rule, rules) === null)
    .map(({ prompt, agent, schedule, catchUp }) => {
      return { id: jobId({ prompt }), prompt, agent, schedule, catchUp };
    });
}

export function jobId({ prompt }: Pick<CadenceRule, "prompt">): string {
  return `prompt:${prompt}`;
}
