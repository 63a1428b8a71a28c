/** `hq board tidy`: lines that were meant as tasks, shown as they would be and then written. */
import { confirm } from "@clack/prompts";
import type { Command } from "commander";
import { requireRoot } from "../files/root.ts";
import { lookAtStrays, tidyStrays } from "../office/tidy-board.ts";
import { authorOf } from "./author-of.ts";
import type { Io } from "./context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson, sentences } from "./output.ts";

interface Options extends CommonOptions {
  yes?: boolean;
  dryRun?: boolean;
}

export function registerTidy(board: Command, io: Io): void {
  addCommand(board, "tidy", "write lines that were meant as tasks in the board's form")
    .option("--dry-run", "show them and write nothing")
    .option("--yes", "do not ask")
    .action((options: Options) => tidy(io, options));
}

async function tidy(io: Io, options: Options): Promise<void> {
  const sources = { root: requireRoot(options.root, io.cwd), now: io.now };
  const changes = await lookAtStrays(sources);
  const json = options.json === true;
  const c = colors(io);
  if (!json) {
    for (const { line, before, after } of changes) {
      io.stdout(
        `${c.dim(`line ${line}`)}\n  is       ${plain(before.trim())}\n  becomes  ${plain(after)}\n`,
      );
    }
  }
  const isMeant = changes.length > 0 && options.dryRun !== true && (await isYes(io, options));
  const { unkept } = isMeant
    ? await tidyStrays(sources, { changes, by: authorOf(io) })
    : { unkept: null };
  if (json) printJson(io, { ok: true, written: isMeant, changes });
  else io.stdout(sentences(io, ending(changes.length, isMeant)));
  if (unkept !== null) {
    io.stderr(sentences(io, `hq undo cannot take this back, for it was not kept: ${unkept}`));
  }
}

/** In a terminal; elsewhere only who says so, because many lines of a person's may change at once. */
async function isYes(io: Io, { yes, json }: Options): Promise<boolean> {
  if (yes === true) return true;
  if (!io.interactive || json === true) return false;
  return (await confirm({ message: "Write them so?" })) === true;
}

function ending(count: number, isWritten: boolean): string {
  if (count === 0) return "Nothing to tidy: every line that looks like a task is one.";
  if (isWritten) return "Written. To have the lines as they were: hq undo";
  return "Nothing was changed. Write them with: hq board tidy --yes";
}
