/** `hq runs undo | prune | synthesis`: taking a run back, and what many of them come to. */
import type { Command } from "commander";
import type { Synthesis } from "../../company/synthesis.ts";
import { lostRuns } from "../../engine/department-runs.ts";
import { requireRoot } from "../../files/root.ts";
import { pruneRuns } from "../../office/prune-runs.ts";
import { synthesizeRuns } from "../../office/synthesize-runs.ts";
import { type UndoneRun, undoRun } from "../../office/undo-run.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";
import { runPlace } from "../run-place.ts";
import { fileLine, numbers } from "../trace-lines.ts";

interface UndoOptions extends CommonOptions {
  dryRun?: boolean;
  all?: boolean;
}

export function registerRunUpkeep(runs: Command, io: Io): void {
  addCommand(runs, "undo", "take back what a run changed in files and memory")
    .argument("<id>", "the run, e.g. run-12")
    .option("--dry-run", "show what would be taken back, change nothing")
    .option("--all", "also files that changed meanwhile and that none of its calls named")
    .action((id: string, options: UndoOptions) => undo(io, id, options));
  addCommand(runs, "prune", "remove transcripts that are kept no longer")
    .option("--dry-run", "show what would go")
    .action((options: CommonOptions & { dryRun?: boolean }) => prune(io, options));
  addCommand(runs, "synthesis", "friction, errors that come back, runs a smaller model could do")
    .option("--since <date>", "from this day on, YYYY-MM-DD (default: the last 7 days)")
    .action((options: CommonOptions & { since?: string }) => synthesis(io, options));
}

async function undo(io: Io, id: string, options: UndoOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const sources = { root, now: () => io.now(), lost: lostRuns(runPlace(io, root)) };
  if (options.dryRun !== true) requireFounder(io, "take a run back");
  const wanted = { run: id, dryRun: options.dryRun === true, all: options.all === true };
  const outcome = await undoRun(sources, wanted);
  if (outcome.kind === "conflict") io.setExitCode(1);
  if (options.json === true) {
    const { run, ...rest } = outcome;
    printJson(io, { ok: outcome.kind !== "conflict", run: run.id, ...rest });
    return;
  }
  printUndone(io, outcome);
}

function printUndone(io: Io, outcome: UndoneRun): void {
  const { run, files, memory, left, note } = outcome;
  if (outcome.kind === "conflict") {
    const { changedSince, dependents } = outcome;
    io.stderr(sentences(io, `Cannot take ${run.id} back. Nothing was changed.`));
    for (const file of changedSince)
      io.stderr(sentences(io, `changed since: ${plain(file)}`, "  "));
    if (dependents.length > 0) {
      const what = `later changes of the memory build on its own, or the log has them no more: ${numbers(dependents.toSorted((a, b) => a - b))}`;
      io.stderr(sentences(io, what, "  "));
    }
    return;
  }
  const nothing = files.length + memory.length === 0;
  const head = outcome.kind === "undone" ? "Took back" : "Would take back";
  io.stdout(sentences(io, nothing ? `${run.id} changed nothing.` : `${head} ${run.id}:`));
  for (const file of files) io.stdout(fileLine(io, file));
  if (memory.length > 0) io.stdout(sentences(io, `changes of memory: ${numbers(memory)}`, "  "));
  if (left.length > 0) {
    const what =
      "Changed meanwhile and named by none of its calls, so left alone (--all takes them):";
    io.stdout(sentences(io, what));
    for (const file of left) io.stdout(fileLine(io, file));
  }
  if (note !== null) io.stdout(sentences(io, note));
  if (outcome.kind === "undone" && !nothing) {
    io.stdout(sentences(io, `What was there is kept in git as refs/hq/runs/${run.id}/undone.`));
  }
}

async function prune(io: Io, options: CommonOptions & { dryRun?: boolean }): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const dryRun = options.dryRun === true;
  const { pruned, keepDays } = await pruneRuns({ root, now: io.now(), dryRun });
  if (options.json === true) {
    printJson(io, { ok: true, dryRun, pruned, keepDays });
    return;
  }
  const kept = keepDays === null ? "for ever" : `${keepDays} days`;
  const what = pruned.length === 0 ? "No transcript" : `${pruned.length} transcripts`;
  const verb = dryRun ? "would go" : "went";
  io.stdout(sentences(io, `${what} ${verb}: they are kept ${kept}, the newest 200 always.`));
  if (pruned.length > 0) io.stdout(sentences(io, pruned.join(", "), "  "));
}

async function synthesis(io: Io, options: CommonOptions & { since?: string }): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const since = await dayGiven(io, options, { words: options.since, towards: "past" });
  const found = await synthesizeRuns({ root, now: io.now(), since });
  if (options.json === true) printJson(io, { ok: true, ...found });
  else
    for (const line of synthesisLines(found)) io.stdout(sentences(io, plain(line.text), line.lead));
}

function synthesisLines(found: Synthesis): { text: string; lead: string }[] {
  const { runs, unfinished, calls, tokens, agents, repeated, smallerModel } = found;
  const line = (text: string, lead = "") => ({ text, lead });
  const number = (value: number) => value.toLocaleString("en");
  if (runs === 0) return [line("No department was run in this time.")];
  const small = smallerModel.join(", ");
  return [
    line(
      `${counted(runs)}, ${unfinished} not finished; ${number(calls)} model calls, ${number(tokens)} tokens.`,
    ),
    ...agents.map(({ agent, runs: count, unfinished: bad, refused, failed }) =>
      line(
        `${agent}: ${counted(count)}, ${bad} not finished, ${refused} refused, ${failed} failed`,
        "  ",
      ),
    ),
    ...(repeated.length === 0 ? [] : [line("Errors that come back:")]),
    ...repeated.map(({ agent, tool, refused, text, times }) =>
      line(`${agent}: ${tool} ${refused ? "refused" : "failed"} ${times} times: ${text}`, "  "),
    ),
    ...(small === "" ? [] : [line(`A smaller model could have done: ${small}`)]),
  ];
}

function counted(runs: number): string {
  return `${runs} ${runs === 1 ? "run" : "runs"}`;
}
