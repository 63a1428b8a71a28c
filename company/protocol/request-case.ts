/** A request for a review with everything that decides on it. */
import type { PutStatement } from "../claims/answers.ts";
import type { Constitution } from "../constitution/types.ts";
import type { RequestForm, Review, ReviewedWork } from "./review.ts";

/** What the ledger knows that bears on a request. */
export interface RequestRecord {
  /** The review named by `inReplyTo`; null when there is none of that id. */
  parent: Review | null;
  /** Open reviews that the asker has to answer. */
  owed: readonly Review[];
  /** Open reviews that the asked one has to answer. */
  waiting: readonly Review[];
  /**
   * Reviews of these bytes, of this path, of other posts of its file, of the parent's work, or of the
   * same task between the two.
   */
  related: readonly Review[];
}

export interface RequestCase {
  form: RequestForm;
  work: ReviewedWork;
  constitution: Constitution;
  record: RequestRecord;
  /** Of a post: what the asked one has still to answer. */
  statements: readonly PutStatement[];
  now: Date;
}
