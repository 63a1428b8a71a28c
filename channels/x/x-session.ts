import type { UserOutcome } from "./own-tweets.ts";
import type { XAccess } from "./x-api.ts";

/** One account in one pass of the publisher. */
export interface XSession {
  access: XAccess;
  now(): Date;
  /** Asked once. */
  user(): Promise<UserOutcome>;
}
