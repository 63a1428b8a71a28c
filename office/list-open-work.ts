/** What waits for a department: reviews, verdicts, tasks, drafts and, for the Improver, gaps. */
import { isChronic, misses } from "../company/board/misses.ts";
import type { Task } from "../company/board/task.ts";
import { clip } from "../company/clip.ts";
import { dateIn, daysBetween } from "../company/dates.ts";
import { type Draft, isWaiting } from "../company/drafts.ts";
import { type Review, stateAt, type Verdict } from "../company/protocol/review.ts";
import { listedByDue } from "../company/standup/listed.ts";
import { readCompany } from "../files/company.ts";
import { MemoryError, memoryErrorSentence } from "../mcp-memory/error.ts";
import type { CompanyOffice } from "./open-office.ts";
import { aboutRuns } from "./records/about-runs.ts";
import { lostRecord } from "./records/lost-record.ts";
import { type Gap, IMPROVER, isOpenGap, openGaps } from "./report-gap.ts";
import type { ReviewDesk } from "./reviews/desk.ts";

/** Of each kind; a department that has more does not begin with the rest. */
const SHOWN = 20;
const ANSWERED_DAYS = 7;
const DAY_MS = 86_400_000;
const REASON_CHARS = 600;
const MARKETING = "marketing";

export interface OpenReview {
  reviewId: string;
  from: string;
  to: string;
  owner: string;
  chain: string[];
  /** A path in the company, or the beginning of the hash of a text. */
  work: string;
  because: string[];
  askedAt: string;
  expiresAt: string;
}

export interface AnsweredReview extends Omit<OpenReview, "expiresAt"> {
  verdict: Verdict;
  attested: boolean;
  answeredAt: string;
  reasons: string[];
}

export interface OpenTask {
  id: string;
  title: string;
  section: string;
  due: string | null;
  misses: number;
  chronic: boolean;
  blocked: string | null;
}

export interface OpenWork {
  today: string;
  reviewsToAnswer: OpenReview[];
  reviewsWaitedFor: OpenReview[];
  /** Of the last seven days, newest first. */
  verdicts: AnsweredReview[];
  tasks: OpenTask[];
  drafts: {
    title: string;
    channel: string;
    date: string;
    status: string;
    file: string;
    line: number;
  }[];
  gaps: { lesson: string; summary: string }[];
  /** What is not listed, and what could not be read. */
  notes: string[];
}

/** Everything open for one department, by the record, the board, the drafts and the memory. */
export async function openWork(office: CompanyOffice, agent: string): Promise<OpenWork> {
  const now = office.now();
  const company = await readCompany(office.root);
  const today = dateIn(now, company.constitution.company.timeZone);
  const notes = [...company.notes];
  const since = new Date(now.getTime() - ANSWERED_DAYS * DAY_MS).toISOString();
  const ledger = await office.ledger.ifAny();
  notes.push(...(await lostRecord({ ledger, root: office.root, now })));
  if (agent === IMPROVER && ledger !== null) notes.push(...(await aboutRuns(ledger)));
  const open =
    ledger === null ? { toAnswer: [], waitingFor: [] } : await openReviews(office.desk, agent);
  const answered =
    ledger === null
      ? []
      : await ledger.read(({ reviews }) => reviews.answeredFor(agent, since, SHOWN));
  const tasks = (company.board?.tasks ?? []).filter((task) => !task.done && task.agent === agent);
  const drafts = agent === MARKETING ? company.drafts.filter(isWaiting) : [];
  const gaps = agent === IMPROVER ? await openGaps(office).catch(noteInstead(notes)) : [];
  const first = <T>(items: readonly T[], what: string): T[] => {
    if (items.length > SHOWN) notes.push(`${items.length - SHOWN} more ${what} are not listed.`);
    return items.slice(0, SHOWN);
  };
  return {
    today,
    reviewsToAnswer: first(open.toAnswer, "reviews to answer").map(openReview),
    reviewsWaitedFor: first(open.waitingFor, "reviews waited for").map(openReview),
    verdicts: answered.flatMap(answeredReview),
    tasks: first(byDue(tasks, today), "tasks").map((task) => openTask(task, today)),
    drafts: first(drafts, "drafts").map(waitingDraft),
    gaps: first(gaps.filter(isOpenGap), "gaps").map(({ lesson, summary }) => ({ lesson, summary })),
    notes,
  };
}

/** Reviews that the department has to answer and those it waits for. */
async function openReviews(
  { ledger, now }: ReviewDesk,
  agent: string,
): Promise<{ toAnswer: Review[]; waitingFor: Review[] }> {
  return ledger.read(async ({ reviews }) => {
    const isOpen = (review: Review) => stateAt(review, now()) === "open";
    const toAnswer = (await reviews.waitingFor(agent)).filter(isOpen);
    const waitingFor = (await reviews.askedBy(agent)).filter(isOpen);
    return { toAnswer, waitingFor };
  });
}

/** The tasks that are shown first: what is due soon is not cut off by what is late. */
function byDue(tasks: readonly Task[], today: string): Task[] {
  const dueIn = ({ due }: Task) => (due === null ? null : daysBetween(today, due));
  const { items } = listedByDue(tasks, dueIn, SHOWN);
  return [...items, ...tasks.filter((task) => !items.includes(task))];
}

/** A memory that cannot be read costs the list that part. */
function noteInstead(notes: string[]): (error: unknown) => Gap[] {
  return (error) => {
    if (!(error instanceof MemoryError)) throw error;
    notes.push(memoryErrorSentence(error));
    return [];
  };
}

function openReview(review: Review): OpenReview {
  const { expiresAt } = review;
  return { ...aboutReview(review), expiresAt };
}

function aboutReview(review: Review): Omit<OpenReview, "expiresAt"> {
  const { id, requester, reviewer, owner, chain, workPath, workHash, topics, askedAt } = review;
  return {
    reviewId: id,
    from: requester,
    to: reviewer,
    owner,
    chain,
    work: workPath ?? `a text, SHA-256 ${workHash.slice(0, 12)}…`,
    because: topics,
    askedAt,
  };
}

function answeredReview(review: Review): AnsweredReview[] {
  const { answer } = review;
  if (answer === null) return [];
  const { verdict, attestation, at, reasons } = answer;
  return [
    {
      ...aboutReview(review),
      verdict,
      attested: attestation !== null,
      answeredAt: at,
      reasons: reasons.map((reason) => clip(reason, REASON_CHARS)),
    },
  ];
}

function openTask(task: Task, today: string): OpenTask {
  const { id, title, section, due, blocked } = task;
  return {
    id,
    title,
    section,
    due,
    misses: misses(task, today),
    chronic: isChronic(task, today),
    blocked,
  };
}

function waitingDraft({
  title,
  channel,
  date,
  status,
  file,
  line,
}: Draft): OpenWork["drafts"][number] {
  return { title, channel, date, status, file, line };
}
