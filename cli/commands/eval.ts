/** `hq eval`: what the prompts of the departments must hold, asked of their texts and played on the client. */
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { playSuite, type SuiteReport, scenarioPlayer } from "../../engine/evals/eval-place.ts";
import { requireRoot } from "../../files/root.ts";
import { evaluatePrompts, evaluateProposal, type PromptEvals } from "../../office/run-evals.ts";
import type { Io } from "../context.ts";
import { failureLines, scenarioTable, withoutLines } from "../eval-lines.ts";
import { evaluateLive } from "../eval-live.ts";
import { addCommand, broken, type CommonOptions, printJson, sentences } from "../output.ts";
import { runPlace } from "../run-place.ts";
import { untilSignalled } from "../signals.ts";

interface EvalOptions extends CommonOptions {
  proposal?: string;
  department?: string;
  scenario?: string;
  static?: boolean;
  takenOut?: boolean;
  jobs?: string;
  live?: boolean;
  runs?: string;
  model?: string;
  budget?: string;
}

/** More sessions at once than any machine of a founder's has room for. */
const JOBS_LIMIT = 16;

export function registerEval(program: Command, io: Io): void {
  addCommand(program, "eval", "what the departments' pages must hold, and make happen")
    .option("--department <id>", "only the scenarios of this department")
    .option("--scenario <id>", "only this scenario")
    .option("--static", "ask the texts alone, and play no scenario")
    .option("--taken-out", "each scenario also without what it is about: it must fail")
    .option("--jobs <number>", "sessions of the client at one time (default: by the machine)")
    .option("--live", "on your own model, several times each: how often they pass, and the cost")
    .option("--runs <number>", "with --live: how often each (default: 3)")
    .option("--model <id>", "with --live: the model (default: your client's)")
    .option(
      "--budget <limit>",
      'with --live: the most it may use: "2M tokens", "500 calls", "5 EUR"',
    )
    .option("--proposal <id>", "compare: without this proposal of the Improver, and with it")
    .addHelpText(
      "after",
      "\nScenarios are played on your Copilot CLI with a model that is a script: no key, no\nnetwork, no cost, and never on your memory, board or files.",
    )
    .action((options: EvalOptions) => evaluate(io, options));
}

async function evaluate(io: Io, options: EvalOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const ended = untilSignalled();
  try {
    if (options.proposal !== undefined) {
      await compare(io, root, { ...options, proposal: options.proposal, signal: ended.signal });
      return;
    }
    if (options.live === true) {
      await evaluateLive(io, root, { ...options, signal: ended.signal });
      return;
    }
    const checks = await evaluatePrompts(root);
    const report = await played(io, root, { ...options, signal: ended.signal });
    const failed = report?.kind === "played" && !isGood(report);
    if (checks.failures.length > 0 || failed) io.setExitCode(1);
    if (options.json === true) printJson(io, asJson(checks, report));
    else show(io, checks, report);
  } finally {
    ended.release();
  }
}

type Ending = EvalOptions & { signal: AbortSignal };

/** null when only the texts are asked. */
async function played(io: Io, root: string, options: Ending): Promise<SuiteReport | null> {
  if (options.static === true) return null;
  const { department, scenario, takenOut = false, signal } = options;
  const wanted = { department, scenario, takenOut, signal, jobs: jobsOf(options.jobs) };
  return playSuite(runPlace(io, root), wanted);
}

function jobsOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const jobs = /^\d{1,2}$/.test(given) ? Number(given) : 0;
  if (jobs >= 1 && jobs <= JOBS_LIMIT) return jobs;
  throw new HqError(
    "usage",
    `Cannot take --jobs "${given.slice(0, 40)}": expected a whole number from 1 to ${JOBS_LIMIT}.`,
  );
}

type Played = Extract<SuiteReport, { kind: "played" }>;

function isGood({ results, without }: Played): boolean {
  return results.every(({ ok }) => ok) && without.every(({ fails }) => fails);
}

function asJson({ passed, failures }: PromptEvals, report: SuiteReport | null): object {
  const ok = failures.length === 0 && (report?.kind !== "played" || isGood(report));
  const checks = { ok, passed, failures };
  if (report === null) return { ...checks, scenarios: null };
  if (report.kind === "none") return { ...checks, scenarios: null, why: report.why };
  const { results, without, leftOut, ms } = report;
  return { ...checks, scenarios: results, takenOut: without, leftOut, ms };
}

function show(io: Io, { passed, failures }: PromptEvals, report: SuiteReport | null): void {
  for (const { check, file, what } of failures)
    io.stdout(broken(io, `${what} (${check})`, `${file}: `));
  io.stdout(sentences(io, `${passed} of ${passed + failures.length} checks of the prompts pass.`));
  if (report?.kind === "none")
    io.stdout(sentences(io, `No scenario was played, only the texts were asked. ${report.why}`));
  if (report?.kind === "played") showPlayed(io, report);
}

function showPlayed(io: Io, { results, without, leftOut, ms }: Played): void {
  io.stdout(`\n${scenarioTable(io, results)}`);
  io.stdout(failureLines(io, results));
  const passed = results.filter(({ ok }) => ok).length;
  const seconds = (ms / 1_000).toFixed(0);
  io.stdout(
    `\n${sentences(io, `${passed} of ${results.length} scenarios pass, in ${seconds} s on your Copilot CLI.`)}`,
  );
  if (leftOut > 0) io.stdout(sentences(io, `${leftOut} need departments that are not on board.`));
  if (without.length === 0) return;
  const failed = without.filter(({ fails }) => fails).length;
  const said = `${failed} of ${without.length} fail, as they should, without what they are about.`;
  io.stdout(sentences(io, said) + withoutLines(io, without));
}

async function compare(
  io: Io,
  root: string,
  { proposal, json, signal, static: isStatic }: Ending & { proposal: string },
): Promise<void> {
  const player = isStatic === true ? undefined : scenarioPlayer(runPlace(io, root), signal);
  const sources = { root, ...(player === undefined ? {} : { player }) };
  const { id, before, after, lowered, staticOnly } = await evaluateProposal(sources, proposal);
  if (lowered.length > 0) io.setExitCode(1);
  if (json === true) {
    printJson(io, { ok: lowered.length === 0, id, before, after, lowered, staticOnly });
    return;
  }
  for (const each of lowered) io.stdout(broken(io, each, "lowered: "));
  io.stdout(sentences(io, `${id}: ${before} checks pass without it, ${after} with it.`));
  if (staticOnly !== null)
    io.stdout(sentences(io, `Only the checks of the texts were compared: ${staticOnly}.`));
}
