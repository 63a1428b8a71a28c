import type { Command } from "commander";
import { examine } from "../../doctor/examine.ts";
import { lostRuns } from "../../engine/department-runs.ts";
import { machineName } from "../../engine/holder.ts";
import { requireRoot } from "../../files/root.ts";
import { showStatus } from "../../office/show-status.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson } from "../output.ts";
import { runPlace } from "../run-place.ts";
import { statusScreen } from "../status-lines.ts";

export function registerStatus(program: Command, io: Io): void {
  addCommand(program, "status", "one screen: plan, duties, reviews, runs, what is stuck").action(
    (options: CommonOptions) => show(io, options),
  );
}

async function show(io: Io, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { env } = io;
  const status = await showStatus({
    ...{ root, now: () => io.now(), machine: machineName(env), env },
    lost: lostRuns(runPlace(io, root)),
    examine: () => examine({ root, now: io.now(), env, nodeVersion: process.versions.node }),
  });
  if (options.json === true) printJson(io, { ok: true, ...status });
  else io.stdout(statusScreen(io, status));
}
