/** `hq improve`: mistakes that come back, and what would meet them. */
import type { Command } from "commander";
import type { Pattern } from "../../company/lessons/patterns.ts";
import { requireRoot } from "../../files/root.ts";
import { type FoundPatterns, findPatterns } from "../../office/find-patterns.ts";
import type { Io } from "../context.ts";
import { registerDecide } from "../improve/decide.ts";
import { registerLook } from "../improve/look.ts";
import { runPass } from "../improve/run.ts";
import { addCommand, broken, type CommonOptions, colors, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";
import { addRunOptions, type RunOptions } from "../run-options.ts";

/** Patterns that are shown at once; the rest with --all. */
const SHOWN = 5;
const LESSONS_SHOWN = 4;

interface ImproveOptions extends CommonOptions, RunOptions {
  since?: string;
  all?: boolean;
  run?: boolean;
  pattern?: string;
}

export function registerImprove(program: Command, io: Io): void {
  const improve = addCommand(
    program,
    "improve",
    "mistakes that come back, and the change that would meet each",
  )
    // Or its own --json would take that of the commands below it.
    .enablePositionalOptions()
    .option(
      "--since <date>",
      "lessons and runs from this day on, YYYY-MM-DD (default: all lessons)",
    )
    .option("--all", `more than ${SHOWN} patterns`)
    .option("--run", "have the Improver make a proposal for one of them, on your Copilot client")
    .option("--pattern <number>", "with --run: which one (default: the first without a proposal)")
    .addHelpText(
      "after",
      "\nWithout --run no model is asked, and nothing is ever accepted by itself.",
    );
  addRunOptions(improve).action((options: ImproveOptions) =>
    options.run === true ? runPass(io, options) : show(io, options),
  );
  registerLook(improve, io);
  registerDecide(improve, io);
}

async function show(io: Io, options: ImproveOptions): Promise<void> {
  const since = await dayGiven(io, options, { words: options.since, towards: "past" });
  const found = await findPatterns({
    root: requireRoot(options.root, io.cwd),
    now: io.now(),
    since,
  });
  if (options.json === true) {
    printJson(io, { ok: true, ...found });
    return;
  }
  printFound(io, found, options.all === true);
}

function printFound(
  io: Io,
  { patterns, oneOffs, lessons, since }: FoundPatterns,
  all: boolean,
): void {
  const stretch = since === null ? "" : ` since ${since}`;
  if (patterns.length === 0) {
    const nothing = `No mistake came back in ${counted(lessons, "lesson")}${stretch}.`;
    io.stdout(sentences(io, nothing));
  } else {
    io.stdout(
      `${counted(patterns.length, "pattern")} in ${counted(lessons, "lesson")}${stretch}\n`,
    );
  }
  const shown = all ? patterns : patterns.slice(0, SHOWN);
  for (const [at, pattern] of shown.entries()) io.stdout(`\n${patternLines(io, at + 1, pattern)}`);
  const more = patterns.length - shown.length;
  if (more > 0) io.stdout(`\n${counted(more, "more pattern")}: add --all.\n`);
  if (oneOffs.length > 0) {
    const named = oneOffs.slice(0, LESSONS_SHOWN).join(", ");
    const rest =
      oneOffs.length > LESSONS_SHOWN ? ` and ${oneOffs.length - LESSONS_SHOWN} more` : "";
    io.stdout(`\n${broken(io, `Once so far, no change yet: ${named}${rest}.`, "")}`);
  }
}

function patternLines(io: Io, number: number, pattern: Pattern): string {
  const { summary, kind, file, why, lessons, runs } = pattern;
  const indent = "   ";
  const names = [...lessons, ...runs];
  const named = names.slice(0, LESSONS_SHOWN).join(", ");
  const rest = names.length > LESSONS_SHOWN ? ` and ${names.length - LESSONS_SHOWN} more` : "";
  return [
    colors(io).bold(broken(io, summary, `${number}. `).trimEnd()),
    "\n",
    broken(io, why, indent),
    broken(io, `${kind.replaceAll("-", " ")}: ${file}`, indent),
    names.length === 0 ? "" : broken(io, `${named}${rest}`, indent),
  ].join("");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
