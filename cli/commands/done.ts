import { isCancel, select } from "@clack/prompts";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { changeBoard } from "../../office/change-board.ts";
import { closeDuty } from "../../office/close-duty.ts";
import { type DoneThing, type FoundDone, findDone } from "../../office/find-done.ts";
import { recordRun } from "../../office/record-run.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { memoryOf } from "../memory/memory-of.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";
import { dayGiven } from "../require-date.ts";

/** Things that one sentence can name. */
const SHOWN = 6;

interface DoneOptions extends CommonOptions {
  on?: string;
  receipt?: string;
  result?: string;
}

export function registerDone(program: Command, io: Io): void {
  addCommand(program, "done", "something is done: a duty, a task or a prompt, by its words")
    .argument("<words...>", "of its name, or an id such as T-012")
    .option("--on <date>", "of a duty: when it was done; today when left out")
    .option("--receipt <text>", "of a duty: the reference that proves it")
    .option("--result <line>", "of a prompt: one line of what came of it")
    .action((words: string[], options: DoneOptions) => done(io, words.join(" "), options));
}

export function registerRan(program: Command, io: Io): void {
  addCommand(program, "ran", "a recurring prompt was run by hand")
    .argument("<prompt>", "a row of Cadence, such as weekly-review")
    .option("--result <line>", "one line of what came of it")
    .action((prompt: string, options: DoneOptions) => ran(io, prompt, options));
}

async function done(io: Io, words: string, options: DoneOptions): Promise<void> {
  const found = await findDone(memoryOf(io, options), words);
  const thing = await oneOf(io, { words, ...found, json: options.json === true });
  requireFitting(thing, options);
  switch (thing.kind) {
    case "duty":
      return closeOne(io, thing, options);
    case "task":
      return tick(io, thing, options);
    case "prompt":
      return ran(io, thing.prompt, options);
  }
}

async function oneOf(
  io: Io,
  { words, things: found, isSure, json }: FoundDone & { words: string; json: boolean },
): Promise<DoneThing> {
  const [first] = found;
  const given = words.slice(0, 80);
  if (first === undefined) {
    throw new HqError(
      "not-found",
      `Cannot say what is done: nothing open has "${given}" in its name, expected words of a duty, a task or a prompt.`,
      { hint: "hq duty list, hq board list and hq standup --dry-run show what is open." },
    );
  }
  if (found.length === 1 && isSure) return first;
  if (found.length === 1 && (!io.interactive || json)) {
    throw new HqError(
      "usage",
      `Cannot say what is done: "${given}" fits ${first.says} only nearly, expected its words. Nothing was changed.`,
      { hint: "If that is meant, give its name or its id." },
    );
  }
  if (!io.interactive || json) {
    const each = found.slice(0, SHOWN).map(({ says }) => says);
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
    throw new HqError(
      "usage",
      `Cannot say what is done: "${given}" fits ${found.length}: ${each.join("; ")}${more}, expected one. Nothing was changed.`,
      { hint: "Give more of its words, or the id of a task." },
    );
  }
  const chosen = await select({
    message: found.length === 1 ? "Is it this that is done?" : "Which of them is done?",
    options: [
      ...found.map(({ says }, at) => ({ value: at, label: says })),
      { value: -1, label: "none of these" },
    ],
  });
  const meant = isCancel(chosen) ? undefined : found[chosen];
  if (meant !== undefined) return meant;
  throw new HqError("usage", "Nothing was changed: you chose none.");
}

/** Which option belongs to which kind of thing. */
const OPTION_OF = { on: "duty", receipt: "duty", result: "prompt" } as const;

/** An option of another kind of thing is a mistake, and must not vanish. */
function requireFitting({ kind, says }: DoneThing, options: DoneOptions): void {
  for (const [name, owner] of Object.entries(OPTION_OF)) {
    if (options[name as keyof typeof OPTION_OF] === undefined || owner === kind) continue;
    throw new HqError(
      "usage",
      `Cannot take --${name} with ${says}: it belongs to a ${owner}. Nothing was changed.`,
    );
  }
}

async function closeOne(
  io: Io,
  { name, due }: Extract<DoneThing, { kind: "duty" }>,
  options: DoneOptions,
): Promise<void> {
  const closed = await closeDuty(memoryOf(io, options), {
    ...{ duty: name, due, receipt: options.receipt, by: authorOf(io) },
    on: await dayGiven(io, options, { words: options.on, towards: "past" }),
  });
  if (options.json) printJson(io, { ok: true, kind: "duty", ...closed });
  else {
    const left = closed.left === 0 ? "" : ` ${closed.left} later ones of it are still late.`;
    const when = `due ${closed.due}: done on ${closed.completed}`;
    io.stdout(sentences(io, `${closed.obligation}, ${when}.${left}`));
  }
}

async function tick(
  io: Io,
  { id, says }: Extract<DoneThing, { kind: "task" }>,
  options: DoneOptions,
): Promise<void> {
  const { root, now } = memoryOf(io, options);
  await changeBoard({ root, now }, { request: { action: "done", id }, by: authorOf(io) });
  if (options.json) printJson(io, { ok: true, kind: "task", id });
  else io.stdout(sentences(io, `${says}: done.`));
}

async function ran(io: Io, prompt: string, options: DoneOptions): Promise<void> {
  const result = options.result ?? "done by hand";
  const by = authorOf(io);
  const kept = await recordRun(memoryOf(io, options), { prompt, result, by });
  if (options.json) printJson(io, { ok: true, kind: "prompt", ...kept });
  else io.stdout(sentences(io, `${kept.prompt} ran: ${result}.`));
}
