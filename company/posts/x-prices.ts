/**
 * What X charges through its API, prepaid in US dollars: https://docs.x.com/x-api/getting-started/pricing ("Post: Create",
 * "Post: Create (with URL)", "Media Metadata"; "Posts: Read", "User: Read", "Owned Reads"), as of 2026-08-28. X may change
 * it on any day: the Developer Console has the price of the day.
 */
import { threadOf } from "./thread.ts";

export const X_PRICES = {
  asOf: "2026-08-28",
  source: "https://docs.x.com/x-api/getting-started/pricing",
  /** Millionths of a dollar, so that sums are exact. */
  postMicroUsd: 15_000,
  postWithLinkMicroUsd: 200_000,
  /** The words that tell what a picture shows, for each picture. */
  altTextMicroUsd: 5_000,
  readMicroUsd: 5_000,
  userReadMicroUsd: 10_000,
  ownedReadMicroUsd: 1_000,
} as const;

/** Millionths of a US dollar for a text, each part of which is a post, and its pictures. */
export function xPostCostMicroUsd(text: string, pictures: number): number {
  const { postMicroUsd, postWithLinkMicroUsd, altTextMicroUsd } = X_PRICES;
  const posts = threadOf(text).map(({ hasLink }) =>
    hasLink ? postWithLinkMicroUsd : postMicroUsd,
  );
  return posts.reduce((sum, price) => sum + price, pictures * altTextMicroUsd);
}

/** `$0.015`; `no charge` for nothing. */
export function dollars(microUsd: number): string {
  return microUsd === 0 ? "no charge" : `$${(microUsd / 1_000_000).toFixed(3)}`;
}
