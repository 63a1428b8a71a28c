import type { Command } from "commander";
import { addDays, dateIn, isIsoDate } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { auditStory } from "../../company/protocol/audit-story.ts";
import { type Review, reviewIdOf } from "../../company/protocol/review.ts";
import { requireRoot } from "../../files/root.ts";
import type { RecordedEvent } from "../../ledger/events.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { lookIntoLedger } from "../../office/records/look-into-ledger.ts";
import { reviewsOfWork } from "../../office/reviews/desk.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, plain, printJson } from "../output.ts";
import { type AuditedPost, findPost, postLines } from "./audit-post.ts";
import { lineFormOf, noReview } from "./review.ts";

const EVENTS = 1_000;
const DAYS = 7;

interface Options extends CommonOptions {
  post?: string;
  review?: string;
  since?: string;
}

interface Story {
  /** The post that was asked about. */
  post: AuditedPost | null;
  /** The reviews that it is about; empty for a story of days. */
  reviews: Review[];
  /** What each review of a story of days is about, by its id. */
  works: ReadonlyMap<string, string>;
  events: RecordedEvent[];
}

const NOTHING: Story = { post: null, reviews: [], works: new Map(), events: [] };

export function registerAudit(program: Command, io: Io): void {
  addCommand(program, "audit", "who asked, who answered, on which bytes, when")
    .option("--post <id>", "the story of a post: date-channel-title, or its beginning")
    .option("--review <id>", "the story of the work that this review is about")
    .option("--since <date>", `everything from this day on, YYYY-MM-DD (default: ${DAYS} days)`)
    .action((options: Options) => audit(io, options));
}

async function audit(io: Io, options: Options): Promise<void> {
  if (options.post !== undefined && options.review !== undefined) {
    throw new HqError(
      "usage",
      "Cannot tell two stories at once: found --post and --review, expected one of them.",
    );
  }
  const root = requireRoot(options.root, io.cwd);
  const { timeZone, width } = await lineFormOf(root, io);
  const since = sinceDay(options, dateIn(io.now(), timeZone));
  const story = await storyOf(root, options, { since, timeZone });
  const isOfWork = options.review !== undefined || options.post !== undefined;
  const events =
    isOfWork && options.since !== undefined
      ? story.events.filter(({ at }) => dateIn(new Date(at), timeZone) >= since)
      : story.events;
  if (options.json) {
    printJson(io, { ok: true, since, post: story.post, reviews: story.reviews, events });
    return;
  }
  const told = auditStory(events, { timeZone, works: story.works, width });
  if (story.post !== null) io.stdout(`${plain(postLines(story.post, width).join("\n"))}\n`);
  if (events.length > 0) io.stdout(`${plain(told.join("\n"))}\n`);
  else if (story.reviews.length > 0) io.stdout(`Nothing is recorded of it since ${since}.\n`);
  else if (story.post !== null) io.stdout("No review of it was asked for.\n");
  else io.stdout(`Nothing is recorded since ${since}.\n`);
  if (events.length >= EVENTS) {
    io.stderr(`Only the first ${EVENTS} entries are shown: begin later with --since.\n`);
  }
}

async function storyOf(
  root: string,
  { post, review }: Options,
  { since, timeZone }: { since: string; timeZone: string },
): Promise<Story> {
  if (post !== undefined) {
    const found = await lookIntoLedger(root, null, (ledger) => storyOfPost(ledger, root, post));
    return found ?? storyOfPost(null, root, post);
  }
  if (review === undefined) {
    return lookIntoLedger(root, NOTHING, (ledger) => storySince(ledger, since, timeZone));
  }
  const id = reviewIdOf(review);
  const story = await lookIntoLedger(root, null, (ledger) => storyOfWork(ledger, id));
  if (story === null) throw noReview(id);
  return story;
}

async function storyOfPost(ledger: Ledger | null, root: string, given: string): Promise<Story> {
  const { post, reviews } = await findPost(ledger, root, given);
  return {
    ...NOTHING,
    post,
    reviews,
    events: ledger === null ? [] : await eventsOf(ledger, reviews),
  };
}

async function storySince(ledger: Ledger, day: string, timeZone: string): Promise<Story> {
  // The day before in UTC begins no later than the day in any time zone.
  const from = `${addDays(day, -1)}T00:00:00.000Z`;
  const isInside = ({ at }: RecordedEvent) => dateIn(new Date(at), timeZone) >= day;
  return ledger.read(async (tables) => {
    const events = (await tables.events.since(from, EVENTS)).filter(isInside);
    const works = new Map<string, string>();
    for (const { what, subject } of events) {
      const review =
        what === "review.asked" && subject !== null ? await tables.reviews.find(subject) : null;
      if (review?.workPath != null) works.set(review.id, review.workPath);
    }
    return { ...NOTHING, works, events };
  });
}

/** All reviews of the work, its other versions included, and what happened around them. */
async function storyOfWork(ledger: Ledger, id: string): Promise<Story | null> {
  const review = await ledger.read(({ reviews }) => reviews.find(id));
  if (review === null) return null;
  const reviews = await reviewsOfWork(ledger, {
    hash: review.workHash,
    path: review.workPath,
    wordsHash: review.wordsHash,
  });
  return { ...NOTHING, reviews, events: await eventsOf(ledger, reviews) };
}

function eventsOf(ledger: Ledger, reviews: readonly Review[]): Promise<RecordedEvent[]> {
  const subjects = reviews.map(({ id }) => id);
  return ledger.read((tables) => tables.events.ofSubjects(subjects));
}

function sinceDay({ since }: Options, today: string): string {
  if (since === undefined) return addDays(today, -DAYS);
  if (isIsoDate(since)) return since;
  throw new HqError(
    "usage",
    `Cannot audit since "${since}": it is no date, expected one as YYYY-MM-DD.`,
  );
}
