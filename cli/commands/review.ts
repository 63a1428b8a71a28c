import type { Command } from "commander";
import { FOUNDER } from "../../company/constitution/sections.ts";
import { HqError } from "../../company/error.ts";
import type { ReviewState } from "../../company/protocol/review.ts";
import {
  type LineForm,
  reviewDetails,
  reviewSummary,
} from "../../company/protocol/review-lines.ts";
import { requireRoot } from "../../files/root.ts";
import { listReviews } from "../../office/list-reviews.ts";
import { showReview } from "../../office/show-review.ts";
import { withdrawReview } from "../../office/withdraw-review.ts";
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
  const now = io.now();
  const state = options.all === true ? undefined : requireState(options.state ?? "open");
  const wanted = { state, agent: options.agent, limit: LIMIT };
  const { reviews, isAny, timeZone } = await listReviews({ root, now }, wanted);
  if (options.json) {
    printJson(io, { ok: true, reviews });
    return;
  }
  const form: LineForm = { now, timeZone, width: widthOf(io) };
  for (const review of reviews) io.stdout(`${plain(reviewSummary(review, form).join("\n"))}\n`);
  if (reviews.length > 0) return;
  const none = `No ${state === undefined ? "" : `${state} `}reviews.`;
  io.stdout(sentences(io, isAny ? `${none} See all with: hq review list --all` : none));
}

async function show(io: Io, id: string, options: CommonOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const now = io.now();
  const { review, request, timeZone } = await showReview({ root, now }, id);
  if (options.json) {
    printJson(io, { ok: true, review, request });
    return;
  }
  const form: LineForm = { now, timeZone, width: widthOf(io) };
  io.stdout(`${plain(reviewDetails(review, form).join("\n"))}\n\n`);
  io.stdout(`${colors(io).dim("What the reviewer was handed:")}\n\n${plain(request ?? "")}`);
}

async function takeBack(io: Io, id: string, options: WithdrawOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const wanted = { id, by: FOUNDER, why: options.reason };
  const withdrawn = await withdrawReview({ root, now: io.now }, wanted);
  if (options.json) printJson(io, { ok: true, id: withdrawn.id });
  else io.stdout(`${withdrawn.id} is withdrawn. Its work still needs the review.\n`);
}

function requireState(name: string): ReviewState {
  const state = STATES.find((known) => known === name.toLowerCase());
  if (state !== undefined) return state;
  throw new HqError(
    "usage",
    `Cannot list reviews by state: found "${name}", expected one of ${STATES.join(", ")}.`,
  );
}
