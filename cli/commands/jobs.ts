import type { Command } from "commander";
import { wrap } from "../../company/wrap.ts";
import { requireRoot } from "../../files/root.ts";
import { type ListedJob, type ListedJobs, listJobs } from "../../office/list-jobs.ts";
import type { Io } from "../context.ts";
import { instantText, jobLine, nameOf } from "../job-lines.ts";
import {
  addCommand,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
  widthOf,
} from "../output.ts";
import { costWords, waitingWords } from "../run-lines.ts";

const LOG = 20;

interface Options extends CommonOptions {
  log?: boolean;
}

export function registerJobs(program: Command, io: Io): void {
  addCommand(program, "jobs", "what runs by itself, when it is due, what came of it")
    .option("--log", `the last ${LOG} outcomes`)
    .action((options: Options) => list(io, options));
}

async function list(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const outcomes = options.log === true || options.json === true ? LOG : 0;
  const listed = await listJobs({ root, now: io.now() }, { outcomes });
  if (options.json) {
    printJson(io, { ok: true, ...listed });
    return;
  }
  if (options.log === true) printLog(io, listed);
  else printJobs(io, listed);
}

function printLog(io: Io, { outcomes, timeZone }: ListedJobs): void {
  if (outcomes.length === 0) io.stdout("No due time has an outcome yet.\n");
  for (const { job, dueAt, state, why } of outcomes) {
    io.stdout(jobLine(io, { job, dueAt, outcome: state, why }, timeZone));
  }
}

function printJobs(io: Io, listed: ListedJobs): void {
  const { timeZone, runner, since, stops, jobs, waiting } = listed;
  const c = colors(io);
  for (const job of jobs) {
    const text = plain(`${nameOf(job.job)}: ${stateOf(job, timeZone)}`);
    const [first = "", ...rest] = wrap("", text, { width: widthOf(io), under: "  " });
    const name = nameOf(job.job);
    io.stdout(`${[`${c.bold(name)}${first.slice(name.length)}`, ...rest].join("\n")}\n`);
    if (job.missed > 1) {
      const text = `missed ${job.missed} of its last times; hq jobs --log says why`;
      io.stdout(c.red(sentences(io, text, "  ")));
    }
  }
  if (jobs.length === 0) io.stdout("The table Cadence has no rows.\n");
  for (const { scope, at, why } of stops) {
    const what = scope === "all" ? "Everything" : `What ${scope} does`;
    const lift = scope === "all" ? "hq resume" : `hq resume --agent ${scope}`;
    io.stdout(
      c.yellow(
        sentences(io, `${what} is stopped since ${instantText(at, timeZone)} (${why}): ${lift}`),
      ),
    );
  }
  for (const run of waiting) {
    const text = sentences(io, waitingWords(run));
    io.stdout(run.stuck === null ? text : c.yellow(text));
  }
  io.stdout(sentences(io, runnerText(runner, since)));
}

function stateOf(job: ListedJob, timeZone: string): string {
  const { byHand, agent, prompt, next, last, cost, tokens } = job;
  const due = next === null ? "never due" : `due ${instantText(next, timeZone)}`;
  if (byHand !== null) return `${due}, by hand (/${prompt} in a chat with @${agent}): ${byHand}`;
  if (last === null) return due;
  const spent = costWords(cost, tokens);
  return `${due}; ${instantText(last.dueAt, timeZone)} ${last.state}${spent === "" ? "" : `, ${spent}`}`;
}

function runnerText(runner: string | null, since: string | null): string {
  if (runner === null) return "No machine runs the company yet: hq runner set, then hq up.";
  if (since === null) return `The runner is ${runner}; this machine has no record of due times.`;
  return `The runner is ${runner}. It works while hq up runs there, or at each hq tick.`;
}
