/** A department run that somebody looks on: what it does on stderr, what came of it on stdout. */
import { runOne } from "../engine/department-runs.ts";
import { readConstitution } from "../files/company.ts";
import { promptTask } from "../office/prompt-task.ts";
import type { RunWanted } from "../office/run-department.ts";
import type { EndReport } from "../office/run-to-end.ts";
import { agentOfPrompt } from "../office/wanted-jobs.ts";
import type { Io } from "./context.ts";
import { plain, printJson, sentences } from "./output.ts";
import { endWords } from "./run-lines.ts";
import { runPlace } from "./run-place.ts";
import { showProgress } from "./run-progress.ts";
import { untilSignalled } from "./signals.ts";

export interface RunForPerson
  extends Pick<RunWanted, "agent" | "task" | "model" | "timeoutMs" | "budget"> {
  root: string;
  json: boolean;
  /** Goes into the JSON beside the run. */
  also?: object;
}

/**
 * Runs the department and all that it hands over, and prints what came of it; exit code 1 when the run is
 * not done. Ctrl-C ends it.
 * @throws as `runDepartment`
 */
export async function runForPerson(io: Io, wanted: RunForPerson): Promise<void> {
  const { root, json, also = {}, ...task } = wanted;
  const ended = untilSignalled();
  const progress = json ? null : showProgress(io);
  try {
    const report = await runOne(runPlace(io, root), {
      ...task,
      signal: ended.signal,
      onBegin: (begun) => progress?.begin(begun),
      onEvent: (event, run) => progress?.event(event, run),
      onEnd: (run) => progress?.over(run),
    });
    progress?.end();
    printReport(io, report, json ? also : null);
  } finally {
    progress?.end();
    ended.release();
  }
}

export interface PromptForPerson extends Omit<RunForPerson, "agent" | "task"> {
  /** Name of its skill. */
  prompt: string;
  /** What a person would type behind its command. */
  input: string;
}

/**
 * A recurring prompt carried out by its department.
 * @throws as `promptTask` and `runDepartment`
 */
export async function runPromptForPerson(
  io: Io,
  { prompt, input, ...more }: PromptForPerson,
): Promise<void> {
  const { constitution } = await readConstitution(more.root);
  const task = await promptTask(more.root, { prompt, input });
  await runForPerson(io, { ...more, agent: agentOfPrompt(constitution, prompt), task });
}

/** As JSON with what stands in `also`; as words when it is null. */
function printReport(io: Io, { run, problems, stuck }: EndReport, also: object | null): void {
  if (run.state !== "done" || problems.length > 0) io.setExitCode(1);
  if (also !== null) {
    printJson(io, { ok: run.state === "done", ...also, run, problems, stuck });
    return;
  }
  const print = run.state === "done" ? io.stdout : io.stderr;
  print(sentences(io, endWords(run)));
  if (run.why !== null) io.stderr(sentences(io, run.why));
  for (const { run: id, why } of stuck) io.stderr(sentences(io, `${id} cannot go on: ${why}.`));
  if (run.state === "waiting") io.stderr(sentences(io, "It goes on with: hq runs continue"));
  if (run.state !== "done") io.stderr(sentences(io, `What it did: hq runs show ${run.id}`));
  if (run.result !== null) io.stdout(`\n${plain(run.result)}\n`);
  for (const problem of problems) io.stderr(sentences(io, problem));
}
