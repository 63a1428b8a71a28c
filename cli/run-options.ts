/** The options of every command that has a department work. */
import type { Command } from "commander";
import type { RunWanted } from "../office/run-department.ts";
import { durationMs } from "./duration.ts";

export interface RunOptions {
  timeout?: string;
  model?: string;
  budget?: string;
}

export function addRunOptions(command: Command): Command {
  return command
    .option("--timeout <time>", "end it after this time: 90s, 10m, 2h (default: 15m)")
    .option("--model <id>", "the model (default: your client's)")
    .option("--budget <limit>", 'the most it may use: "500k tokens", "20 calls", "2 EUR"');
}

/** @throws HqError `usage` for a time that is none */
export function runOptions({
  timeout,
  model,
  budget,
}: RunOptions): Pick<RunWanted, "timeoutMs" | "model" | "budget"> {
  return {
    model,
    ...(budget === undefined ? {} : { budget }),
    ...(timeout === undefined ? {} : { timeoutMs: durationMs(timeout, "the time limit") }),
  };
}
