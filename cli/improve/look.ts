/** What was proposed, one proposal in full, and whether the mistakes came back. */
import type { Command } from "commander";
import { settleImprover } from "../../engine/department-runs.ts";
import { scenarioPlayer } from "../../engine/evals/eval-place.ts";
import { requireRoot } from "../../files/root.ts";
import {
  listProposals,
  type Proposal,
  reportProposals,
  type ShownProposal,
  showProposal,
  type WatchedProposal,
} from "../../office/list-proposals.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  broken,
  type CommonOptions,
  plain,
  printJson,
  sentences,
  together,
} from "../output.ts";
import { runPlace } from "../run-place.ts";

interface ListOptions extends CommonOptions {
  all?: boolean;
}

export function registerLook(improve: Command, io: Io): void {
  addCommand(improve, "list", "proposals that wait for your decision")
    .option("--all", "those that were decided, too")
    .action((options: ListOptions) => list(io, options));
  addCommand(improve, "show", "one proposal: why, what changes, what stands against it")
    .argument("<id>", "its id or a part of it")
    .action((id: string, options: CommonOptions) => show(io, id, options));
  addCommand(improve, "report", "whether mistakes came back within 30 days of their change").action(
    (options: CommonOptions) => report(io, options),
  );
}

async function list(io: Io, options: ListOptions): Promise<void> {
  await settleImprover(runPlace(io, requireRoot(options.root, io.cwd)));
  const all = await listProposals(sourcesOf(io, options));
  const shown = options.all === true ? all : all.filter(({ state }) => state === "open");
  if (options.json) {
    const proposals = shown.map(({ record, ...more }) => ({ ...record, ...more }));
    printJson(io, { ok: true, proposals });
    return;
  }
  if (shown.length === 0) {
    const none = options.all === true ? "There is no proposal yet." : "No proposal waits.";
    io.stdout(sentences(io, `${none} Patterns: hq improve`));
  }
  for (const { record, state } of shown) {
    io.stdout(broken(io, together(record.id), ""));
    io.stdout(broken(io, record.pattern, INDENT));
    const how = HOW[state];
    io.stdout(broken(io, `${record.kind.replaceAll("-", " ")}, ${how}. ${record.effect}`, INDENT));
  }
  if (shown.some(({ state }) => state === "open"))
    io.stdout(`\n${sentences(io, "Look at one with: hq improve show <id>")}`);
  const refused = all.filter(({ state }) => state === "refused").length;
  if (refused > 0 && options.all !== true) {
    const were = refused === 1 ? "One more oversteps" : `${refused} more overstep`;
    const said = `${were} the Improver's limits and cannot be accepted: hq improve list --all`;
    io.stdout(sentences(io, said));
  }
}

const INDENT = "   ";

const HOW: Record<Proposal["state"], string> = {
  open: "waits for you",
  accepted: "accepted",
  rejected: "rejected",
  reverted: "taken back",
  refused: "oversteps the limits",
};

async function show(io: Io, id: string, options: CommonOptions): Promise<void> {
  const proposal = await showProposal(judgingSources(io, options), id);
  if (options.json) {
    const { record, ...more } = proposal;
    printJson(io, { ok: true, ...record, ...more });
    return;
  }
  io.stdout(shownLines(io, proposal));
}

function shownLines(io: Io, proposal: ShownProposal): string {
  const { record, state, refusals, steps, evals, diff } = proposal;
  const field = (name: string, text: string) => broken(io, text, name.padEnd(FIELD_CHARS));
  const wouldDo = steps.map((step) =>
    step.kind === "would"
      ? step.says
      : step.kind === "done"
        ? "done already"
        : `refused: ${step.why}`,
  );
  return [
    field("Id", `${record.id}, ${HOW[state]}`),
    field("Pattern", record.pattern),
    field("Lessons", record.lessons.join(", ") || "none"),
    field("Effect", record.effect),
    field("Check", record.check),
    ...(evals === null ? [] : [field("Evals", `before: ${evals.before}; with it: ${evals.after}`)]),
    ...(proposal.staticOnly === null ? [] : [field("", `no scenario: ${proposal.staticOnly}`)]),
    ...refusals.map((each) => field("Against", each)),
    ...readingLines(io, proposal),
    ...wouldDo.map((each) => field("Memory", each)),
    ...(record.suggests === null ? [] : [field("Only you", record.suggests)]),
    diff === "" ? "" : `\n${plain(diff)}`,
    ...nextLines(io, proposal),
  ].join("");
}

/** What can be done with it: the founder read it to decide. */
function nextLines(io: Io, { record: { id }, state, refusals }: ShownProposal): string[] {
  const accept = `Accept it with: hq improve accept ${id}`;
  const ways: Partial<Record<Proposal["state"], string[]>> = {
    open: [
      ...(refusals.length === 0 ? [accept] : []),
      `Refuse it, with --why "<reason>" behind it: hq improve reject ${id}`,
    ],
    accepted: [`Take it back with: hq improve revert ${id}`],
    rejected: ["Your reason is a lesson of the Improver: hq lesson list"],
  };
  const lines = ways[state] ?? [];
  return lines.length === 0 ? [] : ["\n", ...lines.map((line) => sentences(io, line))];
}

const FIELD_CHARS = 10;
const READINGS_SHOWN = 15;

/** What the founder has to read before a yes; nothing when code could judge all of it. */
export function readingLines(io: Io, { readings }: Pick<ShownProposal, "readings">): string[] {
  const lines = readings
    .slice(0, READINGS_SHOWN)
    .map(({ file, text, about }) =>
      broken(io, `"${text}" (${about}; ${file})`, "Read".padEnd(FIELD_CHARS)),
    );
  const left = readings.length - lines.length;
  if (left > 0)
    lines.push(
      broken(
        io,
        `and ${left} more such sentences: read the whole diff`,
        "Read".padEnd(FIELD_CHARS),
      ),
    );
  return lines;
}

const BAR_LIMIT = 20;

async function report(io: Io, options: CommonOptions): Promise<void> {
  const watched = await reportProposals(sourcesOf(io, options));
  if (options.json) {
    printJson(io, { ok: true, watched });
    return;
  }
  if (watched.length === 0)
    io.stdout(sentences(io, "No proposal was accepted yet: hq improve list"));
  for (const each of watched) io.stdout(reportLines(io, each));
}

function reportLines(io: Io, watched: WatchedProposal): string {
  const { id, pattern, since, until, before, after, isOver } = watched;
  const bar = (count: number) =>
    `${"#".repeat(Math.min(BAR_LIMIT, count)).padEnd(BAR_LIMIT)} ${count}`;
  const said =
    after > 0
      ? "came back"
      : isOver
        ? "did not come back"
        : `not seen since, watched until ${until}`;
  return [
    broken(io, `${pattern} (${id})`, ""),
    `   30 days before ${since}  ${bar(before)}\n`,
    `   since then             ${bar(after)}\n`,
    broken(io, said, "   "),
  ].join("");
}

function judgingSources(io: Io, options: CommonOptions) {
  const sources = sourcesOf(io, options);
  return { ...sources, player: scenarioPlayer(runPlace(io, sources.root)) };
}

function sourcesOf(io: Io, { root }: CommonOptions) {
  return { root: requireRoot(root, io.cwd), now: io.now };
}
