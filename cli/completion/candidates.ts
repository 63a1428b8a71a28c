/** What may stand at the end of a half typed command line, from commander's own tree. */
import type { Command, Option } from "commander";
import type { KnownWord } from "../../office/complete-words.ts";
import { argumentKind, optionKind, type ValueKind } from "./value-kinds.ts";

/** Words to choose from, or what the shell itself can name. */
export type Candidates = { kind: "words"; words: KnownWord[] } | { kind: "file" | "folder" };

export interface Typed {
  /** The words behind the program, without the one at the cursor. */
  before: readonly string[];
  /** The word at the cursor, as far as it is typed. */
  current: string;
}

export interface Known {
  program: Command;
  /** What a group does when nothing else is asked of it: `board` lists. */
  shownByDefault: Readonly<Record<string, string>>;
  valuesOf(kind: Exclude<ValueKind, string>): Promise<KnownWord[]>;
}

const NONE: Candidates = { kind: "words", words: [] };

/** All that may stand there; the caller keeps those that begin as the word does. */
export async function candidates({ before, current }: Typed, known: Known): Promise<Candidates> {
  const found = walk(before, known.program);
  if (found === null) return NONE;
  const { command, path, positionals, open } = found;
  const [long, half] = splitOption(current);
  if (half !== null) {
    return prefixed(`${long}=`, await ofKind(optionKind(path, long), known));
  }
  if (open !== null) return ofKind(optionKind(path, open.long ?? ""), known);
  if (current.startsWith("-") && !before.includes("--")) {
    return { kind: "words", words: optionsOf(command, before, known) };
  }
  if (path.startsWith("help ") && command.commands.length === 0) return NONE;
  if (command.commands.length > 0 && positionals === 0) {
    return { kind: "words", words: command.commands.filter(isShown).map(named) };
  }
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[positionals] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return NONE;
  return ofKind(argumentKind(path, argument.name()), known);
}

interface Walked {
  command: Command;
  /** `board due`. */
  path: string;
  /** Words that are no option and no command. */
  positionals: number;
  /** The option whose value comes next. */
  open: Option | null;
}

/** null where a word names no command. */
function walk(words: readonly string[], program: Command): Walked | null {
  let at: Walked = { command: program, path: "", positionals: 0, open: null };
  let onlyWords = false;
  for (const word of words) {
    if (at.open !== null) at = { ...at, open: null };
    else if (word === "--") onlyWords = true;
    else if (word.startsWith("-") && !onlyWords)
      at = { ...at, open: valueOption(at.command, word) };
    else {
      const next = at.positionals === 0 ? subcommand(at, word) : undefined;
      if (next !== undefined) at = next;
      else if (at.command.commands.length > 0) return null;
      else at = { ...at, positionals: at.positionals + 1 };
    }
  }
  return at;
}

function subcommand({ command, path }: Walked, word: string): Walked | undefined {
  const isHelp = path === "" && word === "help";
  const next = isHelp ? command : command.commands.find((one) => one.name() === word);
  if (next === undefined) return undefined;
  return {
    command: next,
    path: path === "help" || path === "" ? word : `${path} ${word}`,
    positionals: 0,
    open: null,
  };
}

/** The option when its value is the next word. */
function valueOption(command: Command, word: string): Option | null {
  if (word.includes("=")) return null;
  const option = command.options.find(({ long, short }) => long === word || short === word);
  return option !== undefined && (option.required || option.optional) ? option : null;
}

/** `--due=to` as the option and its half typed value. */
function splitOption(word: string): [string, string | null] {
  const at = word.indexOf("=");
  if (!word.startsWith("--") || at === -1) return [word, null];
  return [word.slice(0, at), word.slice(at + 1)];
}

function optionsOf(command: Command, before: readonly string[], known: Known): KnownWord[] {
  const shown = known.shownByDefault[command.name()];
  const usual = command.commands.find((one) => one.name() === shown);
  const options = [...command.options, ...(usual?.options ?? [])].filter(
    ({ long, variadic, hidden }) => !hidden && (variadic || !before.includes(long ?? "")),
  );
  return [
    ...options.map(({ long, short, description }) => ({
      value: long ?? short ?? "",
      says: description,
    })),
    { value: "--help", says: "what it does and takes, with an example" },
  ];
}

function named(command: Command): KnownWord {
  return { value: command.name(), says: command.description() };
}

function isShown(command: Command): boolean {
  return !(command as unknown as { _hidden?: boolean })._hidden;
}

async function ofKind(kind: ValueKind | undefined, known: Known): Promise<Candidates> {
  if (kind === undefined) return NONE;
  if (typeof kind === "string") return { kind };
  return { kind: "words", words: await known.valuesOf(kind) };
}

/** A shell compares the whole word, `--due=` included. */
function prefixed(prefix: string, found: Candidates): Candidates {
  if (found.kind !== "words") return found;
  return {
    kind: "words",
    words: found.words.map(({ value, says }) => ({ value: `${prefix}${value}`, says })),
  };
}
