/** `hq memory log | at | diff | undo | redact`: what the memory was, and taking a part of it back. */

import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import type { Entity, Graph } from "../../mcp-memory/graph.ts";
import { compareMoments } from "../../office/memory/compare-moments.ts";
import type { GraphDifference } from "../../office/memory/graph-difference.ts";
import { listChanges } from "../../office/memory/list-changes.ts";
import { type Redaction, redactText } from "../../office/memory/redact-text.ts";
import { showPast } from "../../office/memory/show-past.ts";
import { undoChange } from "../../office/memory/undo-change.ts";
import { undo as undoLast } from "../commands/undo.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { readCount } from "../read-count.ts";
import { changeLines } from "./change-lines.ts";
import { memoryOf } from "./memory-of.ts";

const LOG_SHOWN = 20;

export function registerHistory(memory: Command, io: Io): void {
  addCommand(memory, "log", "who changed what and when, newest first")
    .argument("[name]", "only changes of this entity and its relations")
    .option("--limit <n>", `so many changes (default: ${LOG_SHOWN})`)
    .option("--before <change>", "only changes before this number")
    .action((name: string | undefined, options: LogOptions) => printLog(io, { ...options, name }));
  addCommand(memory, "at", "what the memory held at the end of a day, or after a change")
    .argument("<moment>", "a date, an instant, or the number of a change")
    .argument("[name]", "only this entity")
    .action((moment: string, name: string | undefined, options: CommonOptions) =>
      printAt(io, { ...options, moment, name }),
    );
  addCommand(memory, "diff", "what changed between two moments")
    .argument("<from>", "a date, an instant, or the number of a change")
    .argument("[to]", "the same (default: now)")
    .action((from: string, to: string | undefined, options: CommonOptions) =>
      printDiff(io, { ...options, from, to }),
    );
  addCommand(memory, "undo", "take a change back, by a new one; the last one without a number")
    .argument("[change]", "its number in hq memory log")
    .option("--with-dependents", "take back later changes that build on it as well")
    .option("--yes", "do not ask")
    .action((change: string | undefined, options: UndoOptions) =>
      change === undefined || change === "last"
        ? undoLast(io, "last", { ...options, only: "memory" })
        : undo(io, { ...options, change }),
    );
  addCommand(memory, "redact", "take a text out of the memory everywhere, its history included")
    .argument("<text>", "the text that must go; - reads it from standard input")
    .action((text: string, options: CommonOptions) => redact(io, { ...options, text }));
}

interface UndoOptions extends CommonOptions {
  withDependents?: boolean;
  yes?: boolean;
}

interface LogOptions extends CommonOptions {
  limit?: string;
  before?: string;
}

async function printLog(io: Io, options: LogOptions & { name: string | undefined }): Promise<void> {
  const limit = readCount("--limit", options.limit ?? String(LOG_SHOWN));
  const before = options.before === undefined ? undefined : readNumber(options.before);
  const { changes, timeZone } = await listChanges(memoryOf(io, options), {
    limit,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(before === undefined ? {} : { before }),
  });
  if (options.json) {
    printJson(io, { ok: true, changes });
    return;
  }
  const lines = changes.flatMap((change) => changeLines(change, timeZone));
  const last = changes.at(-1);
  if (last === undefined) lines.push("The log has no such change.");
  else if (changes.length === limit && last.seq > 1) {
    lines.push(`Older ones: hq memory log --before ${last.seq}`);
  }
  io.stdout(`${lines.join("\n")}\n`);
}

async function printAt(
  io: Io,
  { moment, name, json, ...options }: CommonOptions & { moment: string; name: string | undefined },
): Promise<void> {
  const { graph, seq } = await showPast(memoryOf(io, options), moment);
  const entities = graph.entities.filter((entity) => name === undefined || entity.name === name);
  const relations = graph.relations.filter(
    ({ from, to }) => name === undefined || from === name || to === name,
  );
  if (json) printJson(io, { ok: true, change: seq, entities, relations });
  else if (name === undefined) io.stdout(summary(graph, seq));
  else if (entities.length === 0) {
    io.stdout(`After change ${seq} the memory held no entity "${plain(name)}".\n`);
  } else {
    const lines = entities.flatMap(entityLines);
    for (const { from, to, relationType } of relations) {
      lines.push(plain(`  ${from} ${relationType} ${to}`));
    }
    io.stdout(`${lines.join("\n")}\n`);
  }
}

function summary({ entities, relations }: Graph, seq: number): string {
  const types = Map.groupBy(entities, ({ entityType }) => entityType);
  const lines = [...types]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([type, all]) => `  ${String(all.length).padStart(6)}  ${plain(type)}`);
  return `${[
    `After change ${seq}: ${entities.length} entities, ${relations.length} relations`,
    ...lines,
    "One of them: hq memory at MOMENT NAME. All of them: --json",
  ].join("\n")}\n`;
}

function entityLines({ name, entityType, observations }: Entity): string[] {
  return [`${name} (${entityType})`, ...observations.map((text) => `  - ${text}`)].map(plain);
}

