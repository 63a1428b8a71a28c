import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import type { CheckedFiling } from "../../company/pack/filings.ts";
import type { ObligationDue } from "../../company/standup/types.ts";
import { requireRoot } from "../../files/root.ts";
import { addDuty } from "../../office/add-duty.ts";
import { checkFilingWork } from "../../office/check-filing.ts";
import { closeDuty, stopDuty } from "../../office/close-duty.ts";
import { listOpenDuties } from "../../office/list-open-duties.ts";
import { authorOf, requireFounder } from "../author-of.ts";
import type { Io } from "../context.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { addCommand, type CommonOptions, colors, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";

interface AddOptions extends CommonOptions {
  schedule?: string;
  agent?: string;
  warn?: string;
}

interface DoneOptions extends CommonOptions {
  due?: string;
  on?: string;
  receipt?: string;
}

export function registerDuty(program: Command, io: Io): void {
  const duty = program.command("duty").description("duties from outside");
  addCommand(duty, "list", "each with its next open day, the earliest first").action(
    (options: CommonOptions) => list(io, options),
  );
  addCommand(duty, "done <duty>", "its day is done; the earliest open one without --due")
    .option("--due <date>", "which of its days")
    .option("--on <date>", "when it was done; today when left out")
    .option("--receipt <text>", "the reference that proves it")
    .action(async (name: string, { due, on, receipt, ...options }: DoneOptions) =>
      close(io, options, {
        duty: name,
        due: await dayGiven(io, options, { words: due, towards: "ahead" }),
        on: await dayGiven(io, options, { words: on, towards: "past" }),
        receipt,
      }),
    );
  addCommand(duty, "skip <duty>", "it is not due this time")
    .requiredOption("--reason <text>", "why, such as: no sales to EU businesses")
    .option("--due <date>", "which of its days; the earliest open one when left out")
    .action(async (name: string, options: CommonOptions & { reason: string; due?: string }) =>
      close(io, options, {
        duty: name,
        due: await dayGiven(io, options, { words: options.due, towards: "ahead" }),
        skipped: options.reason,
      }),
    );
  addCommand(duty, "add <duty>", "one more row of Obligations: pt:saf-t, or a name of your own")
    .option("--schedule <cron>", "its due days, such as 0 0 15 4 *; the pack's when left out")
    .option("--agent <id>", "the department that prepares it; the pack's, or you, when left out")
    .option("--warn <days>", "days before, on which it enters the plan; 14 when left out")
    .action((name: string, options: AddOptions) => add(io, name, options));
  addCommand(
    duty,
    "check <file>",
    "whether a prepared filing rests on facts that still hold",
  ).action((file: string, options: CommonOptions) => check(io, file, options));
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

async function list(io: Io, options: CommonOptions): Promise<void> {
  const duties = await listOpenDuties(memoryOf(io, options));
  if (options.json) {
    printJson(io, { ok: true, duties });
    return;
  }
  if (duties.length === 0) {
    io.stdout(sentences(io, "No duty is known: hq pack duties lists those of your country."));
    return;
  }
  const c = colors(io);
  for (const item of duties) {
    const line = sentences(io, dutyLine(item));
    io.stdout(item.state === "overdue" ? c.red(line) : line);
  }
  io.stdout(sentences(io, "Close one with: hq duty done NAME"));
}

function dutyLine({ obligation, due, state, missed, ...item }: ObligationDue): string {
  const { lawfulUntil, payBy, period, unconfirmed, agent } = item;
  const late = missed > 1 ? `, ${missed} days of it late` : ", late";
  return [
    `${due} ${obligation}${state === "overdue" ? late : ""}`,
    lawfulUntil === due ? "" : `, lawful until ${lawfulUntil}`,
    payBy === null ? "" : `, pay by ${payBy}`,
    period === null ? "" : ` (${period})`,
    agent === null ? "" : ` · ${agent}`,
    unconfirmed === null ? "" : ` · not confirmed that it applies`,
  ].join("");
}

async function add(io: Io, name: string, options: AddOptions): Promise<void> {
  requireFounder(io, "change the table Obligations");
  const { schedule, agent, warn } = options;
  const place = { root: requireRoot(options.root, io.cwd), now: io.now() };
  const wanted = { duty: name, schedule, agent, warnDays: warnDays(warn) };
  const { obligation } = await addDuty(place, wanted);
  if (options.json) printJson(io, { ok: true, obligation });
  else io.stdout(sentences(io, `${obligation} is in the plan.`));
}

function warnDays(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,3}$/.test(given) && Number(given) <= 366) return Number(given);
  throw new HqError(
    "usage",
    `Cannot warn "${given.slice(0, 40)}" days before, expected a number from 0 to 366.`,
  );
}

async function check(io: Io, file: string, options: CommonOptions): Promise<void> {
  const given = file.startsWith("file:") ? file : `file:${file}`;
  const place = { root: requireRoot(options.root, io.cwd), now: io.now() };
  const checked = await checkFilingWork(given, place);
  if (checked.kind === "refused") {
    const message = `Cannot check the filing: ${checked.reason}.`;
    throw new HqError("invalid-file", message, { hint: checked.instead });
  }
  const { filings } = checked;
  const ok = filings.every(({ standing }) => standing === "ready");
  if (options.json) printJson(io, { ok, filings });
  else for (const filing of filings) io.stdout(filingLines(io, filing));
  if (!ok) io.setExitCode(1);
}

function filingLines(
  io: Io,
  { obligation, due, day, standing, facts, why }: CheckedFiling,
): string {
  const c = colors(io);
  const until = day === null || day.until === day.due ? "" : `, lawful until ${day.until}`;
  const period = day === null ? "" : ` (${day.period})`;
  const head = sentences(io, `${obligation}, due ${day?.due ?? due}${until}${period}: ${standing}`);
  return [
    c.bold(head),
    ...why.map((line) => sentences(io, `${line}.`, "  ")),
    ...facts
      .filter(({ problem }) => problem === null)
      .map(({ fact, says, checkBy }) =>
        sentences(io, `${fact}: ${says}, check by ${checkBy}`, "  "),
      ),
  ].join("");
}

async function stop(io: Io, name: string, options: CommonOptions): Promise<void> {
  requireFounder(io, "change the table Obligations");
  const { obligation } = await stopDuty(requireRoot(options.root, io.cwd), name);
  if (options.json) printJson(io, { ok: true, obligation });
  else io.stdout(sentences(io, `${obligation} is in no plan any more.`));
}
