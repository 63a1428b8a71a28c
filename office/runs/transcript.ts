/**
 * What a run did, as lines of JSON in a folder that only the founder can read. Bounded: each text is
 * cut, and the file ends when it is full. A text with a secret in it is held back whole.
 */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { findSecret } from "../../mcp-memory/rules/secrets.ts";
import type { RunEvent } from "./runtime.ts";

/** Where the folders of runs stand, from the company's root. */
export const RUNS_FOLDER = ".hq/runs";
const TRANSCRIPT = "transcript.jsonl";
const TEXT_CHARS = 4_000;
const LINES_BYTES = 2_000_000;
/** Room for the last line. */
const FULL_BYTES = 200;

export type TranscriptLine =
  | (RunEvent & { at: string })
  | { at: string; kind: "full" }
  | { at: string; kind: "end"; state: string };

export interface Transcript {
  /** Lines are written one after another; a disk that refuses is told of once, by `close`. */
  add(event: RunEvent | { kind: "end"; state: string }): void;
  /** When all is written; why not, if it could not be. */
  close(): Promise<string | null>;
}

/** The run's folder. */
export function runFolder(root: string, run: string): string {
  return path.join(root, RUNS_FOLDER, run);
}

/** Makes the run's folder with a transcript in it. Room is kept for the last lines of a long run. */
export async function openTranscript(
  folder: string,
  now: () => Date,
  limitBytes = LINES_BYTES,
): Promise<Transcript> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, TRANSCRIPT);
  let left = limitBytes;
  let isFull = false;
  let trouble: string | null = null;
  let turn = Promise.resolve();
  const write = async (line: TranscriptLine) => {
    const text = `${JSON.stringify(await shown(line))}\n`;
    const bytes = Buffer.byteLength(text);
    // That it is full and how the run ended are always told.
    const isLast = line.kind === "end" || line.kind === "full";
    if (!isLast && bytes > left - FULL_BYTES) {
      isFull = true;
      return write({ at: line.at, kind: "full" });
    }
    left -= bytes;
    await appendFile(file, text, { mode: 0o600 });
  };
  return {
    add: (event) => {
      const at = now().toISOString();
      turn = turn
        .then(() => (isFull && event.kind !== "end" ? undefined : write({ at, ...event })))
        .catch((error: unknown) => {
          trouble ??= error instanceof Error ? error.message : String(error);
        });
    },
    close: async () => {
      await turn;
      return trouble;
    },
  };
}

/** The lines that are whole, from the given byte on, and the byte at which the next reading begins. */
export async function readTranscript(
  folder: string,
  from = 0,
): Promise<{ lines: TranscriptLine[]; next: number }> {
  const bytes = await readFile(path.join(folder, TRANSCRIPT)).catch((error: unknown) => {
    // A run of a machine whose .hq was not kept, or one that never began.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const end = bytes.lastIndexOf(10) + 1;
  const text = bytes.subarray(Math.min(from, end), end).toString("utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  return { lines: lines.map((line) => JSON.parse(line) as TranscriptLine), next: end };
}

/** The line with every text cut to size, and held back where it holds a secret. */
async function shown(line: TranscriptLine): Promise<TranscriptLine> {
  const fields = Object.entries(line).map(async ([key, value]: [string, unknown]) => {
    const isOurs = typeof value !== "string" || OWN_FIELDS.has(key);
    return [key, isOurs ? value : await withoutSecret(value)];
  });
  return Object.fromEntries(await Promise.all(fields)) as TranscriptLine;
}

const OWN_FIELDS = new Set(["at", "kind", "state", "call"]);

async function withoutSecret(text: string): Promise<string> {
  // Looked at before it is cut: half a secret is not known as one.
  const looked = text.slice(0, SEARCHED_CHARS);
  const found = await findSecret([looked]);
  if (found !== null) return `(held back: it holds ${found})`;
  if (looked.length <= TEXT_CHARS) return looked;
  return `${looked.slice(0, TEXT_CHARS)} … (${text.length} characters)`;
}

/** Twice what is kept: the search takes its time on megabytes. */
const SEARCHED_CHARS = 2 * TEXT_CHARS;
