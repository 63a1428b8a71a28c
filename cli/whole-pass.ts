/** A whole pass, as a person or a program reads of it. */
import { withEngine } from "../engine/open-engine.ts";
import { tick } from "../engine/tick.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { listJobs } from "../office/list-jobs.ts";
import type { Io } from "./context.ts";
import { jobLine, nothingDue } from "./job-lines.ts";
import { type CommonOptions, printJson, sentences } from "./output.ts";
import { endWords } from "./run-lines.ts";
import { runPlace } from "./run-place.ts";
import { untilSignalled } from "./signals.ts";

export async function wholePass(io: Io, root: string, options: CommonOptions): Promise<void> {
  const ended = untilSignalled();
  const sources = { ...runPlace(io, root), signal: ended.signal };
  const report = await withEngine(sources, tick).finally(() => ended.release());
  const { lines, runs, clockSetBack } = report;
  const isFailed =
    lines.some(({ outcome }) => outcome === "failed") || runs.some(({ state }) => isBad(state));
  if (isFailed) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok: !isFailed, lines, runs, clockSetBack });
    return;
  }
  const { timeZone, jobs } = await listJobs({ root, now: io.now() }, { outcomes: 0 });
  if (clockSetBack !== null) {
    io.stderr(sentences(io, `The clock was set back by ${clockSetBack} minutes.`));
  }
  for (const line of lines) io.stdout(jobLine(io, line, timeZone));
  for (const run of runs) io.stdout(sentences(io, endWords(run)));
  if (lines.length + runs.length > 0) return;
  const next = jobs
    .filter(({ byItself, next: due }) => byItself && due !== null)
    .sort((a, b) => ((a.next ?? "") < (b.next ?? "") ? -1 : 1))[0];
  const then = next?.next == null ? null : { job: next.job, at: next.next };
  io.stdout(sentences(io, nothingDue(then, timeZone)));
}

function isBad(state: RunRecord["state"]): boolean {
  return state !== "done" && state !== "waiting";
}