async function printDiff(
  io: Io,
  { from, to, json, ...options }: CommonOptions & { from: string; to: string | undefined },
): Promise<void> {
  const { difference, ...seqs } = await compareMoments(memoryOf(io, options), { from, to });
  if (json) printJson(io, { ok: true, ...seqs, ...difference });
  else io.stdout(`${differenceLines(difference).map(plain).join("\n")}\n`);
}

function differenceLines({ entities, relations }: GraphDifference): string[] {
  const lines = entities.flatMap((entity) => {
    const sign = entity.kind === "added" ? "+" : entity.kind === "removed" ? "-" : "~";
    return [
      `${sign} ${entity.name} (${entity.entityType})`,
      ...entity.removed.map((text) => `    - ${text}`),
      ...entity.added.map((text) => `    + ${text}`),
    ];
  });
  for (const { kind, relation } of relations) {
    const { from, to, relationType } = relation;
    lines.push(`${kind === "added" ? "+" : "-"} ${from} ${relationType} ${to}`);
  }
  return lines.length === 0 ? ["Nothing changed."] : lines;
}

async function undo(
  io: Io,
  options: CommonOptions & { change: string; withDependents?: boolean },
): Promise<void> {
  const seq = readNumber(options.change);
  const withDependents = options.withDependents ?? false;
  const outcome = await undoChange(memoryOf(io, options), { seq, withDependents });
  if (outcome.kind === "has-dependents") io.setExitCode(1);
  if (options.json) printJson(io, { ok: outcome.kind !== "has-dependents", ...outcome });
  else if (outcome.kind === "nothing-left")
    io.stdout(`Change ${seq} has been taken back already.\n`);
  else if (outcome.kind === "undone") {
    io.stdout(`Took back ${numbers(outcome.undone)}, by a new change. Nothing is lost.\n`);
  } else {
    io.stderr(
      `Cannot undo change ${seq}: ${numbers(outcome.dependents)} ${outcome.dependents.length === 1 ? "builds" : "build"} on it. Nothing was changed. Take them back too with --with-dependents, or look at them with: hq memory log --before ${(outcome.dependents[0] ?? seq) + 1}\n`,
    );
  }
}

function numbers(seqs: readonly number[]): string {
  return seqs.length === 1 ? `change ${seqs[0]}` : `changes ${seqs.join(", ")}`;
}

async function redact(io: Io, options: CommonOptions & { text: string }): Promise<void> {
  const text = options.text === "-" ? (await readAll(process.stdin)).trim() : options.text;
  const report = await redactText(memoryOf(io, options), text);
  const count = report.graph + report.history + report.quarantine;
  if (options.json) {
    printJson(io, { ok: report.unread.length === 0, ...report });
    return;
  }
  const lines = [
    count === 0
      ? "The memory does not hold this text."
      : `Redacted: ${report.graph} places in the graph, ${report.history} in its history, ${report.quarantine} in damaged pieces.`,
    ...report.unread.flatMap((file) => [
      `Not looked into: ${file}`,
      file.includes(".damaged-")
        ? "  a damaged database: hq memory repair --apply takes what only it has; then delete it"
        : "  no text that can be read here: delete it when it is not needed",
    ]),
  ];
  io.stdout(`${[...lines, ...gitLines(report.git)].join("\n")}\n`);
}

const COMMITS_SHOWN = 20;

/** What git still holds, and how it is rewritten; the text itself is not printed again. */
function gitLines(git: Redaction["git"]): string[] {
  const { commits, forgotten, problem } = git;
  if (problem !== null) {
    return [`Whether git's history holds it is not known: ${plain(problem)}`];
  }
  if (commits.length + forgotten.length === 0) return ["No commit of this repository holds it."];
  return [...historyLines(commits), ...reflogLines(forgotten)];
}

/** What an amended, rebased or deleted commit leaves: it is in no push, but in this clone. */
function reflogLines(forgotten: Redaction["git"]["forgotten"]): string[] {
  if (forgotten.length === 0) return [];
  return [
    `Only the reflog of this clone holds it in ${forgotten.length} commits that are on no branch any more:`,
    ...forgotten.slice(0, COMMITS_SHOWN).map(commitLine),
    "To drop them: git reflog expire --expire=now --all, then git gc --prune=now",
  ];
}

function commitLine({ hash, day, subject }: Redaction["git"]["commits"][number]): string {
  return `- ${hash} ${day} ${plain(subject)}`;
}

function historyLines(commits: Redaction["git"]["commits"]): string[] {
  if (commits.length === 0) return [];
  const shown = commits.slice(0, COMMITS_SHOWN);
  return [
    `git's history still holds it, and so does every clone. ${commits.length} commits brought it in or took it out:`,
    ...shown.map(commitLine),
    ...(commits.length > shown.length ? ["…"] : []),
    "To rewrite it: commit what is changed now, write the text on a line of a file outside the repository,",
    "  then: git filter-repo --replace-text <that file>",
    "  (accents and quotes: one line for each way in which JSON writes them), git push --force --all,",
    "  and have every other machine clone anew: an old clone brings the old commits back.",
  ];
}

function readNumber(text: string): number {
  if (/^#?\d{1,9}$/.test(text)) return Number(text.replace("#", ""));
  throw new HqError("usage", `Cannot read "${text}": expected the number of a change.`, {
    hint: "hq memory log shows the numbers.",
  });
}
