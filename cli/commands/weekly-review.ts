import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { isIsoWeek, weekOf } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { readReach } from "../../office/posts/read-reach.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions } from "../output.ts";
import { reachLines } from "../reach-lines.ts";
import { runPromptForPerson } from "../run-for-person.ts";
import { addRunOptions, type RunOptions, runOptions } from "../run-options.ts";

export function registerWeeklyReview(program: Command, io: Io): void {
  const command = addCommand(program, "weekly-review", "have the review of the week made").argument(
    "[week]",
    "e.g. 2026-W47 (default: this one)",
  );
  addRunOptions(command).action(
    async (week: string | undefined, options: CommonOptions & RunOptions) => {
      if (week !== undefined && !isIsoWeek(week)) throw noWeek(week, io.now());
      const root = requireRoot(options.root, io.cwd);
      const json = options.json === true;
      const reach = await readReach({ root, now: io.now });
      if (!json && reach.length > 0) io.stdout(`${reachLines(io, reach)}\n`);
      await runPromptForPerson(io, {
        ...{ root, json, also: { reach } },
        ...{ prompt: "weekly-review", input: week ?? "", ...runOptions(options) },
      });
    },
  );
}

function noWeek(given: string, now: Date): HqError {
  const week = weekOf(now.toISOString().slice(0, 10));
  return new HqError(
    "usage",
    `Cannot review the week "${clip(given, 40)}": there is none of this name, expected one such as ${week}. Nothing was started.`,
  );
}
