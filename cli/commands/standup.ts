import type { Command } from "commander";
import { renderStandup } from "../../company/standup/render.ts";
import { requireRoot } from "../../files/root.ts";
import { runStandup, type StandupOutcome } from "../../office/plan-day.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  date?: string;
  dryRun?: boolean;
}

export function registerStandup(program: Command, io: Io): void {
  addCommand(program, "standup", "print and remember the plan for the day")
    .option("--date <date>", "plan as of this date, YYYY-MM-DD (default: today)")
    .option("--dry-run", "print only, remember nothing")
    .action(async (options: Options) => {
      const outcome = await runStandup({
        root: requireRoot(options.root, io.cwd),
        now: io.now(),
        ...(options.date === undefined ? {} : { date: options.date }),
        dryRun: options.dryRun === true,
      });
      printStandup(io, outcome, options.json === true);
    });
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
