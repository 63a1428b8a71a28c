import type { Command } from "commander";
import { findRoot, requireRoot } from "../../files/root.ts";
import { startDay } from "../../office/start-day.ts";
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
    const request = { root, source: packageRoot(), now: io.now(), env: io.env };
    const { outcome, sample } = await startDay(request);
    const json = options.json === true;
    if (sample !== null && !json) io.stdout(`${aboutSample(io, sample.company)}\n`);
    printStandup(io, outcome, json);
  });
}

function aboutSample(io: Io, company: string | null): string {
  const words = [
    `This is the plan of ${company}, a sample company: yours is not set up yet.`,
    "It ran in a temporary copy with its dates moved to today; nothing was changed here.",
    "Set up your own with: hq init",
  ];
  return quoted(words.map((line) => sentences(io, line)).join(""));
}

function quoted(lines: string): string {
  return lines.replaceAll(/^/gm, "> ").replace(/> $/, "");
}
