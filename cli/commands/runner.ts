import type { Command } from "commander";
import { machineName } from "../../engine/holder.ts";
import { requireRoot } from "../../files/root.ts";
import { listJobs } from "../../office/list-jobs.ts";
import { nameRunner } from "../../office/name-runner.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";

export function registerRunner(program: Command, io: Io): void {
  const runner = program
    .command("runner")
    .description("the one machine on which the company runs by itself");
  addCommand(runner, "show", "which machine it is").action(async (options: CommonOptions) => {
    const root = requireRoot(options.root, io.cwd);
    const {
      runner: named,
      since,
      timeZone,
    } = await listJobs({ root, now: io.now() }, { outcomes: 0 });
    const machine = machineName(io.env);
    if (options.json) printJson(io, { ok: true, runner: named, machine, since });
    else if (named === null)
      io.stdout(sentences(io, "None yet. On the machine that shall do it: hq runner set"));
    else {
      const here = named === machine ? "this machine" : `not this one, which is ${machine}`;
      const record = since === null ? "" : ` Its record begins ${instantText(since, timeZone)}.`;
      io.stdout(sentences(io, `${named} (${here}).${record}`));
    }
  });
  addCommand(runner, "set", "let the company run by itself on this machine").action(
    async (options: CommonOptions) => {
      requireFounder(io, "name the runner");
      const root = requireRoot(options.root, io.cwd);
      const named = await nameRunner({ root, now: io.now() }, machineName(io.env));
      if (options.json) {
        printJson(io, { ok: true, ...named });
        return;
      }
      const begun = named.begun ? " Nothing before now is due." : "";
      io.stdout(
        sentences(
          io,
          `The company runs by itself on ${named.machine}.${begun} Commit the constitution, then start hq up here, or have hq tick called: hq service print`,
        ),
      );
    },
  );
}
