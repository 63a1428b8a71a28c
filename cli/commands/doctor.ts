import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import type { Io } from "../context.ts";
import { examine } from "../doctor/examine.ts";
import { renderReport } from "../doctor/report.ts";
import type { CommonOptions } from "../output.ts";
import { addCommand, printJson } from "../output.ts";

/** `hq doctor`: exit code 1 when there is an error, 0 with warnings only. */
export function registerDoctor(program: Command, io: Io): void {
  addCommand(program, "doctor", "check the whole kit and say what to mend").action(
    async (options: CommonOptions) => {
      const findings = await examine({
        root: requireRoot(options.root, io.cwd),
        now: io.now(),
        env: io.env,
        nodeVersion: process.versions.node,
      });
      const ok = findings.every(({ severity }) => severity !== "error");
      if (options.json) printJson(io, { ok, findings });
      else io.stdout(renderReport(findings, io));
      if (!ok) io.setExitCode(1);
    },
  );
}
