import { isCancel, text } from "@clack/prompts";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { type AddedFact, addFact } from "../../office/memory/add-fact.ts";
import { knownTypes } from "../../office/memory/known-types.ts";
import { unsettledDay } from "../../office/memory/unsettled-day.ts";
import { askMissing, type Wanted } from "../ask-missing.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";
import { shellCommand } from "../shell-words.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  type?: string;
}

/** A command that is taken as it stands. */
const EXAMPLE =
  'hq memory add free-plans "Decision: no free plans" "Reason: support" --type decision';

export function registerAdd(memory: Command, io: Io): void {
  addCommand(memory, "add", "remember a fact: a new entity, or observations for one that exists")
    .argument("[name]", "name of the entity; asked for in a terminal when left out")
    .argument("[observations...]", "one fact each")
    .option("--type <type>", "type of a new entity, where its name or labels do not say it")
    .action((name: string | undefined, observations: string[], options: Options) =>
      add(io, { ...options, name, observations }),
    );
}

async function add(
  io: Io,
  given: Options & { name: string | undefined; observations: string[] },
): Promise<void> {
  const json = given.json === true;
  const wanted: Wanted[] = [
    ...(given.name === undefined
      ? [{ option: "<name>", question: "What is it about? A name, such as free-plans or Redeiro" }]
      : []),
    ...(given.observations.length === 0
      ? [{ option: "<observations>", question: "The fact, such as Decision: no free plans" }]
      : []),
  ];
  const asked = await askMissing(io, wanted, { command: "hq memory add", example: EXAMPLE, json });
  const name = given.name ?? asked.get("<name>") ?? "";
  const first = asked.get("<observations>");
  const observations = first === undefined ? given.observations : [first, ...(await more())];
  const fact = { name, observations, by: authorOf(io) };
  const unsettled = await unsettledDay(memoryOf(io, given), name);
  const outcome = await addFact(memoryOf(io, given), { ...fact, type: given.type });
  if (outcome.kind !== "needs-type") return told(io, { given, outcome, unsettled });
  const types = await knownTypes(memoryOf(io, given));
  const type = await askMissing(
    io,
    [{ option: "--type", question: "Of what type is it?", choices: types }],
    {
      command: "hq memory add",
      found: `memory holds no entity "${plain(name).slice(0, 80)}", and nothing says what it would be`,
      example: shellCommand(["hq", "memory", "add", name, ...observations, "--type", "note"]),
      json,
    },
  );
  const typed = { ...fact, type: type.get("--type") ?? "note" };
  const added = await addFact(memoryOf(io, given), typed);
  told(io, { given: { ...given, type: typed.type }, outcome: added, unsettled: null });
}

/** Further facts, until an empty line. */
async function more(): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const answer = await text({ message: "Another fact (empty to go on)" });
    if (isCancel(answer)) throw new HqError("usage", "Nothing was changed: you left.");
    if (!answer?.trim()) return texts;
    texts.push(answer.trim());
  }
}

function told(
  io: Io,
  {
    given,
    outcome,
    unsettled,
  }: { given: Options; outcome: AddedFact; unsettled: { obligation: string; due: string } | null },
): void {
  if (outcome.kind === "needs-type") throw new Error("a fact with a type needs one");
  if (outcome.kind === "wrong-form") throw wrongForm(outcome);
  const { entity, isNew, added, earlierValues } = outcome;
  if (given.json) {
    printJson(io, { ok: true, name: entity.name, created: isNew, added });
    return;
  }
  const name = plain(entity.name);
  // What nobody said is told.
  const type = given.type === undefined ? ` (${plain(entity.entityType)})` : "";
  if (isNew) io.stdout(sentences(io, `Remembered ${name}${type}.`));
  else
    io.stdout(`${added.length === 0 ? "Nothing new for" : `${added.length} added to`} ${name}.\n`);
  const [before] = earlierValues;
  if (before !== undefined) {
    io.stdout(
      sentences(io, `Its newest value counts from now on; before it was ${plain(before)}.`),
    );
  }
  if (isNew && unsettled !== null) {
    const { obligation, due } = unsettled;
    const text = `No day of ${obligation} is the one in this name, so that it settles nothing. Its open day is ${due}: hq done "${obligation}"`;
    io.stderr(sentences(io, text));
  }
}

function wrongForm({ act, problem }: Extract<AddedFact, { kind: "wrong-form" }>): HqError {
  const { name, entityType, observations } = problem.example;
  const type = act === "remember" ? ["--type", entityType] : [];
  const command = shellCommand(["hq", "memory", "add", name, ...observations, ...type]);
  const what = act === "add" ? "add to" : "remember";
  return new HqError(
    "wrong-state",
    `Cannot ${what} "${plain(name).slice(0, 100)}": ${problem.found}. Nothing was changed.`,
    { hint: `For example:\n${command}` },
  );
}
