/** What `hq init` offers once the company stands: each is asked for, and done only after a yes. */
import path from "node:path";
import { importMemory } from "../office/memory/import-memory.ts";
import { offerHelpersOff, switchHelpersOff } from "../setup/switch-off-helpers.ts";
import { applyTakeOver, planTakeOver, type TakeOver } from "../setup/take-over.ts";
import type { Io } from "./context.ts";
import { plain, sentences } from "./output.ts";

/** Asks the founder; anything but a yes changes nothing. */
type Ask = (question: string) => Promise<boolean>;

/** @throws HqError or MemoryError, with what had been done before it still whole */
export async function makeOffers(io: Io, root: string, ask: Ask): Promise<void> {
  await offerTakeOver(io, root, ask);
  await offerHelpers(io, ask);
}

async function offerHelpers(io: Io, ask: Ask): Promise<void> {
  const offer = await offerHelpersOff(io.env);
  if (offer.kind === "off-already") return;
  if (offer.kind === "cannot") {
    const words = `The client's own helpers that write stay on: ${offer.reason}. hq doctor says what to add.`;
    io.stdout(sentences(io, words));
    return;
  }
  const names = offer.helpers.join(", ");
  const why = `Copilot's own helpers (${names}) have a shell and every tool, and any department can call them. They can be switched off in your own settings, for every repository; "explore" stays.`;
  io.stdout(sentences(io, why));
  if (!(await ask(`Switch them off in ${offer.shown}?`))) {
    io.stdout(sentences(io, "They stay on. hq doctor says what holds then, and what to add."));
    return;
  }
  await switchHelpersOff(offer);
  io.stdout(`Switched off in ${plain(offer.shown)}. Restart the client.\n`);
}

async function offerTakeOver(io: Io, root: string, ask: Ask): Promise<void> {
  const plan = await planTakeOver(root);
  if (plan.servers.length === 0) return;
  for (const { path: file, name, start } of plan.servers) {
    io.stdout(sentences(io, `${file} has a server "${name}" of yours (${plain(start)}).`));
  }
  const facts = plan.dataFiles.length > 0 ? " and copy its facts into memory.jsonl" : "";
  if (!(await ask(`Put Solo HQ's in its place${facts}?`))) {
    const words = "Yours stay. hq doctor says what the departments lack until then.";
    io.stdout(sentences(io, words));
    return;
  }
  // The facts first: cut off in between, the founder's own server is still there.
  for (const file of plan.dataFiles) await importFacts(io, root, file);
  await applyTakeOver(root, plan);
  printTakeOver(io, plan);
}

async function importFacts(io: Io, root: string, file: string): Promise<void> {
  const shown = plain(path.relative(root, file));
  const memory = { root, now: io.now, env: io.env, warn: (line: string) => io.stderr(`${line}\n`) };
  const { plan } = await importMemory(memory, { file, origins: null, isDry: false });
  const { entities, additions, leftOut } = plan;
  const left =
    leftOut.length === 0
      ? ""
      : ` ${leftOut.length} pieces could not be taken; hq memory import "${shown}" --dry-run names them.`;
  const words = `From ${shown}: ${entities.length} new entities, ${additions.length} with more facts.${left} The file stays.`;
  io.stdout(sentences(io, words));
}

function printTakeOver(io: Io, plan: TakeOver): void {
  for (const change of plan.changes) {
    if (change.kind === "create") io.stdout(sentences(io, `As it was: ${change.path}.`));
    if (change.kind === "merge") io.stdout(sentences(io, `${change.path}: ${change.note}.`));
  }
  if (!plan.hasUnknownData) return;
  const words =
    "Where your other memory keeps its facts is not said there. Find its file and run: hq memory import <file>";
  io.stdout(sentences(io, words));
}
