/** `hq eval`: what the prompts of the departments must hold, asked of their texts. */
import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { evaluatePrompts, evaluateProposal } from "../../office/run-evals.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, printJson, sentences } from "../output.ts";

interface EvalOptions extends CommonOptions {
  proposal?: string;
}

export function registerEval(program: Command, io: Io): void {
  addCommand(program, "eval", "check what the departments' prompts must hold")
    .option("--proposal <id>", "compare: without this proposal of the Improver, and with it")
    .action((options: EvalOptions) => evaluate(io, options));
}

async function evaluate(io: Io, options: EvalOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  if (options.proposal !== undefined) {
    await compare(io, root, { ...options, proposal: options.proposal });
    return;
  }
  const { passed, failures } = await evaluatePrompts(root);
  if (failures.length > 0) io.setExitCode(1);
  if (options.json === true) {
    printJson(io, { ok: failures.length === 0, passed, failures });
    return;
  }
  for (const { check, file, what } of failures)
    io.stdout(broken(io, `${what} (${check})`, `${file}: `));
  io.stdout(sentences(io, `${passed} of ${passed + failures.length} checks of the prompts pass.`));
}

async function compare(
  io: Io,
  root: string,
  { proposal, json }: EvalOptions & { proposal: string },
): Promise<void> {
  const { id, before, after, lowered } = await evaluateProposal(root, proposal);
  if (lowered.length > 0) io.setExitCode(1);
  if (json === true) {
    printJson(io, { ok: lowered.length === 0, id, before, after, lowered });
    return;
  }
  for (const each of lowered) io.stdout(broken(io, each, "lowered: "));
  io.stdout(sentences(io, `${id}: ${before} checks pass without it, ${after} with it.`));
}
