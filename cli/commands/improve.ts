/** `hq improve`: mistakes that come back, and what would meet them. */
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import type { Pattern } from "../../company/lessons/patterns.ts";
import { requireRoot } from "../../files/root.ts";
import { type FoundPatterns, findPatterns } from "../../office/find-patterns.ts";
import { knownProposals, type Proposal } from "../../office/list-proposals.ts";
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
  addRunOptions(improve).action((options: ImproveOptions) => {
    if (options.run === true) return runPass(io, options);
    requireRun(options);
    return show(io, options);
  });
  registerLook(improve, io);
  registerDecide(improve, io);
}

/** What only a run can use would be passed over without a word. */
function requireRun({ pattern, timeout, model, budget }: ImproveOptions): void {
  const given = Object.entries({ pattern, timeout, model, budget }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  const [name, value = ""] = given;
  throw new HqError(
    "usage",
    `Cannot use --${name} ${value.slice(0, 40)}: it is for a run of the Improver, expected --run beside it.`,
    {
      hint: `Have a proposal made with: hq improve --run --${name} ${JSON.stringify(value.slice(0, 40))}`,
    },
  );
}

async function show(io: Io, options: ImproveOptions): Promise<void> {
  const since = await dayGiven(io, options, { words: options.since, towards: "past" });
  const root = requireRoot(options.root, io.cwd);
  const found = await findPatterns({ root, now: io.now(), since });
  if (options.json === true) {
    printJson(io, { ok: true, ...found });
    return;
  }
  printFound(io, found, { all: options.all === true, proposals: await knownProposals(root) });
}

interface Shown {
  all: boolean;
  proposals: readonly Proposal[];
}

function printFound(
  io: Io,
  { patterns, oneOffs, lessons, since }: FoundPatterns,
  { all, proposals }: Shown,
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
  for (const [at, pattern] of shown.entries()) {
    io.stdout(`\n${patternLines(io, at + 1, pattern)}`);
    io.stdout(proposalLine(io, pattern, proposals));
  }
  const more = patterns.length - shown.length;
  if (more > 0) io.stdout(`\n${counted(more, "more pattern")}: add --all.\n`);
  if (oneOffs.length > 0) {
    const named = all ? oneOffs : oneOffs.slice(0, LESSONS_SHOWN);
    const left = oneOffs.length - named.length;
    const rest = left > 0 ? ` and ${left} more` : "";
    io.stdout(`\n${broken(io, `Once so far, no change yet: ${named.join(", ")}${rest}.`, "")}`);
  }
  if (patterns.some(({ isAnswered }) => !isAnswered))
    io.stdout(
      `\n${sentences(io, "Have the Improver propose a change: hq improve --run. What waits for you: hq improve list")}`,
    );
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

/** What was proposed for it already: else the founder would have it made twice. */
function proposalLine(io: Io, { lessons, isAnswered }: Pattern, proposals: Shown["proposals"]) {
  const on = proposals.filter(({ record }) =>
    record.lessons.some((name) => lessons.includes(name)),
  );
  const waits = on.find(({ state }) => state === "open");
  const rejected = on.find(({ state }) => state === "rejected");
  const newest = waits ?? rejected;
  if (isAnswered || newest === undefined) return "";
  const how = waits === undefined ? "you rejected a proposal" : "a proposal waits";
  return sentences(io, `${how}: hq improve show ${newest.record.id}`, "   ");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
