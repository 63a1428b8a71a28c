/** `hq setup` in a terminal: the present answers as a list, one of them to change, or all of them once more. */
import type { AnswerSources, RawAnswers } from "../../setup/answers.ts";
import { parseProduct } from "../../setup/product-answer.ts";
import { companySteps, presentAnswer, stepsAfterMoving } from "./company-steps.ts";
import { askProducts } from "./product-steps.ts";
import { BACK, LEFT, type Option, type Prompts } from "./prompts.ts";
import { type Step, walk } from "./walk.ts";

const DONE = "\u0000done";
const ALL = "\u0000all";
const STOP = "\u0000stop";

/**
 * The answers as they should be; null when the founder left. With `isNamed` what should change was said already, and
 * only what another country asks anew is asked; `only` is the one question to ask, once.
 */
export async function askSetup(
  prompts: Prompts,
  sources: AnswerSources,
  { raw: start, isNamed, only }: { raw: RawAnswers; isNamed: boolean; only?: string | undefined },
): Promise<RawAnswers | null> {
  const step = setupSteps(prompts, sources, start).find(({ id }) => id === only);
  if (step !== undefined) {
    const answered = await step.ask(start, false);
    if (typeof answered === "symbol") return null;
    return followUp(prompts, sources, { before: start, after: answered });
  }
  if (isNamed) return followUp(prompts, sources, { before: sources.raw, after: start });
  let raw = start;
  for (;;) {
    const steps = setupSteps(prompts, sources, raw);
    const wanted = await prompts.choose({
      message: "What should be otherwise?",
      canGoBack: false,
      options: menuOf(steps, sources, raw),
      initial: DONE,
    });
    if (wanted === LEFT || wanted === STOP) return null;
    if (wanted === DONE || wanted === BACK) return raw;
    const answered =
      wanted === ALL
        ? await walk(raw, (state) => setupSteps(prompts, sources, state), { hasBefore: true })
        : await steps.find(({ id }) => id === wanted)?.ask(raw, true);
    if (answered === LEFT) return null;
    if (answered === BACK || answered === undefined) continue;
    const followed =
      wanted === ALL
        ? answered
        : await followUp(prompts, sources, { before: raw, after: answered });
    if (followed === null) return null;
    raw = followed;
  }
}

/** After a move: time zone and currency, and the questions that the country before did not ask. */
async function followUp(
  prompts: Prompts,
  sources: AnswerSources,
  { before, after }: { before: RawAnswers; after: RawAnswers },
): Promise<RawAnswers | null> {
  if (before.country === after.country) return after;
  const rest = await walk(
    after,
    (state) => stepsAfterMoving(prompts, sources, { before, after: state }),
    { hasBefore: false },
  );
  return typeof rest === "symbol" ? null : rest;
}

function setupSteps(prompts: Prompts, sources: AnswerSources, raw: RawAnswers): Step<RawAnswers>[] {
  return [
    ...companySteps(prompts, sources, raw),
    {
      id: "products",
      ask: async (state, canGoBack) => {
        const product = await askProducts(prompts, state.product ?? [], canGoBack);
        return typeof product === "symbol" ? product : { ...state, product };
      },
    },
  ];
}

function menuOf(
  steps: readonly Step<RawAnswers>[],
  sources: AnswerSources,
  raw: RawAnswers,
): Option[] {
  return [
    { value: DONE, label: "see what follows, then write it or not" },
    ...steps.map(({ id }) => ({ value: id, label: `${id}: ${shownAnswer(raw, sources, id)}` })),
    { value: ALL, label: "ask everything again" },
    { value: STOP, label: "stop, and write nothing" },
  ];
}

function shownAnswer(raw: RawAnswers, sources: AnswerSources, id: string): string {
  if (id === "products") {
    const products = (raw.product ?? []).map(parseProduct);
    return products.map(({ name, status }) => `${name} (${status})`).join(", ") || "none";
  }
  const field = raw[id as keyof RawAnswers];
  if (typeof field === "string") return field;
  return presentAnswer(raw, sources, id) ?? "not known yet";
}
