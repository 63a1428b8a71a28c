/** What the founder does with proposals: yes, no, and back. */
import type { Command } from "commander";
import { scenarioPlayer } from "../../engine/evals/eval-place.ts";
import { requireRoot } from "../../files/root.ts";
import { acceptProposal } from "../../office/accept-proposal.ts";
import { showProposal } from "../../office/list-proposals.ts";
import { rejectProposal } from "../../office/reject-proposal.ts";
import { revertProposal } from "../../office/revert-proposal.ts";
import { requireTerminal } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, broken, type CommonOptions, printJson, sentences } from "../output.ts";
import { runPlace } from "../run-place.ts";
import { readingLines } from "./look.ts";

interface AcceptOptions extends CommonOptions {
  yes?: boolean;
}

interface RejectOptions extends CommonOptions {
  why: string;
}

export function registerDecide(improve: Command, io: Io): void {
  addCommand(improve, "accept", "put a proposal into force: a commit on your branch")
    .argument("<id>", "its id or a part of it")
    .option("--yes", "without the question: you have read what it changes")
    .action((id: string, options: AcceptOptions) => accept(io, id, options));
  addCommand(improve, "reject", "refuse a proposal; the reason becomes a lesson")
    .argument("<id>", "its id or a part of it")
    .requiredOption("--why <text>", "the reason, one sentence")
    .action((id: string, options: RejectOptions) => reject(io, id, options));
  addCommand(improve, "revert", "take an accepted proposal back: its pattern is open again")
    .argument("<id>", "its id or a part of it")
    .action((id: string, options: CommonOptions) => revert(io, id, options));
}

async function accept(io: Io, id: string, options: AcceptOptions): Promise<void> {
  requireTerminal(io, "accept a proposal");
  if (options.yes !== true && options.json !== true && !(await hasRead(io, id, options))) {
    io.stdout(sentences(io, "Nothing was changed."));
    return;
  }
  const sources = sourcesOf(io, options);
  const player = scenarioPlayer(runPlace(io, sources.root));
  const done = await acceptProposal({ ...sources, player }, id);
  if (options.json) {
    printJson(io, { ok: true, ...done });
    return;
  }
  const { before, after } = done.evals;
  io.stdout(
    sentences(
      io,
      `${done.id} is in force: ${done.commit.slice(0, 12)} on ${done.branch}. Evals before: ${before}; with it: ${after}. Taken back with: hq improve revert ${done.id}`,
    ),
  );
  if (done.staticOnly !== null)
    io.stdout(sentences(io, `Only the checks of the texts were compared: ${done.staticOnly}.`));
  if (done.suggests !== null) {
    io.stdout("\nOnly you put this into the constitution, or leave it:\n\n");
    io.stdout(
      done.suggests
        .split("\n")
        .map((each) => broken(io, each, "  "))
        .join(""),
    );
  }
}

/** Whether the founder says yes to what code cannot judge; without such sentences nothing is asked. */
async function hasRead(io: Io, id: string, options: CommonOptions): Promise<boolean> {
  const proposal = await showProposal(sourcesOf(io, options), id);
  const lines = readingLines(io, proposal);
  if (proposal.state !== "open" || lines.length === 0) return true;
  io.stdout(
    sentences(io, "No limit stands against these; whether they are right only you can say:"),
  );
  io.stdout(lines.join(""));
  const { confirm } = await import("@clack/prompts");
  return (
    (await confirm({ message: `Accept ${proposal.record.id}?`, initialValue: false })) === true
  );
}

async function reject(io: Io, id: string, options: RejectOptions): Promise<void> {
  requireTerminal(io, "reject a proposal");
  const done = await rejectProposal(sourcesOf(io, options), { id, why: options.why });
  if (options.json) printJson(io, { ok: true, ...done });
  else io.stdout(sentences(io, `${done.id} is rejected. The reason is ${done.lesson}.`));
}

async function revert(io: Io, id: string, options: CommonOptions): Promise<void> {
  requireTerminal(io, "take a proposal back");
  const done = await revertProposal(sourcesOf(io, options), id);
  if (options.json) printJson(io, { ok: true, ...done });
  else {
    const said = `${done.id} is taken back: ${done.commit.slice(0, 12)} on ${done.branch}. Its pattern is open again: hq improve`;
    io.stdout(sentences(io, said));
  }
}

function sourcesOf(io: Io, { root }: CommonOptions) {
  return { root: requireRoot(root, io.cwd), now: io.now };
}
