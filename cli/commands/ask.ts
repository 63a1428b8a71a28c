import { isCancel, select } from "@clack/prompts";
import type { Command } from "commander";
import { HqError } from "../../company/error.ts";
import { requireRoot } from "../../files/root.ts";
import { askTask, type FoundOwner, findOwners, severalOwn } from "../../office/find-owner.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, sentences } from "../output.ts";
import { runForPerson } from "../run-for-person.ts";
import { addRunOptions, type RunOptions, runOptions } from "../run-options.ts";

interface Options extends CommonOptions, RunOptions {
  to?: string;
}

export function registerAsk(program: Command, io: Io): void {
  const command = addCommand(program, "ask", "have the department that owns a question answer it")
    .argument("<question>", "in words, e.g. may we keep addresses of former customers?")
    .option("--to <agent>", "ask this department (default: the owner by the constitution)");
  addRunOptions(command).action((question: string, options: Options) => ask(io, question, options));
}

async function ask(io: Io, question: string, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const more = runOptions(options);
  const json = options.json === true;
  const asked = await choose(io, await findOwners(root, { question, to: options.to }), json);
  if (!json) io.stderr(sentences(io, `Asks ${asked.agent}: ${asked.because}.`));
  const { agent } = asked;
  await runForPerson(io, {
    ...{ root, json, agent, task: askTask(question), also: { asked }, ...more },
  });
}

/** Where two own it as much the founder says which. */
async function choose(io: Io, owners: readonly FoundOwner[], json: boolean): Promise<FoundOwner> {
  const [first, second] = owners;
  if (first !== undefined && second === undefined) return first;
  if (!io.interactive || json) throw severalOwn(owners);
  const chosen = await select({
    message: "Several departments own this question. Whom shall it go to?",
    options: owners.map((owner) => ({ value: owner, label: owner.agent, hint: owner.because })),
  });
  if (!isCancel(chosen)) return chosen;
  throw new HqError("usage", "Nobody was asked: you chose none.");
}
