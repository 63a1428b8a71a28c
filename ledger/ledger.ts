import type { ApprovalReads, ApprovalWrites } from "./approvals.ts";
import type { BoardChangeReads, BoardChangeWrites } from "./board-changes.ts";
import type { ChannelRestReads, ChannelRestWrites } from "./channel-rests.ts";
import type { EventReads, EventWrites } from "./events.ts";
import type { HandOverReads, HandOverWrites } from "./hand-overs.ts";
import type { JobReads, JobWrites } from "./jobs.ts";
import type { LessonDraftReads, LessonDraftWrites } from "./lesson-drafts.ts";
import type { MarkReads, MarkWrites } from "./marks.ts";
import type { NoticeReads, NoticeWrites } from "./notices.ts";
import type { OutboxReads, OutboxWrites } from "./outbox.ts";
import type { ProviderReads, ProviderWrites } from "./providers.ts";
import type { ReviewReads, ReviewWrites } from "./reviews.ts";
import type { RunReads, RunWrites } from "./runs.ts";
import type { SpendReads, SpendWrites } from "./spend.ts";
import type { StatementAnswerReads, StatementAnswerWrites } from "./statement-answers.ts";
import type { StopReads, StopWrites } from "./stops.ts";
import type { SynthesisReads, SynthesisWrites } from "./syntheses.ts";
import type { TraceReads, TraceWrites } from "./traces.ts";

/**
 * The record of what must not be lost or doubled. Whatever keeps it (SQLite today) offers the same:
 * a transaction that sees everything committed before it, and writes all of it or nothing.
 */
export interface Ledger {
  /**
   * Runs the body in one transaction for reading.
   * Contract: the body awaits nothing but the tables it is given, and does not call the ledger again.
   * @throws LedgerError
   */
  read<T>(body: (tables: LedgerReads) => Promise<T>): Promise<T>;
  /**
   * Runs the body in one transaction for writing; no other process writes meanwhile. Committed and
   * synced when the promise resolves; rolled back when the body throws. Same contract as `read`.
   * @throws LedgerError `busy` when the write lock could not be had in time.
   */
  write<T>(body: (tables: LedgerWrites) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** One entry for each subject. */
export interface LedgerReads {
  reviews: ReviewReads;
  events: EventReads;
  statementAnswers: StatementAnswerReads;
  jobs: JobReads;
  runs: RunReads;
  spend: SpendReads;
  handOvers: HandOverReads;
  stops: StopReads;
  marks: MarkReads;
  providers: ProviderReads;
  notices: NoticeReads;
  traces: TraceReads;
  lessonDrafts: LessonDraftReads;
  syntheses: SynthesisReads;
  approvals: ApprovalReads;
  outbox: OutboxReads;
  channelRests: ChannelRestReads;
  boardChanges: BoardChangeReads;
}

export interface LedgerWrites {
  reviews: ReviewReads & ReviewWrites;
  events: EventReads & EventWrites;
  statementAnswers: StatementAnswerReads & StatementAnswerWrites;
  jobs: JobReads & JobWrites;
  runs: RunReads & RunWrites;
  spend: SpendReads & SpendWrites;
  handOvers: HandOverReads & HandOverWrites;
  stops: StopReads & StopWrites;
  marks: MarkReads & MarkWrites;
  providers: ProviderReads & ProviderWrites;
  notices: NoticeReads & NoticeWrites;
  traces: TraceReads & TraceWrites;
  lessonDrafts: LessonDraftReads & LessonDraftWrites;
  syntheses: SynthesisReads & SynthesisWrites;
  approvals: ApprovalReads & ApprovalWrites;
  outbox: OutboxReads & OutboxWrites;
  channelRests: ChannelRestReads & ChannelRestWrites;
  boardChanges: BoardChangeReads & BoardChangeWrites;
}
