/** Runs one command line: finds the command, tells wrong usage, gives the exit code. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { HqError } from "../company/error.ts";
import { findRoot } from "../files/root.ts";
import { mergeByItself } from "../office/records/merge-by-itself.ts";
import manifest from "../package.json" with { type: "json" };
import { COMMANDS } from "./command-list.ts";
import { ASK } from "./completion/ask.ts";
import type { Io } from "./context.ts";
import { asTyped, plain, printJson, sentences } from "./output.ts";
import { packageRoot } from "./package-root.ts";

/** What a group shows when nothing else is asked of it. */
const SHOWN_BY_DEFAULT: Readonly<Record<string, string>> = {
  board: "list",
  memory: "overview",
  review: "list",
  lesson: "list",
  department: "list",
  runs: "list",
  duty: "list",
  pack: "duties",
  facts: "due",
};

/** What people type out of habit, as commander knows it: `-v`, and `help board add`. */
function inOtherWords([first = "", ...rest]: readonly string[]): readonly string[] {
  if (first === "-v") return ["--version", ...rest];
  const isHelpOnCommand = first === "help" && rest.length > 0 && !rest[0]?.startsWith("-");
  return isHelpOnCommand ? [...rest, "--help"] : [first, ...rest];
}

/** As wide as the terminal, but descriptions of more than a hundred columns are hard to read. */
function helpWidth({ columns, terminal }: Io): number {
  return terminal === true ? Math.min(columns, 120) : Math.min(columns, 80);
}

const HELP = ["--help", "-h", "help"];

/** A shell asks what may come next. Nothing but the answer is printed, and nothing is set up. */
async function answerShell(given: readonly string[], io: Io): Promise<number> {
  const { printCandidates, wordsOfLine } = await import("./completion/complete.ts");
  const words = given[0] === "--line" ? wordsOfLine(given[1] ?? "") : given;
  const program = await buildProgram(words, io);
  await printCandidates(io, words, { program, shownByDefault: SHOWN_BY_DEFAULT });
  return 0;
}

/** `hq board` as `hq board list`, with the options that were given; help stays help. */
function completed(argv: readonly string[]): readonly string[] {
  const [group = "", ...rest] = argv;
  const shown = SHOWN_BY_DEFAULT[group];
  const asksHelp = rest.some((word) => word === "--help" || word === "-h");
  if (shown === undefined || asksHelp || rest[0]?.startsWith("-") === false) return argv;
  return [group, shown, ...rest];
}

/**
 * Runs one command line (without the program's own two words) and gives the exit code:
 * 0 done, 1 refused or failed, 2 wrong usage, 70 a bug of ours.
 */
export async function run(given: readonly string[], io: Io): Promise<number> {
  if (given[0] === ASK) return answerShell(given.slice(1), io);
  const argv = completed(inOtherWords(given));
  let exitCode = 0;
  const counted: Io = {
    ...io,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  const program = await buildProgram(argv, counted);
  await finishSetup(argv, io);
  await setUpMerging(argv, io);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, argv, io);
    // Help that was asked for, or shown because no command was given, is printed already.
    if (error.exitCode === 0) return 0;
    if (error.code === "commander.help") return 2;
    return report(usageError(error, calledIn(program, argv)), argv, io);
  }
}

/** A change of the set-up that was cut off is carried out before anything reads half of it. */
async function finishSetup(argv: readonly string[], io: Io): Promise<void> {
  const root = rootOf(argv, io);
  if (root === null || !existsSync(path.join(root, ".hq", "setup.json"))) return;
  const { finishTogether } = await import("../setup/journal.ts");
  try {
    if (await finishTogether(root, io)) {
      io.stderr(sentences(io, "A change of the set-up that was cut off has been finished."));
    }
  } catch (error) {
    if (!(error instanceof HqError)) throw error;
    io.stderr(sentences(io, `${error.message} ${error.hint ?? ""}`));
  }
}

