import type { Command } from "commander";
import { readConstitution } from "../../files/company.ts";
import { findRoot, requireRoot } from "../../files/root.ts";
import { runStandup, wasSetUp } from "../../office/plan-day.ts";
import { withSampleCompany } from "../../office/sample/sample-company.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, sentences } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { printStandup } from "./standup.ts";

export function registerStart(program: Command, io: Io): void {
  addCommand(
    program,
    "start",
    "the standup of this company, or of a sample one before hq init",
  ).action(async (options: CommonOptions) => {
    const root =
      options.root === undefined
        ? (findRoot(io.cwd) ?? packageRoot())
        : requireRoot(options.root, io.cwd);
    const { constitution } = await readConstitution(root);
    if (constitution.company.name !== null || wasSetUp(root)) {
      const outcome = await runStandup({ root, now: io.now(), dryRun: false });
      printStandup(io, outcome, options.json === true);
      return;
    }
    await startSample(io, options.json === true);
  });
}

function quoted(lines: string): string {
  return lines.replaceAll(/^/gm, "> ").replace(/> $/, "");
}

async function startSample(io: Io, json: boolean): Promise<void> {
  const { outcome, company } = await withSampleCompany(
    { source: packageRoot(), now: io.now() },
    async (root) => ({
      outcome: await runStandup({ root, now: io.now(), dryRun: false }),
      company: (await readConstitution(root)).constitution.company.name,
    }),
  );
  const words = [
    `This is the plan of ${company}, a sample company: yours is not set up yet.`,
    "It ran in a temporary copy with its dates moved to today; nothing was changed here.",
    "Set up your own with: hq init",
  ];
  if (!json) io.stdout(`${quoted(words.map((line) => sentences(io, line)).join(""))}\n`);
  printStandup(io, outcome, json);
}
