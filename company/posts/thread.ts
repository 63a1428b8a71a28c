/** A post on X as the parts of its thread. */
import { weightedLength } from "./weighted-length.ts";

export interface ThreadPart {
  text: string;
  /** As X counts: an address is 23, an emoji or a Chinese letter 2. */
  weight: number;
  hasLink: boolean;
}

/** What one post of an account without a subscription may weigh. */
export const X_LIMIT = 280;
/** More parts than anybody reads. */
export const PARTS_LIMIT = 25;

/** A line of three dashes begins the next part. A post without one is a thread of one part. */
export function partsOf(text: string): string[] {
  return text
    .split(/^-{3,}[ \t]*\r?$/m)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function threadOf(text: string): ThreadPart[] {
  return partsOf(text).map((part) => ({ text: part, ...weightedLength(part) }));
}
