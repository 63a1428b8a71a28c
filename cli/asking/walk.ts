/** Questions one after the other, with a way back to the one before. */
import { BACK, LEFT, type Or } from "./prompts.ts";

export interface Step<S> {
  /** What the question is called where one is chosen to be changed. */
  id: string;
  /** The state with the answer in it. */
  ask(state: S, canGoBack: boolean): Promise<Or<S>>;
}

/**
 * The state after all steps; they are looked up anew after each answer, which may bring or take later ones. `BACK`
 * comes when the first step goes back, which it may where something was asked before.
 */
export async function walk<S>(
  start: S,
  stepsOf: (state: S) => readonly Step<S>[],
  { hasBefore }: { hasBefore: boolean },
): Promise<Or<S>> {
  let state = start;
  for (let at = 0; ; ) {
    const step = stepsOf(state)[at];
    if (step === undefined) return state;
    const answer = await step.ask(state, at > 0 || hasBefore);
    if (answer === LEFT) return LEFT;
    if (answer !== BACK) {
      state = answer;
      at += 1;
    } else if (at === 0) return BACK;
    else at -= 1;
  }
}
