/** `hq eval --live`: how often departments do as the kit asks, on the founder's own model. */
import { HqError } from "../company/error.ts";
import { playLive } from "../engine/evals/live-place.ts";
import type { LiveReport, LiveResult } from "../office/run-live.ts";
import type { Io } from "./context.ts";
import { broken, colors, printJson, sentences } from "./output.ts";
import { runPlace } from "./run-place.ts";

export interface LiveOptions {
  department?: string;
  scenario?: string;
  runs?: string;
  model?: string;
  budget?: string;
  json?: boolean;
  signal: AbortSignal;
}

const RUNS = { usual: 3, most: 100 } as const;
const NAME_COLUMNS = 50;

/** Exit code 1 only when nothing came to its end: a rate is a figure, no verdict. */
export async function evaluateLive(io: Io, root: string, options: LiveOptions): Promise<void> {
  const { department, scenario, model, budget, signal } = options;
  const isJson = options.json === true;
  const report = await playLive(runPlace(io, root), {
    ...{ department, scenario, model, budget, signal, runs: runsOf(options.runs) },
    onResult: (done) => {
      if (!isJson) io.stderr(`${done.ok ? "pass" : "fail"} ${done.department}/${done.id}\n`);
    },
  });
  if (report === null || report.done === 0) io.setExitCode(1);
  if (isJson) printJson(io, { ok: report !== null && report.done > 0, ...report });
  else if (report === null) io.stdout(sentences(io, "There are no scenarios in .github/evals."));
  else showLive(io, report);
}

function runsOf(given: string | undefined): number {
  if (given === undefined) return RUNS.usual;
  const runs = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (runs >= 1 && runs <= RUNS.most) return runs;
  throw new HqError(
    "usage",
    `Cannot take --runs "${given.slice(0, 40)}": expected a whole number from 1 to ${RUNS.most}.`,
  );
}

function showLive(io: Io, report: LiveReport): void {
  const { results, wanted, done, calls, tokens, cost, stopped } = report;
  const { bold } = colors(io);
  io.stdout(`${bold(row("scenario", "passed", "95% of"))}\n`);
  for (const result of results) io.stdout(`${rowOf(result)}\n`);
  for (const { department, id, failures } of results.filter((each) => each.failures.length > 0)) {
    io.stdout(`\n${bold(`${department}/${id}`)}\n`);
    for (const each of failures) io.stdout(broken(io, each, "  found: "));
  }
  const money = Object.entries(cost).map(([unit, amount]) => `, ${amount.toFixed(2)} ${unit}`);
  const said = `${done} of ${wanted} runs came to their end: ${calls} calls, ${tokens.toLocaleString("en")} tokens${money.join("")}.`;
  io.stdout(`\n${sentences(io, said)}`);
  if (stopped !== null) io.stdout(sentences(io, `It ended early. ${stopped}`));
}

function rowOf({ department, id, passed, runs, low, high }: LiveResult): string {
  const percent = (rate: number) => `${Math.round(rate * 100)}%`;
  const interval = runs === 0 ? "not run" : `${percent(low)} to ${percent(high)}`;
  return row(`${department}/${id}`, `${passed}/${runs}`, interval);
}

function row(name: string, passed: string, interval: string): string {
  const first = name.length > NAME_COLUMNS ? `${name.slice(0, NAME_COLUMNS - 1)}…` : name;
  return `${first.padEnd(NAME_COLUMNS)}${passed.padStart(9)}  ${interval.padStart(13)}`;
}
