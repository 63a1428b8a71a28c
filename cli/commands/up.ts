import type { Command } from "commander";
import { withEngine } from "../../engine/open-engine.ts";
import type { TickReport } from "../../engine/tick-report.ts";
import { up } from "../../engine/up.ts";
import { requireRoot } from "../../files/root.ts";
import { listJobs } from "../../office/list-jobs.ts";
import type { Io } from "../context.ts";
import { instantText, jobLine, nameOf } from "../job-lines.ts";
import { addCommand, type CommonOptions, sentences } from "../output.ts";
import { endWords } from "../run-lines.ts";
import { runPlace } from "../run-place.ts";

export function registerUp(program: Command, io: Io): void {
  addCommand(
    program,
    "up",
    "run by itself until Ctrl-C: what is due is done when it is due",
  ).action((options: CommonOptions) => stayUp(io, options));
}

async function stayUp(io: Io, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { timeZone, jobs } = await listJobs({ root, now: io.now() }, { outcomes: 0 });
  const ending = new AbortController();
  const end = () => ending.abort("hq up was ended.");
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  try {
    await withEngine({ ...runPlace(io, root), signal: ending.signal }, (engine) => {
      if (!options.json) {
        const next = jobs
          .filter(({ byItself }) => byItself)
          .map(({ job, next: due }) => {
            return `${nameOf(job)} ${due === null ? "never" : instantText(due, timeZone)}`;
          });
        const what =
          next.length === 0 ? "Nothing in Cadence runs by itself." : `Next: ${next.join(", ")}.`;
        io.stdout(sentences(io, `Running on ${engine.machine}. ${what} End it with Ctrl-C.`));
      }
      return up(engine, {
        signal: ending.signal,
        onReport: (report) => tell(io, report, { json: options.json === true, timeZone }),
        onTrouble: (sentence) => io.stderr(sentences(io, sentence)),
      });
    });
  } finally {
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
  }
}

/** With --json one value on one line for each pass in which something happened. */
function tell(
  io: Io,
  { lines, runs, clockSetBack }: TickReport,
  { json, timeZone }: { json: boolean; timeZone: string },
): void {
  if (json) {
    io.stdout(`${JSON.stringify({ at: io.now().toISOString(), lines, runs, clockSetBack })}\n`);
    return;
  }
  if (clockSetBack !== null) {
    io.stderr(sentences(io, `The clock was set back by ${clockSetBack} minutes.`));
  }
  for (const line of lines) io.stdout(jobLine(io, line, timeZone));
  for (const run of runs) io.stdout(sentences(io, endWords(run)));
}
