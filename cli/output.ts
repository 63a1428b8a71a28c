/** How commands print: one JSON schema with --json, else text for a person in a hurry. */
import type { Command } from "commander";
import pc from "picocolors";
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

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * The text without terminal control characters. Titles, memory and drafts are written by machines;
 * an escape sequence in them must not reach the founder's terminal.
 */
export function plain(text: string): string {
  return text.replaceAll(CONTROL, "");
}
