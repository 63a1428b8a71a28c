import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { keepingThem } from "../../company/kit/company/repository.ts";
import type { Pack } from "../../company/pack/pack.ts";
import { uncoveredOf } from "../../company/pack/uncovered.ts";
import { readRepository, unkeptIn } from "../../doctor/git.ts";
import { NODE_NEEDED_TEXT, oldSystemNode } from "../../doctor/system-node.ts";
import { effective } from "../../setup/change.ts";
import { UNREAD_NOTE } from "../../setup/json-change.ts";
import { BASE_FOLDER } from "../../setup/manifest.ts";
import type { InitPlan } from "../../setup/plan-init.ts";
import {
  type InitOptions,
  type InitOutcome,
  type InitTools,
  runInit,
} from "../../setup/run-init.ts";
import { printSummary } from "../asking/summary.ts";
import { changeDiffs, changeList, changeRows } from "../change-list.ts";
import type { Io } from "../context.ts";
import { makeOffers } from "../init-offers.ts";
import { addCommand, colors, plain, printJson, sentences, together } from "../output.ts";
import { packageRoot } from "../package-root.ts";
import { askAnswers, askToChange, askToWriteCompany, askYes } from "../setup-questions.ts";

const IGNORED_CHARS = 300;

type Options = InitOptions & { json?: boolean };

export function registerInit(program: Command, io: Io): void {
  addCommand(program, "init", "set up a company here, or install the kit into another repository")
    .option("--into <dir>", "install into this repository or empty folder; nothing is overwritten")
    .option("--company <name>", "the company's name")
    .option("--founder <name>", "your name")
    .option("--country <country>", "where the company is, e.g. Portugal or PT")
    .option("--timezone <zone>", "e.g. Europe/Lisbon (default: from the country)")
    .option("--currency <code>", "e.g. EUR (default: from the country)")
    .option("--language <language>", "the language you work in (default: English)")
    .option("--product <text>", "Name|status|stack|url|social url|note; may be repeated", collect)
    .option(
      "--answer <pair>",
      "legal-form=sole-trader; see hq pack questions; may be repeated",
      collect,
    )
    .option("--departments <ids>", "all, or some with commas: coo,marketing,accountant")
    .option("--yes", "ask nothing")
    .option("--dry-run", "show the changes and write nothing")
    .action(async (options: Options) => {
      const outcome = await runInit(withRealFlags(options), initTools(io));
      const around = await surroundings(io, outcome);
      if (options.json) printInitJson(io, outcome, around);
      else printInit(io, outcome, around);
      if (outcome.kind === "cancelled") io.setExitCode(1);
      const isThere = outcome.kind === "written" || outcome.kind === "already";
      if (isThere && mayOffer(options, io)) await makeOffers(io, outcome.root, askYes);
    });
}

