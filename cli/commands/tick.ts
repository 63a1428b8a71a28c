import type { Command } from "commander";
import { quietTick } from "../../engine/quiet-tick.ts";
import { requireRoot } from "../../files/root.ts";
import type { Io } from "../context.ts";
import { nothingDue } from "../job-lines.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";

export function registerTick(program: Command, io: Io): void {
  addCommand(program, "tick", "do what is due now, once; for cron, timers and CI").action(
    (options: CommonOptions) => onePass(io, options),
  );
}

async function onePass(io: Io, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const quiet = await quietTick({ root, now: io.now(), env: io.env });
  if (quiet === null) {
    // What a whole pass needs is loaded where one is made.
    const { wholePass } = await import("../whole-pass.ts");
    return wholePass(io, root, options);
  }
  if (options.json === true) {
    printJson(io, { ok: true, lines: [], runs: [], clockSetBack: null });
    return;
  }
  io.stdout(sentences(io, nothingDue(quiet.next, quiet.timeZone)));
}
