/** One thing that should run by itself and does not. */

export type StuckKind =
  /** A run whose watcher is dead. */
  | "lost-run"
  | "failed-run"
  /** A run that waits and cannot go on. */
  | "waiting-run"
  /** A due time that failed and is tried again. */
  | "failing"
  /** Two or more of its last due times did not happen; since the last of them. */
  | "chronic-miss"
  /** Its time has passed and nobody looked. */
  | "nobody-looks"
  | "stopped"
  | "wrong-runner"
  | "no-record"
  /** A provider of models that failed and is left alone for a while. */
  | "provider"
  /** What the environment says of providers cannot be used: no run begins. */
  | "settings"
  /** A part of hq up that ended of itself: it was started again, or all of hq up was ended. */
  | "service"
  /** An approved post that did not go out, or of which nobody knows. */
  | "post"
  /** What the founder was to be told and was not. */
  | "notice";

/** Mark: what keeps notices from being sent at all; empty when nothing does. */
export const NOTICE_TROUBLE = "notices.trouble";

export interface Stuck {
  kind: StuckKind;
  /** The run, the job or the scope of a stop. */
  subject: string;
  /** ISO 8601; null when nobody knows since when. */
  since: string | null;
  /** What is stuck and why, one or two sentences. */
  what: string;
  /** The command that helps, or that tells more. */
  help: string;
}
