/** What a run changed and what failed in it, as lines for a person. */
import { clip } from "../company/clip.ts";
import type { ChangedFile, ToolFailure } from "../ledger/traces.ts";
import type { WholeTrace } from "../office/runs/whole-trace.ts";
import type { Io } from "./context.ts";
import { plain, sentences } from "./output.ts";

const FILES_SHOWN = 20;
const TEXT_CHARS = 160;

export function traceLines(io: Io, trace: WholeTrace): string[] {
  const { files, fileCount, memory, tools, failures, snapshotNote } = trace;
  const own = files.filter(({ named }) => named);
  const others = fileCount - own.length;
  const did = [
    counted(own.length, "file"),
    counted(memory.length, "change of memory", "changes of memory"),
    counted(tools.calls, "tool call"),
    ...(tools.refused === 0 ? [] : [`${tools.refused} refused`]),
    ...(tools.failed === 0 ? [] : [`${tools.failed} failed`]),
  ];
  return [
    sentences(io, `Changed: ${did.join(", ")}.`),
    ...own.slice(0, FILES_SHOWN).map((file) => fileLine(io, file)),
    ...(memory.length === 0
      ? []
      : [sentences(io, `hq memory log shows: ${numbers(memory)}`, "  ")]),
    ...(others === 0
      ? []
      : [sentences(io, `${others} more changed meanwhile, named by none of its calls.`, "  ")]),
    ...failures.map((failure) => failureLine(io, failure)),
    ...(snapshotNote === null ? [] : [sentences(io, snapshotNote)]),
  ];
}

export function fileLine(io: Io, { path, change }: ChangedFile): string {
  return sentences(io, `${change.padEnd(7)} ${plain(path)}`, "  ");
}

function failureLine(io: Io, { tool, refused, text, times }: ToolFailure): string {
  const how = `${refused ? "refused" : "failed"}${times === 1 ? "" : ` ${times} times`}`;
  return sentences(io, plain(`${tool} ${how}: ${clip(text, TEXT_CHARS)}`), "  ");
}

/** `3 to 7, 9` */
export function numbers(seqs: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < seqs.length; ) {
    let end = at;
    while (seqs[end + 1] === (seqs[end] ?? 0) + 1) end += 1;
    parts.push(end === at ? `${seqs[at]}` : `${seqs[at]} to ${seqs[end]}`);
    at = end + 1;
  }
  return parts.join(", ");
}

function counted(count: number, word: string, many = `${word}s`): string {
  return `${count === 0 ? "no" : count} ${count === 1 ? word : many}`;
}
