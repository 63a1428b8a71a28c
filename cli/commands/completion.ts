import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { completionScript, SHELLS, type Shell } from "../completion/scripts.ts";
import type { Io } from "../context.ts";
import { plain } from "../output.ts";

export function registerCompletion(program: Command, io: Io): void {
  program
    .command("completion")
    .description("print the script with which a shell completes hq")
    .argument("<shell>", SHELLS.join(", "))
    .action((shell: string) => {
      const script = completionScript(requireShell(shell));
      io.stdout(script.replaceAll("bin/hq completion", `${io.program} completion`));
    });
}

function requireShell(name: string): Shell {
  const known = SHELLS.find((shell) => shell === name.trim().toLowerCase());
  if (known !== undefined) return known;
  throw new HqError(
    "usage",
    `Cannot complete in "${plain(name).slice(0, 40)}", expected ${SHELLS.join(", ")}.`,
    { hint: "For bash: source <(hq completion bash)" },
  );
}
