/** Who asked, who answered, on which bytes, when: of a post, of the work of a review, or of some days. */
import { addDays, dateIn, isIsoDate } from "../company/dates.ts";
import { partWorkPath } from "../company/draft-posts.ts";
import { HqError } from "../company/error.ts";
import { type Review, reviewIdOf } from "../company/protocol/review.ts";
import { readConstitution } from "../files/company.ts";
import type { RecordedEvent } from "../ledger/events.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { type AuditedPost, findPost } from "./reviews/find-post.ts";
import { noReview } from "./reviews/no-review.ts";
import { reviewsOfWork } from "./reviews/reviews-of-work.ts";

/** Entries of a story of days; more is not read by anybody. */
export const STORY_EVENTS = 1_000;
/** Days of a story that was asked for without a beginning. */
export const STORY_DAYS = 7;

export interface StoryWanted {
  /** Id of a post: date-channel-title, or its beginning. */
  post?: string | undefined;
  /** A review, whose work is told of. */
  review?: string | undefined;
  /** ISO date; of a post or a review only what was on that day and later. */
  since?: string | undefined;
}

export interface Story {
  /** The day from which it is told. */
  since: string;
  /** The company's. */
  timeZone: string;
  /** The post that was asked about. */
  post: AuditedPost | null;
  /** The reviews that it is about; empty for a story of days. */
  reviews: Review[];
  /** What each review of a story of days is about, by its id. */
  works: ReadonlyMap<string, string>;
  /** In the order of recording. */
  events: RecordedEvent[];
}

/** What the record says, before the days are chosen. */
type Told = Omit<Story, "since" | "timeZone">;

const NOTHING: Told = { post: null, reviews: [], works: new Map(), events: [] };

/**
 * The story that is asked for: of a post, of a review's work, else of the last days.
 * @throws HqError `usage` for no date or a post that is none or fits several, `not-found` for no such
 * post or review; LedgerError
 */
export async function tellStory(
  { root, now }: { root: string; now: Date },
  wanted: StoryWanted,
): Promise<Story> {
  const { timeZone } = (await readConstitution(root)).constitution.company;
  const since = sinceDay(wanted, dateIn(now, timeZone));
  const story = await storyOf(root, wanted, { since, timeZone });
  const isOfWork = wanted.review !== undefined || wanted.post !== undefined;
  const events =
    isOfWork && wanted.since !== undefined
      ? story.events.filter(({ at }) => dateIn(new Date(at), timeZone) >= since)
      : story.events;
  return { ...story, since, timeZone, events };
}

async function storyOf(
  root: string,
  { post, review }: StoryWanted,
  { since, timeZone }: { since: string; timeZone: string },
): Promise<Told> {
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

async function storyOfPost(ledger: Ledger | null, root: string, given: string): Promise<Told> {
  const { post, reviews } = await findPost(ledger, root, given);
  return {
    ...NOTHING,
    post,
    reviews,
    events: ledger === null ? [] : await eventsOfPost(ledger, post, reviews),
  };
}

/** What was asked and answered of it, what the founder said, and each step on its way out. */
async function eventsOfPost(
  ledger: Ledger,
  { path: place }: AuditedPost,
  reviews: readonly Review[],
): Promise<RecordedEvent[]> {
  const id = partWorkPath(place).post ?? place;
  const subjects = [...reviews.map((review) => review.id), place, id];
  return ledger.read(async (tables) => {
    const events = await tables.events.ofSubjects(subjects);
    const steps = (await tables.outbox.steps(id)).map(({ step, at, part, attempt, detail }) => ({
      ...{ seq: 0, at, who: "hq", what: `post.${step}`, subject: id, hash: null },
      detail: [`part ${part + 1}, attempt ${attempt}`, detail].filter(Boolean).join(": "),
    }));
    // The order of recording holds, whatever a clock that was set back says.
    if (steps.length === 0) return events;
    return [...events, ...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  });
}

async function storySince(ledger: Ledger, day: string, timeZone: string): Promise<Told> {
  // The day before in UTC begins no later than the day in any time zone.
  const from = `${addDays(day, -1)}T00:00:00.000Z`;
  const isInside = ({ at }: RecordedEvent) => dateIn(new Date(at), timeZone) >= day;
  return ledger.read(async (tables) => {
    const events = (await tables.events.since(from, STORY_EVENTS)).filter(isInside);
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
async function storyOfWork(ledger: Ledger, id: string): Promise<Told | null> {
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
  return ledger.read((tables) => tables.events.ofSubjects(reviews.map(({ id }) => id)));
}

function sinceDay({ since }: StoryWanted, today: string): string {
  if (since === undefined) return addDays(today, -STORY_DAYS);
  if (isIsoDate(since)) return since;
  throw new HqError(
    "usage",
    `Cannot audit since "${since}": it is no date, expected one as YYYY-MM-DD.`,
  );
}
