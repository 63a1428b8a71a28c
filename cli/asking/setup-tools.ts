/** What a change of the set-up needs of the terminal. */
import { effective } from "../../setup/change.ts";
import type { SetupTools, ShownSetup } from "../../setup/run-setup.ts";
import type { Io } from "../context.ts";
import { colors, sentences } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { terminalPrompts } from "./prompts.ts";
import { askSetup } from "./setup-menu.ts";
import { printSetupPlan } from "./setup-plan.ts";

export function setupTools(io: Io, only?: string): SetupTools {
  // One question by its name is asked once; "change another answer" then shows them all.
  let first = only;
  return {
    io,
    packageRoot: packageRoot(),
    systemTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ask: (sources, raw, isNamed) => {
      const asked = askSetup(terminalPrompts, sources, { raw, isNamed, only: first });
      first = undefined;
      return asked;
    },
    confirm: async (shown) => {
      printShown(io, shown);
      const answer = await terminalPrompts.choose({
        message: `Write these ${effective(shown.plan.changes).length} files?`,
        canGoBack: false,
        options: [
          { value: "yes", label: "write them" },
          { value: "change", label: "change another answer" },
          { value: "no", label: "stop, and write nothing" },
        ],
      });
      return answer === "yes" || answer === "no" || answer === "change" ? answer : "cancelled";
    },
  };
}

/** The plan, and what the founder should know beside it. */
export function printShown(io: Io, { plan, notes }: ShownSetup): void {
  printSetupPlan(io, plan);
  if (notes.length > 0) io.stdout(colors(io).bold("Please note\n"));
  for (const note of notes) io.stdout(sentences(io, note, "  "));
}
