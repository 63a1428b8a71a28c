import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { listSpend } from "../../office/list-spend.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";
import { capLines, spentLines } from "../spend-lines.ts";

/** Days of the month that are shown. */
const DAYS = 7;

export function registerSpend(program: Command, io: Io): void {
  addCommand(program, "spend", "what departments used this month, and how much of each cap").action(
    (options: CommonOptions) => show(io, options),
  );
}

async function show(io: Io, options: CommonOptions): Promise<void> {
  const listed = await listSpend({ root: requireRoot(options.root, io.cwd), now: io.now() });
  if (options.json === true) {
    printJson(io, { ok: true, ...listed });
    return;
  }
  const { caps, byAgent, byDay, byJob, since } = listed;
  for (const cap of caps) io.stdout(capLines(io, cap));
  if (caps.length === 0) {
    io.stdout(sentences(io, "No row of the table Budgets stands: nothing stops what is spent."));
  }
  if (byAgent.length === 0) io.stdout(sentences(io, `No department was run since ${since}.`));
  else {
    io.stdout(spentLines(io, `Since ${since} by department`, byAgent));
    io.stdout(spentLines(io, "by day", byDay.slice(0, DAYS)));
    io.stdout(spentLines(io, "by job", byJob));
  }
}
