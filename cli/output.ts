/** How commands print: one JSON schema with --json, else text for a person in a hurry. */
import type { Command } from "commander";
import pc from "picocolors";
import { wrap } from "../company/wrap.ts";
import type { Io } from "./context.ts";

/** The two options that every command has. */
export interface CommonOptions {
  root?: string;
  json?: boolean;
}

/** Adds a subcommand with `--root` and `--json`. */
export function addCommand(parent: Command, usage: string, summary: string): Command {
  return parent
    .command(usage)
    .description(summary)
    .option("--root <dir>", "the company's folder (default: nearest one upward)")
    .option("--json", "print JSON");
}

/** One JSON value and a newline. */
export function printJson(io: Io, value: unknown): void {
  io.stdout(`${JSON.stringify(value, null, 2)}\n`);
}

/** Colours, or the same functions without effect. */
export function colors(io: Io): ReturnType<typeof pc.createColors> {
  return pc.createColors(io.color);
}

/** Fits an 80-column terminal with room for a scroll bar. */
const WIDEST_COLUMNS = 78;
const NARROWEST_COLUMNS = 30;

/**
 * Our own words as lines for a person: broken between words at 78 columns (as wide as the
 * terminal is, in one), with `hq` as it is typed here and without control characters. `lead` begins the first
 * line; the others stand under its end.
 */
export function sentences(io: Io, text: string, lead = ""): string {
  const named = text.replaceAll(NAMED_COMMAND, (command) => together(typed(io, command)));
  return broken(io, named, lead);
}

/** Stands for a space that no line is broken at. */
const UNBROKEN = "\u00a0";

/** Words that stay on one line: a command that is broken over two cannot be copied. */
export function together(text: string): string {
  return text.replaceAll(" ", UNBROKEN);
}

/** Columns that lines for a person may have here: those of the terminal, with room for a scroll bar. */
export function widthOf({ columns, terminal }: Io): number {
  const widest = terminal === true ? columns - 2 : Math.min(columns, WIDEST_COLUMNS);
  return Math.max(NARROWEST_COLUMNS, widest);
}

/** Anyone's text as lines, as `sentences` does with our own. */
export function broken(io: Io, text: string, lead: string): string {
  return wrap(lead, plain(text).replaceAll("\n", " "), { width: widthOf(io) })
    .map((line) => `${line.replaceAll(UNBROKEN, " ")}\n`)
    .join("");
}

/** Commands and what may follow them, for `NAMED_COMMAND`; a line holds a few, so that two changes seldom meet. */
const COMMAND_NAMES = [
  ...["init", "standup", "board", "lesson", "memory", "department", "doctor", "upgrade", "start"],
  ...["review", "audit", "claims", "run", "runs", "status", "notify", "up", "tick"],
  ...["jobs", "stop", "resume", "runner", "service", "ask", "weekly-review", "spend", "providers"],
  ...["improve", "eval", "post", "channel", "engage", "signals", "approvals"],
  ...["duty", "pack", "facts", "done", "ran", "undo", "completion", "setup"],
].join("|");
const ACTION_NAMES = [
  ...["list", "add", "edit", "assign", "block", "unblock", "move", "done", "due"],
  ...["remove", "show", "search", "status", "withdraw", "check", "set", "print", "follow"],
  ...[
    "continue",
    "undo",
    "prune",
    "synthesis",
    "drafts",
    "metrics",
    "accept",
    "drop",
    "test",
    "log",
  ],
  ...["end", "preview", "new", "plan", "duties", "questions", "answer", "adopt", "renew"],
  ...["approve", "unapprove", "hold", "resolve", "send", "protect"],
  ...["skip", "pages", "reject", "revert", "report", "relate", "replace"],
  ...["find", "update", "tidy"],
].join("|");

/** `hq init --into DIR` in the midst of a sentence: the command, its options and placeholders. */
const NAMED_COMMAND = new RegExp(
  String.raw`(?<![\w./-])hq (?:${COMMAND_NAMES}|--help)\b(?: (?:--agent [a-z][a-z-]*|\d{4}-[a-z\d-]+|run-\d+|--[a-z][a-z-]*|[A-Z]{2,}|${ACTION_NAMES})\b)*`,
  "g",
);

/** The text with `hq …` as it can be typed where the founder stands: `hq` alone is on no PATH. */
export function asTyped(io: Io, text: string): string {
  return text.replaceAll(NAMED_COMMAND, (command) => typed(io, command));
}

function typed(io: Io, command: string): string {
  return `${io.program}${command.slice("hq".length)}`;
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * The text without terminal control characters. Titles, memory and drafts are written by machines;
 * an escape sequence in them must not reach the founder's terminal.
 */
export function plain(text: string): string {
  return text.replaceAll(CONTROL, "");
}