function rootOf(argv: readonly string[], io: Io): string | null {
  const given = argv[argv.indexOf("--root") + 1];
  const from =
    argv.includes("--root") && given !== undefined ? path.resolve(io.cwd, given) : io.cwd;
  return findRoot(from);
}

/** In a new clone, before the command: git's next pull may come at any moment. */
async function setUpMerging(argv: readonly string[], io: Io): Promise<void> {
  const root = rootOf(argv, io);
  if (root === null) return;
  await mergeByItself({ root, packageRoot: packageRoot() }, (line) => io.stderr(`${line}\n`));
}

async function buildProgram(argv: readonly string[], io: Io): Promise<Command> {
  const program = new Command("hq")
    .description("Solo HQ: a company of GitHub Copilot agents in one git repository.")
    .version(manifest.version, "-V, --version", "output the version number (also: -v)")
    .exitOverride()
    // An option belongs to the command behind which it stands: `hq improve` has some, and so have its own.
    .enablePositionalOptions()
    // A description is broken beside a long command too, or its line runs over the edge.
    .configureHelp({ helpWidth: helpWidth(io), minWidthToWrap: 20 })
    // What commander says of wrong usage is reported below like every other error.
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, outputError: () => {} })
    .showSuggestionAfterError(true);
  const called = argv.find((word) => !word.startsWith("-"));
  const helpOn = called === "help" ? argv[argv.indexOf("help") + 1] : called;
  for (const { name, summary, load } of COMMANDS) {
    if (name === helpOn) (await load())(program, io);
    else program.command(name).description(summary);
  }
  if (argv.length <= 1 || argv.some((word) => HELP.includes(word))) {
    const { addExamples } = await import("./examples.ts");
    addExamples(program, (text) => asTyped(io, text));
  }
  return program;
}

function report(error: unknown, argv: readonly string[], io: Io): number {
  const operating = operatingError(error);
  if (operating === null) {
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    io.stderr("This is a bug in Solo HQ. Nothing more was done.\n");
    return 70;
  }
  if (argv.includes("--json")) printJson(io, { ok: false, error: callable(io, operating) });
  else {
    io.stderr(sentences(io, operating.message));
    // A command of its own line is copied as it stands.
    const [hint, ...commands] = operating.hint?.split("\n") ?? [];
    if (hint !== undefined) io.stderr(sentences(io, hint));
    for (const line of commands) io.stderr(`  ${asTyped(io, plain(line))}\n`);
  }
  return operating.code === "usage" ? 2 : 1;
}

/** The command that the words name, as far as they name one: `board add`. */
function calledIn(program: Command, argv: readonly string[]): string {
  const names: string[] = [];
  let command = program;
  for (const word of argv.filter((one) => !one.startsWith("-"))) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    names.push(word);
    command = next;
  }
  return names.join(" ");
}

function usageError(error: CommanderError, called: string): HqError {
  const found = error.message.replace(/^error: /, "").replace(/\.$/, "");
  const [what = found, ...suggestion] = found.split("\n");
  const help = `See: hq ${called === "" ? "" : `${called} `}--help`;
  return new HqError("usage", [`Cannot run this command: ${what}.`, ...suggestion].join(" "), {
    hint: help,
    cause: error,
  });
}

function callable(io: Io, { code, message, hint }: OperatingError): OperatingError {
  const named = hint === undefined ? {} : { hint: asTyped(io, hint) };
  return { code, message: asTyped(io, message), ...named };
}

interface OperatingError {
  code: string;
  message: string;
  hint?: string;
}

/** Errors of ours, of the memory server and of the ledger, which share no class but one shape. */
function operatingError(error: unknown): OperatingError | null {
  if (!(error instanceof Error)) return null;
  const isOurs = error instanceof HqError || /^(?:Memory|Ledger)Error$/.test(error.name);
  if (!isOurs) return null;
  const { code, hint } = error as HqError;
  return { code, message: error.message, ...(hint === undefined ? {} : { hint }) };
}
