import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { timeIn } from "../../company/dates.ts";
import { lostRuns } from "../../engine/department-runs.ts";
import { requireRoot } from "../../files/root.ts";
import { endWaiting } from "../../office/end-waiting.ts";
import { followRun, listRuns, type RunsSources, showRun } from "../../office/list-runs.ts";
import type { TranscriptLine } from "../../office/runs/transcript.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  broken,
  type CommonOptions,
  plain,
  printJson,
  sentences,
  widthOf,
} from "../output.ts";
import { askedWords, endWords, runLine, transcriptWords, waitingWords } from "../run-lines.ts";
import { runPlace } from "../run-place.ts";
import { traceLines } from "../trace-lines.ts";
import { registerRunUpkeep } from "./runs-upkeep.ts";

const LIMIT = 50;
const LOOK_MS = 500;
const TASK_CHARS = 400;

export function registerRuns(program: Command, io: Io): void {
  const runs = program.command("runs").description("what departments did when they were run");
  addCommand(runs, "list", `the last ${LIMIT} runs, the newest first`).action(
    (options: CommonOptions) => list(io, options),
  );
  addCommand(runs, "show", "one run: its task, what it did, how it ended")
    .argument("<id>", "the run, e.g. run-12")
    .action((id: string, options: CommonOptions) => show(io, id, options));
  registerRunUpkeep(runs, io);
  addCommand(runs, "continue", "carry on what waits: all of it, or one run")
    .argument("[id]", "the run, e.g. run-12")
    .action(async (id: string | undefined, options: CommonOptions) =>
      (await import("../continue-runs.ts")).continueWaiting(io, id, options),
    );
  addCommand(runs, "end", "end a run that waits, so that nobody takes it up again")
    .argument("<id>", "the run, e.g. run-12")
    .action((id: string, options: CommonOptions) => end(io, id, options));
  addCommand(runs, "follow", "what a run does, as it does it, until it ends")
    .argument("<id>", "the run, e.g. run-12")
    .action((id: string, options: CommonOptions) => follow(io, id, options));
}

function sourcesOf(io: Io, options: CommonOptions): RunsSources {
  const root = requireRoot(options.root, io.cwd);
  return { root, lost: lostRuns(runPlace(io, root)) };
}

async function list(io: Io, options: CommonOptions): Promise<void> {
  const { runs, waiting, timeZone } = await listRuns(sourcesOf(io, options), LIMIT);
  if (options.json === true) {
    printJson(io, { ok: true, runs, waiting });
    return;
  }
  for (const run of runs) io.stdout(`${runLine(run, timeZone, widthOf(io))}\n`);
  if (waiting.length > 0) io.stdout("\n");
  for (const each of waiting) io.stdout(sentences(io, waitingWords(each)));
  if (waiting.length > 0) io.stdout(sentences(io, GOES_ON));
  if (runs.length > 0) return;
  io.stdout(sentences(io, 'No department was run yet. Have one do something: hq run AGENT "TASK"'));
}

const GOES_ON = "hq up and hq tick carry on what waits, and so does hq runs continue.";

async function show(io: Io, id: string, options: CommonOptions): Promise<void> {
  const { run, from, asked, lines, trace, timeZone } = await showRun(sourcesOf(io, options), id);
  if (options.json === true) {
    printJson(io, { ok: true, run, from, asked, trace, transcript: lines });
    return;
  }
  io.stdout(sentences(io, endWords(run)));
  if (run.why !== null) io.stdout(sentences(io, run.why));
  if (from !== null) io.stdout(sentences(io, `Handed over by ${from.run} (${from.handOver}).`));
  if (asked.length > 0) io.stdout(sentences(io, `Asked: ${asked.map(askedWords).join(", ")}.`));
  // The task of a recurring prompt is its whole skill; --json has it.
  io.stdout(broken(io, clip(run.task, TASK_CHARS), "Task: "));
  if (lines.length > 0) io.stdout("\n");
  for (const line of lines) printLine(io, line, timeZone);
  if (trace !== null) io.stdout(["\n", ...traceLines(io, trace)].join(""));
  if (run.result !== null) io.stdout(`\n${plain(run.result)}\n`);
}

async function end(io: Io, id: string, options: CommonOptions): Promise<void> {
  const runs = await endWaiting(sourcesOf(io, options), id);
  if (options.json === true) printJson(io, { ok: true, runs });
  else for (const run of runs) io.stdout(sentences(io, endWords(run)));
}

async function follow(io: Io, id: string, options: CommonOptions): Promise<void> {
  const sources = sourcesOf(io, options);
  for (let from = 0; ; ) {
    const { run, lines, next, timeZone } = await followRun(sources, id, from);
    from = next;
    for (const line of lines) {
      if (options.json === true) io.stdout(`${JSON.stringify(line)}\n`);
      else printLine(io, line, timeZone);
    }
    if (run.endedAt !== null) {
      if (options.json === true) io.stdout(`${JSON.stringify({ kind: "run", run })}\n`);
      else io.stdout(sentences(io, [endWords(run), run.why ?? ""].join(" ").trim()));
      return;
    }
    await pause(LOOK_MS);
  }
}

function printLine(io: Io, line: TranscriptLine, timeZone: string): void {
  const words = transcriptWords(line);
  if (words === null) return;
  io.stdout(broken(io, words, `${timeIn(new Date(line.at), timeZone)}  `));
}
