import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { resumeWork, stopWork } from "../../office/stop-work.ts";
import { requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  agent?: string;
  why?: string;
}

export function registerStop(program: Command, io: Io): void {
  addCommand(program, "stop", "stop what runs by itself, until hq resume")
    .option("--agent <id>", "only what this department does")
    .option("--why <text>", "the reason, which is told wherever something is skipped")
    .action(async (options: Options) => {
      const sources = { root: requireRoot(options.root, io.cwd), now: io.now() };
      const { agent = null, why = null } = options;
      const { stop, isNew } = await stopWork(sources, { agent, why });
      if (options.json) printJson(io, { ok: true, stop, isNew });
      else {
        const said = isNew ? "Stopped" : "It was stopped already";
        const lift = agent === null ? "hq resume" : `hq resume --agent ${stop.scope}`;
        io.stdout(sentences(io, `${said}: ${whatOf(stop.scope)} (${stop.why}). To go on: ${lift}`));
      }
    });
}

export function registerResume(program: Command, io: Io): void {
  addCommand(program, "resume", "let what was stopped run again")
    .option("--agent <id>", "what this department does")
    .action(async (options: Options) => {
      requireFounder(io, "lift a stop");
      const sources = { root: requireRoot(options.root, io.cwd), now: io.now() };
      const { scope, wasStopped, left } = await resumeWork(sources, options.agent ?? null);
      if (options.json) {
        printJson(io, { ok: true, scope, wasStopped, left });
        return;
      }
      const said = wasStopped ? "Runs again" : "Was not stopped";
      const still =
        left.length === 0 ? "" : ` Still stopped: ${left.map((each) => each.scope).join(", ")}.`;
      io.stdout(sentences(io, `${said}: ${whatOf(scope)}.${still}`));
    });
}

function whatOf(scope: string): string {
  return scope === "all" ? "everything that runs by itself" : `what ${scope} does by itself`;
}
