import type { Command } from "commander";
import { beginExamination } from "../../doctor/begin.ts";
import { requireRoot } from "../../files/root.ts";
import type { Io } from "../context.ts";
import { renderReport } from "../doctor-report.ts";
import type { CommonOptions } from "../output.ts";
import { addCommand, printJson } from "../output.ts";
import { dayGiven } from "../require-date.ts";

interface Options extends CommonOptions {
  date?: string;
  client?: boolean;
}

/** `hq doctor`: exit code 1 when there is an error, 0 with warnings only. */
export function registerDoctor(program: Command, io: Io): void {
  addCommand(program, "doctor", "check the whole kit and say what to mend")
    .option("--date <date>", "as of this date, such as +30d: which facts will have expired by then")
    .option("--client", "start Copilot CLI too (no login, no model) and say what it loads")
    .action(async (options: Options) => {
      const findings = await beginExamination({
        root: requireRoot(options.root, io.cwd),
        now: io.now(),
        date: await dayGiven(io, options, { words: options.date, towards: "ahead" }),
        env: io.env,
        client: options.client,
        nodeVersion: process.versions.node,
      });
      const ok = findings.every(({ severity }) => severity !== "error");
      if (options.json) printJson(io, { ok, findings });
      else io.stdout(renderReport(findings, io));
      if (!ok) io.setExitCode(1);
    });
}
