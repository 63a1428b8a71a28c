/** `hq improve --run`: the Improver at work on one pattern, and what came of it. */
import { HqError } from "../../company/error.ts";
import { improveOnce } from "../../engine/department-runs.ts";
import { requireRoot } from "../../files/root.ts";
import type { ImproveReport } from "../../office/run-improver.ts";
import type { Io } from "../context.ts";
import { broken, type CommonOptions, printJson, sentences } from "../output.ts";
import { type RunOptions, runOptions } from "../run-options.ts";
import { runPlace } from "../run-place.ts";
import { showProgress } from "../run-progress.ts";
import { untilSignalled } from "../signals.ts";

export interface PassOptions extends CommonOptions, RunOptions {
  pattern?: string;
}

/**
 * Exit code 1 when nothing was proposed that could be accepted.
 * @throws as `runImprover`
 */
export async function runPass(io: Io, options: PassOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const pattern = numberOf(options.pattern);
  const ended = untilSignalled();
  const progress = options.json === true ? null : showProgress(io);
  try {
    const report = await improveOnce(runPlace(io, root), {
      ...{ ...runOptions(options), pattern, signal: ended.signal },
      onBegin: (begun) => progress?.begin(begun),
      onEvent: (event, run) => progress?.event(event, run),
      onEnd: (run) => progress?.over(run),
    });
    progress?.end();
    printReport(io, report, options.json === true);
  } finally {
    progress?.end();
    ended.release();
  }
}

function numberOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new HqError(
    "usage",
    `Cannot take the pattern "${given.slice(0, 40)}": expected its number in hq improve, such as 1.`,
  );
}

function printReport(io: Io, { pattern, outcome, run }: ImproveReport, isJson: boolean): void {
  const ok = outcome.kind === "proposed" || outcome.kind === "under-way";
  if (!ok && run !== null) io.setExitCode(1);
  if (isJson) {
    printJson(io, { ok, pattern: pattern?.summary ?? null, run, outcome });
    return;
  }
  if (outcome.kind === "proposed")
    io.stdout(
      sentences(io, `Proposed: ${outcome.id}. Look at it with: hq improve show ${outcome.id}`),
    );
  else if (outcome.kind === "under-way")
    io.stdout(sentences(io, `${outcome.run} waits for others. It goes on with: hq runs continue`));
  else if (outcome.kind === "nothing")
    io.stdout(sentences(io, `Nothing is proposed: ${outcome.why}.`));
  else {
    io.stdout(
      sentences(io, `${outcome.id} oversteps the Improver's limits and does not wait for you:`),
    );
    for (const each of outcome.refusals) io.stdout(broken(io, each, "- "));
    io.stdout(sentences(io, `What it would have changed: hq improve show ${outcome.id}`));
  }
}
