/** `hq memory archive`: what retention took out, where it is, and the founder's choice to commit it. */
import type { Command } from "commander";
import { commitArchive } from "../../office/memory/commit-archive.ts";
import { measureMemory } from "../../office/memory/measure-memory.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson, sentences } from "../output.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  commit?: boolean;
}

export function registerArchive(memory: Command, io: Io): void {
  addCommand(memory, "archive", "where what retention archived is kept, and whether git has it")
    .option("--commit", "write it into memory.archive.jsonl and commit that file")
    .action((options: Options) => (options.commit ? commit(io, options) : show(io, options)));
}

async function show(io: Io, options: Options): Promise<void> {
  const { health, archived, archivedOutside } = await measureMemory(memoryOf(io, options));
  if (options.json) {
    printJson(io, { ok: true, archived, archivedOutside, setAside: health.quarantined });
    return;
  }
  const say = (text: string) => io.stdout(sentences(io, text));
  say(`The archive holds ${archived} entities; git has ${archived - archivedOutside} of them.`);
  if (health.quarantined > 0) {
    say(
      `${health.quarantined} damaged pieces were set aside; git has none of them. See them with: hq memory repair`,
    );
  }
  if (archivedOutside > 0) {
    say(
      "What git does not have goes with the folder .memory. To keep it in git, for every clone to see: hq memory archive --commit",
    );
  }
  if (archived > 0) say("See what it holds with: hq memory restore --list");
}

async function commit(io: Io, options: Options): Promise<void> {
  const { file, count, commit: made } = await commitArchive(memoryOf(io, options));
  const isRefused = made.kind === "refused";
  if (isRefused) io.setExitCode(1);
  if (options.json) {
    printJson(io, { ok: !isRefused, file, archived: count, commit: made });
    return;
  }
  const say = (text: string) => io.stdout(sentences(io, text));
  say(`${count} archived entities are in ${file}.`);
  if (made.kind === "committed") {
    say("It is committed. Do it again after the next hq memory prune, and git push.");
  } else if (made.kind === "unchanged") say("git has it so already.");
  else say(`git did not commit it: ${made.reason} Commit the file by hand.`);
}
