/** The questions of `hq init` in a terminal. What was given as an option is not asked. */
import { confirm } from "@clack/prompts";
import type { AnswerSources, RawAnswers } from "../setup/answers.ts";
import { COORDINATOR } from "../setup/departments.ts";
import { companySteps, stepsAfterMoving } from "./asking/company-steps.ts";
import { askProducts } from "./asking/product-steps.ts";
import { BACK, LEFT, type Or, type Prompts, terminalPrompts } from "./asking/prompts.ts";
import { type Step, walk } from "./asking/walk.ts";

/** The raw answers, or null when the founder left. */
export async function askAnswers(
  sources: AnswerSources,
  prompts: Prompts = terminalPrompts,
): Promise<RawAnswers | null> {
  prompts.begin("Solo HQ: a few questions about the company");
  const given = sources.raw;
  const asked = await walk(
    given,
    (raw) => allSteps(prompts, sources, raw).filter(({ id }) => !isGiven(given, id)),
    { hasBefore: false },
  );
  return typeof asked === "symbol" ? null : asked;
}

/** The answers with one of them changed; as they were when the founder went back, null when he left. */
export async function askToChange(
  sources: AnswerSources,
  raw: RawAnswers,
  prompts: Prompts = terminalPrompts,
): Promise<RawAnswers | null> {
  const steps = allSteps(prompts, sources, raw);
  const wanted = await prompts.choose({
    message: "Which answer?",
    canGoBack: true,
    options: steps.map(({ id }) => ({ value: id, label: id })),
  });
  if (wanted === LEFT) return null;
  const step = steps.find(({ id }) => id === wanted);
  if (step === undefined) return raw;
  const changed = await step.ask(raw, true);
  if (changed === LEFT) return null;
  if (changed === BACK) return raw;
  if (step.id !== "country" || changed.country === raw.country) return changed;
  const rest = await walk(
    changed,
    (state) => stepsAfterMoving(prompts, sources, { before: raw, after: state }),
    { hasBefore: false },
  );
  return typeof rest === "symbol" ? null : rest;
}

/** Whether to write what was shown; `change` goes back to one of the answers. */
export async function askToWriteCompany(
  files: number,
  prompts: Prompts = terminalPrompts,
): Promise<"yes" | "no" | "change" | "cancelled"> {
  const answer = await prompts.choose({
    message: `Write these ${files} files?`,
    canGoBack: false,
    options: [
      { value: "yes", label: "write them" },
      { value: "change", label: "change one answer" },
      { value: "no", label: "stop, and write nothing" },
    ],
  });
  if (answer === "yes" || answer === "no" || answer === "change") return answer;
  return "cancelled";
}

/** A yes to what is outside the plan; leaving is no yes. */
export async function askYes(message: string): Promise<boolean> {
  const answer = await confirm({ message, initialValue: false });
  return answer === true;
}

function allSteps(prompts: Prompts, sources: AnswerSources, raw: RawAnswers): Step<RawAnswers>[] {
  return [
    ...companySteps(prompts, sources, raw),
    {
      id: "products",
      ask: async (state, canGoBack) => {
        const product = await askProducts(prompts, state.product ?? [], canGoBack);
        return typeof product === "symbol" ? product : { ...state, product };
      },
    },
    {
      id: "departments",
      ask: async (state, canGoBack) => {
        const departments = await askDepartments(prompts, sources.known, canGoBack);
        return typeof departments === "symbol" ? departments : { ...state, departments };
      },
    },
  ];
}

function isGiven(given: RawAnswers, id: string): boolean {
  if (id === "products") return given.product !== undefined;
  if (Object.hasOwn(given, id)) return given[id as keyof RawAnswers] !== undefined;
  return given.answer?.some((pair) => pair.trim().startsWith(`${id}=`)) === true;
}

async function askDepartments(
  prompts: Prompts,
  known: readonly string[],
  canGoBack: boolean,
): Promise<Or<string>> {
  const others = known.filter((id) => id !== COORDINATOR);
  const some = await prompts.choose({
    message: "Which departments?",
    canGoBack,
    options: [
      { value: "all", label: `all ${known.length}: ${known.join(", ")}` },
      { value: "some", label: `choose; ${COORDINATOR} is always on board` },
    ],
    initial: "all",
  });
  if (some === "all" || typeof some === "symbol") return some;
  const chosen = await prompts.several({
    message: `Which ones, beside ${COORDINATOR}?`,
    canGoBack: false,
    options: others.map((id) => ({ value: id, label: id })),
    chosen: others,
  });
  return typeof chosen === "symbol" ? chosen : [COORDINATOR, ...chosen].join(",");
}
