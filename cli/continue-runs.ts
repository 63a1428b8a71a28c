/** `hq runs continue`: what waits is carried on while somebody looks on. */
import { carryOn, lostRuns } from "../engine/department-runs.ts";
import { requireRoot } from "../files/root.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { findRun } from "../office/list-runs.ts";
import type { Io } from "./context.ts";
import { type CommonOptions, printJson, sentences } from "./output.ts";
import { endWords } from "./run-lines.ts";
import { runPlace } from "./run-place.ts";
import { showProgress } from "./run-progress.ts";
import { untilSignalled } from "./signals.ts";

/**
 * Exit code 1 when a run ended otherwise than done, or cannot go on.
 * @throws HqError `not-found`; LedgerError
 */
export async function continueWaiting(
  io: Io,
  id: string | undefined,
  options: CommonOptions,
): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const place = runPlace(io, root);
  const json = options.json === true;
  const named = id === undefined ? null : await findRun({ root, lost: lostRuns(place) }, id);
  const ended = untilSignalled();
  const progress = json ? null : showProgress(io);
  try {
    const { reports, stuck } = await carryOn(place, {
      ...(named === null ? {} : { root: named.id }),
      signal: ended.signal,
      onBegin: (begun) => progress?.begin(begun),
      onEvent: (event, run) => progress?.event(event, run),
      onEnd: (run) => progress?.over(run),
      onReport: ({ run, problems }) => {
        progress?.end();
        if (json) return;
        io.stdout(sentences(io, [endWords(run), run.why ?? "", ...problems].join(" ").trim()));
      },
    });
    const runs = reports.map(({ run }) => run);
    const isWell = runs.every(({ state }) => state === "done" || state === "waiting");
    if (!isWell || stuck.length > 0) io.setExitCode(1);
    if (json) {
      printJson(io, { ok: isWell && stuck.length === 0, runs, stuck });
      return;
    }
    for (const { run, why } of stuck) io.stderr(sentences(io, `${run} cannot go on: ${why}.`));
    if (runs.length > 0 || stuck.length > 0) return;
    io.stdout(named === null ? "Nothing waits.\n" : sentences(io, nothingOf(named)));
  } finally {
    progress?.end();
    ended.release();
  }
}

function nothingOf(run: RunRecord): string {
  return `Nothing of it waits. ${endWords(run)}`;
}
