/** Answers a shell that asks what may come next: one word a line, a tab, and what a person should know of it. */
import path from "node:path";
import type { Command } from "commander";
import { findRoot } from "../../files/root.ts";
import { type KnownWord, wordsOf } from "../../office/complete-words.ts";
import type { Io } from "../context.ts";
import { plain } from "../output.ts";
import { type Candidates, candidates } from "./candidates.ts";
import type { ValueKind } from "./value-kinds.ts";

/** A list that is longer is no choice any more. */
const SHOWN = 200;
const SAYS_CHARS = 60;

/**
 * Prints the candidates for the last of `words`; `:file` or `:folder` where the shell knows better. A key press
 * is no place for an error: where something cannot be read there is nothing to choose.
 */
export async function printCandidates(
  io: Io,
  words: readonly string[],
  known: { program: Command; shownByDefault: Readonly<Record<string, string>> },
): Promise<void> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const root = rootOf(io, before);
  const valuesOf = (kind: Exclude<ValueKind, string>) => values(root, kind);
  const found = await candidates({ before, current }, { ...known, valuesOf }).catch(nothing);
  if (found.kind !== "words") {
    io.stdout(`:${found.kind}\n`);
    return;
  }
  const lines = found.words
    .filter(({ value }) => value.toLowerCase().startsWith(current.toLowerCase()))
    .slice(0, SHOWN)
    .map(({ value, says }) => `${plain(value)}\t${oneLine(says)}\n`);
  io.stdout(lines.join(""));
}

/**
 * The words behind the program on a line of a shell, the last one as far as it is typed: quotes and backslashes are
 * taken as bash takes them.
 */
export function wordsOfLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? "";
    if (letter === "\\" && quote !== "'") {
      at += 1;
      word = `${word ?? ""}${line[at] ?? ""}`;
    } else if (quote !== "") {
      if (letter === quote) quote = "";
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= "";
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ""}${letter}`;
  }
  return [...words, word ?? ""].slice(1);
}

function nothing(): Candidates {
  return { kind: "words", words: [] };
}

async function values(root: string | null, kind: Exclude<ValueKind, string>): Promise<KnownWord[]> {
  if ("words" in kind) return kind.words.map((value) => ({ value, says: "" }));
  const also = (kind.also ?? []).map((value) => ({ value, says: "" }));
  return [...also, ...(root === null ? [] : await wordsOf(root, kind.known))];
}

function rootOf({ cwd }: Io, before: readonly string[]): string | null {
  const at = before.indexOf("--root");
  const given = at === -1 ? undefined : before[at + 1];
  return findRoot(given === undefined ? cwd : path.resolve(cwd, given));
}

function oneLine(text: string): string {
  const line = plain(text).replaceAll(/\s+/g, " ").trim();
  return line.length > SAYS_CHARS ? `${line.slice(0, SAYS_CHARS - 1)}…` : line;
}
