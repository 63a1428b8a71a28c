/** A recurring prompt carried out without a person. */
import { HqError } from "../company/error.ts";
import { isCode, STANDUP } from "../company/schedule/by-itself.ts";
import { runStandup } from "./plan-day.ts";

export interface PromptSources {
  root: string;
  now(): Date;
  /** What the outside is heard by; nothing is when it is left out. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

export type PromptOutcome =
  /** What came of it, one sentence. */
  | { kind: "done"; summary: string }
  /** There was nothing to do. */
  | { kind: "nothing"; why: string }
  /** It did not come about, and is not tried again. */
  | { kind: "missed"; why: string }
  /** Nothing was begun, and nothing is wrong with it: it waits until then. */
  | { kind: "later"; until: string; why: string };

/**
 * Carries the prompt out. Made to be repeated: after a crash in the middle it is called again.
 * @throws HqError `wrong-state` for a prompt that does not run by itself, `memory` when the result
 * could not be kept
 */
export async function runPrompt(
  { root, now, env }: PromptSources,
  prompt: string,
): Promise<PromptOutcome> {
  if (!isCode(prompt)) {
    throw new HqError(
      "wrong-state",
      `Cannot run ${prompt}: it needs a department, expected ${STANDUP}.`,
    );
  }
  const { plan, remembered, problem } = await runStandup({
    ...{ root, now: now(), dryRun: false, env },
  });
  if (problem !== null) throw new HqError("memory", problem);
  if (!remembered) return { kind: "nothing", why: "the company is not set up" };
  const { dayPlan, overdueTasks, obligations } = plan;
  return {
    kind: "done",
    summary: `planned ${dayPlan.count} ${dayPlan.count === 1 ? "line" : "lines"}, ${overdueTasks.count} overdue, ${obligations.count} ${obligations.count === 1 ? "duty" : "duties"}`,
  };
}
