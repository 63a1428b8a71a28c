/**
 * What X charges for a post through its API, prepaid in US dollars: https://docs.x.com/x-api/getting-started/pricing
 * ("Content: Create", "Content: Create (with URL)"; "Owned Reads"), as of 2026-08-28. X may change it on any day: the
 * Developer Console has the price of the day.
 */
export const X_PRICES = {
  asOf: "2026-08-28",
  source: "https://docs.x.com/x-api/getting-started/pricing",
  /** Millionths of a dollar, so that sums are exact. */
  postMicroUsd: 15_000,
  postWithLinkMicroUsd: 200_000,
  ownedReadMicroUsd: 1_000,
} as const;

/** Millionths of a US dollar for the parts of a thread, each of which is a post. */
export function xCostMicroUsd(parts: readonly { hasLink: boolean }[]): number {
  return parts.reduce(
    (sum, { hasLink }) => sum + (hasLink ? X_PRICES.postWithLinkMicroUsd : X_PRICES.postMicroUsd),
    0,
  );
}

/** `$0.015`; `no charge` for nothing. */
export function dollars(microUsd: number): string {
  return microUsd === 0 ? "no charge" : `$${(microUsd / 1_000_000).toFixed(3)}`;
}
