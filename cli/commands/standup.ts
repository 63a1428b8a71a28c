import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { STANDUP } from "../../company/schedule/by-itself.ts";
import { renderStandup } from "../../company/standup/render.ts";
import { requireRoot } from "../../files/root.ts";
import { runStandup, type StandupOutcome } from "../../office/plan-day.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  date?: string;
  dryRun?: boolean;
  withCoo?: boolean;
  note?: string;
}

export function registerStandup(program: Command, io: Io): void {
  addCommand(program, "standup", "print and remember the plan for the day")
    .option("--date <date>", "plan as of this date, YYYY-MM-DD (default: today)")
    .option("--dry-run", "print only, remember nothing")
    .option("--with-coo", "then have the COO judge and delegate, in a run of its own")
    .option("--note <words>", "what the COO is to know, e.g. only two hours today")
    .action(async (options: Options) => {
      if (options.withCoo === true) return withCoo(io, options);
      if (options.note !== undefined) throw noteAlone();
      const outcome = await runStandup({
        root: requireRoot(options.root, io.cwd),
        now: io.now(),
        ...(options.date === undefined ? {} : { date: options.date }),
        dryRun: options.dryRun === true,
        env: io.env,
      });
      printStandup(io, outcome, options.json === true);
    });
}

/** The plan is arithmetic and comes first, whatever becomes of the run. */
async function withCoo(io: Io, options: Options): Promise<void> {
  const { date, dryRun, note = "" } = options;
  if (date !== undefined || dryRun === true) {
    throw new HqError(
      "usage",
      "Cannot run the standup with the COO: found --date or --dry-run, expected neither. It works on today's plan and writes it down.",
    );
  }
  const root = requireRoot(options.root, io.cwd);
  const json = options.json === true;
  // What runs departments is a third of all that a standup would load.
  const { runPromptForPerson } = await import("../run-for-person.ts");
  const outcome = await runStandup({ root, now: io.now(), dryRun: false, env: io.env });
  if (!outcome.remembered || !json) printStandup(io, outcome, json);
  if (!outcome.remembered) {
    io.setExitCode(1);
    if (!json) io.stderr(sentences(io, "So the COO was not run."));
    return;
  }
  if (!json) io.stdout("\n");
  await runPromptForPerson(io, { root, json, prompt: STANDUP, input: note, also: outcome });
}

function noteAlone(): HqError {
  return new HqError("usage", "Cannot use --note: nobody reads it, expected --with-coo beside it.");
}

/** The plan, and on stderr what could not be remembered; then the exit code is 1. */
export function printStandup(io: Io, outcome: StandupOutcome, json: boolean): void {
  const { plan, remembered, problem } = outcome;
  if (json) printJson(io, { ok: problem === null, remembered, problem, plan });
  else io.stdout(plain(renderStandup(plan)));
  if (problem === null) return;
  if (!json) io.stderr(sentences(io, `The plan was not remembered: ${problem}`));
  io.setExitCode(1);
}
