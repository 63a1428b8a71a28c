import type { Command } from "commander";
import { relate, removeFacts, replaceFact } from "../../office/memory/edit-facts.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson, sentences } from "../output.ts";
import { memoryOf } from "./memory-of.ts";

export function registerEdits(memory: Command, io: Io): void {
  addCommand(memory, "relate", "join two entities: who does what with whom, the doer first")
    .argument("<from>", "name of the entity that does it")
    .argument("<relation>", "a verb, such as pays or owns")
    .argument("<to>", "name of the other")
    .option("--remove", "take the relation out again")
    .action((...[from, type, to, options]: [string, string, string, RelateOptions]) =>
      printRelation(io, { ...options, from, type, to }),
    );
  addCommand(memory, "replace", "put another fact in the place of one")
    .argument("<name>", "name of the entity")
    .argument("<old>", "the fact, or words that only this one holds")
    .argument("<new>", "what stands there from now on")
    .action((...[name, before, now, options]: [string, string, string, CommonOptions]) =>
      printReplaced(io, { ...options, name, before, now }),
    );
  addCommand(memory, "remove", "take facts out of an entity, or all of it; hq undo brings it back")
    .argument("<name>", "name of the entity")
    .argument("[facts...]", "facts, or words that only one holds; left out, the whole entity")
    .action((name: string, facts: string[], options: CommonOptions) =>
      printRemoved(io, { ...options, name, facts }),
    );
}

interface RelateOptions extends CommonOptions {
  remove?: boolean;
}

async function printRelation(
  io: Io,
  given: RelateOptions & { from: string; type: string; to: string },
): Promise<void> {
  const { from, type, to, remove: isGone = false } = given;
  const by = authorOf(io);
  const { relation, changed } = await relate(memoryOf(io, given), { from, type, to, isGone, by });
  if (given.json) {
    printJson(io, { ok: true, changed, relation });
    return;
  }
  const said = `${relation.from} ${relation.relationType} ${relation.to}`;
  const how = changed
    ? isGone
      ? "Taken out"
      : "Remembered"
    : isGone
      ? "Not there"
      : "There already";
  io.stdout(sentences(io, plain(`${how}: ${said}.`)));
}

async function printReplaced(
  io: Io,
  given: CommonOptions & { name: string; before: string; now: string },
): Promise<void> {
  const { name, before, now } = given;
  const kept = await replaceFact(memoryOf(io, given), { name, before, now, by: authorOf(io) });
  if (given.json) printJson(io, { ok: true, ...kept });
  else {
    io.stdout(`${plain(kept.name)}\n`);
    io.stdout(sentences(io, plain(kept.was), "  - "));
    io.stdout(sentences(io, plain(kept.is), "  + "));
  }
}

async function printRemoved(
  io: Io,
  given: CommonOptions & { name: string; facts: string[] },
): Promise<void> {
  const { name, facts } = given;
  const gone = await removeFacts(memoryOf(io, given), { name, facts, by: authorOf(io) });
  if (given.json) {
    printJson(io, { ok: true, ...gone });
    return;
  }
  const what = gone.isWhole ? `${gone.name}, with its relations` : gone.name;
  io.stdout(sentences(io, plain(`Taken out${gone.isWhole ? "" : " of"} ${what}:`)));
  for (const text of gone.removed) io.stdout(sentences(io, plain(text), "  - "));
  io.stdout(sentences(io, "hq undo brings it back."));
}
