import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { STANDUP } from "../../company/schedule/by-itself.ts";
import { requireRoot } from "../../files/root.ts";
import { runStandup, type StandupOutcome } from "../../office/plan-day.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";
import { standupPage } from "../standup-page.ts";

interface Options extends CommonOptions {
  date?: string;
  dryRun?: boolean;
  remember?: boolean;
  withCoo?: boolean;
  note?: string;
}

export function registerStandup(program: Command, io: Io): void {
  addCommand(program, "standup", "print and remember the plan for the day")
    .option("--date <date>", "show the plan of another day: YYYY-MM-DD, yesterday, fri or +3d")
    .option("--remember", "with --date: write that plan into the memory all the same")
    .option("--dry-run", "print only, remember nothing")
    .option("--with-coo", "then have the COO judge and delegate, in a run of its own")
    .option("--note <words>", "what the COO is to know, e.g. only two hours today")
    .action(async (options: Options) => {
      if (options.withCoo === true) return withCoo(io, options);
      if (options.note !== undefined) throw noteAlone();
      const { date, isOther } = await dayOfPlan(io, options);
      const isLook = isOther && options.remember !== true;
      const outcome = await runStandup({
        root: requireRoot(options.root, io.cwd),
        now: io.now(),
        ...(date === undefined ? {} : { date }),
        dryRun: options.dryRun === true || isLook,
        env: io.env,
      });
      printStandup(io, outcome, options.json === true);
      if (isLook && options.dryRun !== true && options.json !== true) {
        const text = "The plan of another day is only shown; --remember writes it into the memory.";
        io.stderr(sentences(io, text));
      }
    });
}

/** The day that was asked for, and whether it is another one than today's: looking at it changes nothing. */
async function dayOfPlan(
  io: Io,
  options: Options,
): Promise<{ date: string | undefined; isOther: boolean }> {
  const date = await dayGiven(io, options, { words: options.date, towards: "ahead" });
  if (date === undefined) return { date, isOther: false };
  const today = await dayGiven(io, options, { words: "today", towards: "ahead" });
  return { date, isOther: date !== today };
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
  else io.stdout(standupPage(io, plan));
  if (problem === null) return;
  if (!json) io.stderr(sentences(io, `The plan was not remembered: ${problem}`));
  io.setExitCode(1);
}
