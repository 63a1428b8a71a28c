/**
 * What the engine did, a line of JSON each, for whoever looks for a cause afterwards. The record is the truth;
 * this is what it does not keep: passes that were in trouble, which client was started, how long it took.
 */
import { renameSync, statSync } from "node:fs";
import path from "node:path";
import pino from "pino";
import { findSecret } from "../mcp-memory/rules/secrets.ts";
import type { TickReport } from "./tick-report.ts";

/** From the company's root; the one before it beside it, with `.1`. */
export const LOG_FILE = path.join(".hq", "log", "engine.jsonl");
/** Larger, and a new one is begun: two of them are kept. */
const FILE_BYTES = 5_000_000;
const TEXT_CHARS = 1_000;

export type Level = "info" | "warn" | "error";

export interface EngineLog {
  /** Contract: does not throw. A text with a secret in it is held back. */
  write(level: Level, message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What came of a pass. */
  report(report: TickReport): void;
  /** When all is written. */
  close(): Promise<void>;
}

export interface LogPlace {
  root: string;
  now(): Date;
  /** For tests. */
  fileBytes?: number;
}

export function openLog(place: LogPlace): EngineLog {
  try {
    return openAt(place);
  } catch {
    // A folder that cannot be written: a log is not what the work may fail for.
    return { write: () => {}, report: () => {}, close: () => Promise.resolve() };
  }
}

function openAt({ root, now, fileBytes = FILE_BYTES }: LogPlace): EngineLog {
  const file = path.join(root, LOG_FILE);
  beginAnew(file, fileBytes);
  const destination = pino.destination({
    dest: file,
    sync: true,
    mkdir: true,
    append: true,
    mode: 0o600,
  });
  // A full disk: the work goes on, and what the record says of it is whole.
  destination.on("error", () => {});
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // Names of fields; texts are looked through before.
      redact: {
        paths: ["key", "token", "secret", "password", "authorization"],
        censor: "(held back)",
      },
    },
    destination,
  );
  let turn = Promise.resolve();
  const write: EngineLog["write"] = (level, message, fields = {}) => {
    turn = turn
      .then(async () => {
        logger[level](await shown(fields), (await shown({ message })).message as string);
      })
      .catch(() => {});
  };
  return {
    write,
    report: ({ lines, runs, clockSetBack }) => {
      for (const { outcome, ...due } of lines) {
        write(outcome === "failed" ? "warn" : "info", `due time ${outcome}`, due);
      }
      for (const { id, agent, state, why } of runs)
        write("info", `run ${state}`, { run: id, agent, why });
      if (clockSetBack !== null) write("warn", "clock set back", { minutes: clockSetBack });
    },
    close: async () => {
      await turn;
      destination.end();
    },
  };
}

function beginAnew(file: string, fileBytes: number): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size < fileBytes) return;
  try {
    renameSync(file, file.replace(/\.jsonl$/, ".1.jsonl"));
  } catch {
    // It grows on.
  }
}

async function shown(fields: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const entries = Object.entries(fields).map(async ([name, value]) => {
    if (typeof value !== "string") return [name, value] as const;
    const found = await findSecret([value]);
    return [
      name,
      found === null ? value.slice(0, TEXT_CHARS) : `(held back: it holds ${found})`,
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
