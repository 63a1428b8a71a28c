import path from "node:path";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { readTask } from "../../office/runs/read-task.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions } from "../output.ts";
import { runForPerson } from "../run-for-person.ts";
import { addRunOptions, type RunOptions, runOptions } from "../run-options.ts";

interface Options extends CommonOptions, RunOptions {
  file?: string;
}

export function registerRun(program: Command, io: Io): void {
  const command = addCommand(program, "run", "have a department do a task, on your Copilot client")
    .argument("<agent>", "the department, e.g. marketing")
    .argument("[task]", "what to do, in words")
    .option("--file <path>", "take the task from a file");
  addRunOptions(command).action((agent: string, task: string | undefined, options: Options) =>
    run(io, { agent, task }, options),
  );
}

async function run(
  io: Io,
  { agent, task }: { agent: string; task: string | undefined },
  options: Options,
): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const more = runOptions(options);
  const text = await taskText(io, task, options.file);
  await runForPerson(io, { root, agent, task: text, json: options.json === true, ...more });
}

async function taskText(
  io: Io,
  task: string | undefined,
  file: string | undefined,
): Promise<string> {
  if (task !== undefined && file === undefined) return task;
  if (task === undefined && file !== undefined) return readTask(path.resolve(io.cwd, file));
  const found = task === undefined ? "neither words nor a file" : "both words and a file";
  throw new HqError(
    "usage",
    `Cannot tell what the task is: found ${found}, expected one of them.`,
    {
      hint: 'Give it in quotes: hq run AGENT "TASK"',
    },
  );
}
