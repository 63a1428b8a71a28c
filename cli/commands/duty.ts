import type { Command } from "commander";
import { requireRoot } from "../../files/root.ts";
import { closeDuty, stopDuty } from "../../office/close-duty.ts";
import { authorOf, requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";
import { requireDate } from "../require-date.ts";

interface DoneOptions extends CommonOptions {
  due?: string;
  on?: string;
  receipt?: string;
}

export function registerDuty(program: Command, io: Io): void {
  const duty = program.command("duty").description("close a duty from outside");
  addCommand(duty, "done <duty>", "its day is done; the earliest open one without --due")
    .option("--due <date>", "which of its days")
    .option("--on <date>", "when it was done; today when left out")
    .option("--receipt <text>", "the reference that proves it")
    .action((name: string, { due, on, receipt, ...options }: DoneOptions) =>
      close(io, options, {
        duty: name,
        due: due === undefined ? undefined : requireDate(due),
        on: on === undefined ? undefined : requireDate(on),
        receipt,
      }),
    );
  addCommand(duty, "skip <duty>", "it is not due this time")
    .requiredOption("--reason <text>", "why, such as: no sales to EU businesses")
    .option("--due <date>", "which of its days; the earliest open one when left out")
    .action((name: string, options: CommonOptions & { reason: string; due?: string }) =>
      close(io, options, {
        duty: name,
        due: options.due === undefined ? undefined : requireDate(options.due),
        skipped: options.reason,
      }),
    );
  addCommand(duty, "stop <duty>", "it is ours no more: take its row out of Obligations").action(
    (name: string, options: CommonOptions) => stop(io, name, options),
  );
}

async function close(
  io: Io,
  options: CommonOptions,
  closing: Omit<Parameters<typeof closeDuty>[1], "by">,
): Promise<void> {
  const closed = await closeDuty(memoryOf(io, options), { ...closing, by: authorOf(io) });
  if (options.json) {
    printJson(io, { ok: true, ...closed });
    return;
  }
  const left = closed.left === 0 ? "" : ` ${closed.left} later ones of it are still late.`;
  const how = closing.skipped === undefined ? `done on ${closed.completed}` : "not due this time";
  io.stdout(sentences(io, `${closed.obligation}, due ${closed.due}: ${how}.${left}`));
}

async function stop(io: Io, name: string, options: CommonOptions): Promise<void> {
  requireFounder(io, "change the table Obligations");
  const { obligation } = await stopDuty(requireRoot(options.root, io.cwd), name);
  if (options.json) printJson(io, { ok: true, obligation });
  else io.stdout(sentences(io, `${obligation} is in no plan any more.`));
}
