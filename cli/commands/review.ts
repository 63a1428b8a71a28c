import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import type { ReviewState } from "../../company/protocol/review.ts";
import { reviewIdOf, stateAt } from "../../company/protocol/review.ts";
import {
  type LineForm,
  reviewDetails,
  reviewSummary,
} from "../../company/protocol/review-lines.ts";
import { readConstitution } from "../../files/company.ts";
import { requireRoot } from "../../files/root.ts";
import type { ReviewSelection } from "../../ledger/reviews.ts";
import { agentNamed } from "../../office/people/agent-named.ts";
import { lookIntoLedger } from "../../office/records/look-into-ledger.ts";
import { withdraw } from "../../office/reviews/desk.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
  widthOf,
} from "../output.ts";

const STATES = ["open", "answered", "expired", "withdrawn"] as const;
const LIMIT = 50;
/** Characters of a wrong id that the message shows. */
const ID_CHARS = 60;

interface ListOptions extends CommonOptions {
  state?: string;
  all?: boolean;
  agent?: string;
}

interface WithdrawOptions extends CommonOptions {
  reason?: string;
}

export function registerReview(program: Command, io: Io): void {
  const review = program.command("review").description("the reviews departments ask of each other");
  addCommand(review, "list", `open reviews, newest first, at most ${LIMIT}`)
    .option("--all", "closed ones too")
    .option("--state <name>", STATES.join(", "))
    .option("--agent <id>", "only those that this department asked, answers or owns")
    .action((options: ListOptions) => list(io, options));
  addCommand(review, "show", "one review, with the text that was handed to the reviewer")
    .argument("<id>", "the review, e.g. R-12")
    .action((id: string, options: CommonOptions) => show(io, id, options));
  addCommand(review, "withdraw", "take an open question back, in the founder's name")
    .argument("<id>", "the review, e.g. R-12")
    .option("--reason <text>", "why; the audit tells it")
    .action((id: string, options: WithdrawOptions) => takeBack(io, id, options));
}

async function list(io: Io, options: ListOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { constitution } = await readConstitution(root);
  const form = formFor(io, constitution);
  const state = options.all === true ? undefined : requireState(options.state ?? "open");
  const agent = options.agent === undefined ? undefined : agentNamed(options.agent, constitution);
  // An open one past its time is expired, although nobody has written that down yet.
  const recorded = state === "expired" ? undefined : state;
  const selection: ReviewSelection = {
    limit: LIMIT,
    ...(recorded === undefined ? {} : { state: recorded }),
    ...(agent === undefined ? {} : { agent }),
  };
  const { found, isAny } = await lookIntoLedger(root, { found: [], isAny: false }, (ledger) =>
    ledger.read(async ({ reviews }) => ({
      found: await reviews.list(selection),
      isAny: (await reviews.list({ limit: 1 })).length > 0,
    })),
  );
  const reviews = found
    .map((review) => ({ ...review, state: stateAt(review, form.now) }))
    .filter((review) => state === undefined || review.state === state);
  if (options.json) {
    printJson(io, { ok: true, reviews });
    return;
  }
  for (const review of reviews) io.stdout(`${plain(reviewSummary(review, form).join("\n"))}\n`);
  if (reviews.length > 0) return;
  const none = `No ${state === undefined ? "" : `${state} `}reviews.`;
  io.stdout(sentences(io, isAny ? `${none} See all with: hq review list --all` : none));
}

async function show(io: Io, id: string, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const form = await lineFormOf(root, io);
  const wanted = reviewIdOf(id);
  const found = await lookIntoLedger(root, null, (ledger) =>
    ledger.read(async ({ reviews }) => {
      const review = await reviews.find(wanted);
      return review === null ? null : { review, request: (await reviews.texts(wanted))?.request };
    }),
  );
  if (found === null) throw noReview(wanted);
  const review = { ...found.review, state: stateAt(found.review, form.now) };
  if (options.json) {
    printJson(io, { ok: true, review, request: found.request ?? null });
    return;
  }
  io.stdout(`${plain(reviewDetails(review, form).join("\n"))}\n\n`);
  io.stdout(`${colors(io).dim("What the reviewer was handed:")}\n\n${plain(found.request ?? "")}`);
}

async function takeBack(io: Io, id: string, options: WithdrawOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const wanted = reviewIdOf(id);
  const outcome = await lookIntoLedger(root, null, (ledger) =>
    withdraw({ ledger, now: io.now }, wanted, { by: FOUNDER, why: options.reason }),
  );
  if (outcome === null || (outcome.kind === "refused" && outcome.code === "unknown-review")) {
    throw noReview(wanted, "withdraw");
  }
  if (outcome.kind === "refused") {
    const hint = "Only an open question can be taken back; what was answered stays in the record.";
    throw new HqError("wrong-state", `Cannot withdraw ${wanted}: ${outcome.reason}.`, { hint });
  }
  if (options.json) printJson(io, { ok: true, id: wanted });
  else io.stdout(`${wanted} is withdrawn. Its work still needs the review.\n`);
}

export function noReview(id: string, verb = "show"): HqError {
  return new HqError(
    "not-found",
    `Cannot ${verb} ${clip(id, ID_CHARS)}: there is no such review, expected an id such as R-12.`,
    { hint: "See the ids with: hq review list --all" },
  );
}

/** How reviews are shown here: in the company's time zone, as wide as the terminal. */
export async function lineFormOf(root: string, io: Io): Promise<LineForm> {
  return formFor(io, (await readConstitution(root)).constitution);
}

function formFor(io: Io, { company }: Constitution): LineForm {
  return { now: io.now(), timeZone: company.timeZone, width: widthOf(io) };
}

function requireState(name: string): ReviewState {
  const state = STATES.find((known) => known === name.toLowerCase());
  if (state !== undefined) return state;
  throw new HqError(
    "usage",
    `Cannot list reviews by state: found "${name}", expected one of ${STATES.join(", ")}.`,
  );
}