/** What is offered lies outside the plan, so --yes is no yes to it. */
function mayOffer(options: Options, io: Io): boolean {
  return io.interactive && !options.yes && !options.dryRun && !options.json;
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** --json is for programs: questions would be mixed into it. */
function withRealFlags(options: Options): Options {
  return options.json ? { ...options, yes: true } : options;
}

/** A clone still pushes to where it came from. */
const OWN_REMOTE = `The remote of this clone is still that of Solo HQ. Give it one of your own:
  git remote rename origin solo-hq
  git remote add origin <address of your private repository>
`;

function initTools(io: Io): InitTools {
  return {
    io,
    packageRoot: packageRoot(),
    systemTimeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ask: (sources) => askAnswers(sources),
    askAgain: (sources, raw) => askToChange(sources, raw),
    confirm: async (plan, answers) => {
      io.stdout(changeList(io, allChanges(plan)));
      printProtection(io, plan);
      printSummary(io, answers, plan.pack);
      return askToWriteCompany(effective(allChanges(plan)).length);
    },
  };
}

function allChanges(plan: InitPlan): InitPlan["changes"] {
  return [...plan.changes, ...plan.last];
}

function printInitJson(io: Io, outcome: InitOutcome, { ignored }: Surroundings): void {
  if (outcome.kind !== "planned" && outcome.kind !== "written") {
    printJson(io, { ok: outcome.kind === "already", ...outcome });
    return;
  }
  const { kind, root, into, version, answers, plan, notes, mergeDriver } = outcome;
  printJson(io, {
    ok: true,
    kind,
    root,
    into,
    version,
    answers,
    changes: changeRows(allChanges(plan)),
    memory: plan.entities.map(({ name }) => name),
    tasks: plan.tasks.map(({ id, title, agent, due }) => ({ id, title, agent, due })),
    obligations: plan.obligations,
    notes,
    mergeDriver,
    ignored,
  });
}

interface Surroundings {
  /** The Node that the next steps would fail on, when they would. */
  oldNode: string | null;
  /** Whether the company stands in a clone whose `origin` is where it was cloned from. */
  hasOrigin: boolean;
  /** What was written and git ignores, from the company's root. */
  ignored: string[];
}

async function surroundings(io: Io, outcome: InitOutcome): Promise<Surroundings> {
  if (outcome.kind !== "written") return { oldNode: null, hasOrigin: false, ignored: [] };
  const { root, into, plan } = outcome;
  const [oldNode, repository] = await Promise.all([
    oldSystemNode({ root, env: io.env }),
    readRepository(root),
  ]);
  const remotes = repository.kind === "repository" ? repository.remotes : [];
  const hasOrigin = !into && remotes.some(({ name }) => name === "origin");
  return { oldNode, hasOrigin, ignored: unkeptIn(repository, writtenBy(plan)) };
}

function writtenBy(plan: InitPlan): string[] {
  return effective(allChanges(plan)).flatMap(({ kind, path }) => (kind === "remove" ? [] : [path]));
}

function printInit(io: Io, outcome: InitOutcome, around: Surroundings): void {
  switch (outcome.kind) {
    case "already":
      io.stdout(
        `${plain(outcome.root)} is set up already (kit ${outcome.version}). Nothing was changed.\n` +
          sentences(
            io,
            "To change what was asked, run hq setup: it brings and takes what follows. Departments: hq department. A newer kit: hq upgrade.",
          ),
      );
      return;
    case "cancelled":
      io.stdout("Cancelled. Nothing was changed.\n");
      return;
    case "declined":
      io.stdout("Not written. Nothing was changed.\n");
      return;
    case "planned":
      io.stdout(`Would change in ${plain(outcome.root)}:\n`);
      printPlan(io, outcome.plan);
      printNotes(io, outcome.notes);
      io.stdout(`\n${changeDiffs(allChanges(outcome.plan))}\nNothing was changed (--dry-run).\n`);
      return;
    case "written":
      io.stdout(`${plain(outcome.answers.company)} is set up in ${plain(outcome.root)}.\n`);
      printPlan(io, outcome.plan);
      printNotes(io, outcome.notes);
      if (outcome.mergeDriver) io.stdout("git merges the memory with hq on this machine.\n");
      printNext(io, outcome, around);
  }
}

function printNotes(io: Io, notes: readonly string[]): void {
  for (const note of notes) io.stdout(sentences(io, note));
}

function printPlan(io: Io, plan: InitPlan): void {
  const c = colors(io);
  io.stdout(changeList(io, allChanges(plan)));
  const entities = plan.entities.length === 1 ? "1 entity" : `${plan.entities.length} entities`;
  io.stdout(`  ${c.green("+")} memory: ${entities}\n`);
  printProtection(io, plan);
  if (plan.obligations.length === 0) {
    io.stdout(
      sentences(
        io,
        "No duties of this country are known here: the first week asks an accountant for them.",
      ),
    );
    return;
  }
  if (plan.pack !== null) {
    printPackDuties(io, plan.pack, plan.obligations.length);
    return;
  }
  const open = plan.obligations
    .filter(({ needsCheck }) => needsCheck)
    .map(({ obligation }) => obligation);
  io.stdout(
    sentences(
      io,
      `${plan.obligations.length} obligations were copied from the country's skills, with their sources.`,
    ),
  );
  if (open.length > 0) {
    const list = open.map(together).join(", ");
    io.stdout(sentences(io, `Decide whether these apply to you: ${list}.`));
  }
}

function printPackDuties(io: Io, { card }: Pack, count: number): void {
  const words = `${count} obligations take their days from the pack ${card.code} (${card.name}). Your answers decide which of them apply; hq setup asks them again.`;
  io.stdout(sentences(io, words));
  const left = uncoveredOf(card).map(({ what }) => what);
  io.stdout(sentences(io, `The pack does not cover: ${left.join("; ")}.`));
  if (card.reviewer === null) {
    io.stdout(sentences(io, "No certified accountant has reviewed this pack."));
  }
}

/** In a repository with a product of its own the founder works with Copilot already. */
function printProtection(io: Io, { kind }: InitPlan): void {
  if (kind !== "into") return;
  const files =
    "the constitution, the guard and new hooks in .github/hooks/, BOARD.md, the memory, .mcp.json, .vscode/mcp.json, .hq-kit/";
  const words = `From now on Copilot may not change the company's own files (${files}; the table "Protected files" has them all) or give an agent more tools. Your product stays open to it, package.json too.`;
  io.stdout(sentences(io, words));
}

/** Settings that could not be merged: in a list of fifty files nobody sees them. */
function leftToFounder(plan: InitPlan): { path: string; note: string }[] {
  return allChanges(plan).flatMap((change) =>
    change.kind === "keep" &&
    change.path.endsWith(".json") &&
    (change.note.includes(BASE_FOLDER) || change.note === UNREAD_NOTE)
      ? [{ path: change.path, note: change.note }]
      : [],
  );
}

function printNext(
  io: Io,
  outcome: { root: string; into: boolean; plan: InitPlan },
  { oldNode, hasOrigin, ignored }: Surroundings,
): void {
  const hq = outcome.into ? "node .hq-kit/bin/hq" : "bin/hq";
  io.stdout(
    `\nNext, in ${plain(outcome.root)}:\n  ${hq} standup   the plan for today\n  ${hq} doctor    check everything\n`,
  );
  for (const { path, note } of leftToFounder(outcome.plan)) {
    io.stdout(sentences(io, `Left to you: ${path}: ${note}.`));
  }
  if (ignored.length > 0) {
    const which = `git ignores ${clip(ignored.join(", "), IGNORED_CHARS)}`;
    const words = `${which}: without ${ignored.length === 1 ? "it" : "them"} the company is not whole on other machines. ${keepingThem(ignored)}`;
    io.stdout(sentences(io, words));
  }
  if (oldNode !== null) {
    io.stdout(
      sentences(
        io,
        `The node on the PATH is ${oldNode}, and these need ${NODE_NEEDED_TEXT} or newer. Install one, or set HQ_NODE to the path of one.`,
      ),
    );
  }
  io.stdout(
    sentences(
      io,
      "Commit the files (memory.jsonl too) to a private repository: Copilot loads them from its root.",
    ),
  );
  if (hasOrigin) io.stdout(OWN_REMOTE);
}
