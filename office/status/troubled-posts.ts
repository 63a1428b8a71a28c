/** Posts that need the founder: nobody knows whether they stand there, or they did not go out. */
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { OutboxRecord } from "../../ledger/outbox.ts";
import type { Stuck } from "./stuck.ts";

const LOOKED_AT = 200;
/** What failed longer ago was seen, and nobody wanted it again. */
const TOLD_MS = 7 * 86_400_000;

/** The ones that changed last first. */
export async function troubledPosts(
  { outbox }: Pick<LedgerReads, "outbox">,
  now: Date,
): Promise<Stuck[]> {
  return (await outbox.latest(LOOKED_AT)).flatMap((record) => troubleOf(record, now));
}

function troubleOf(
  { post, state, why, goesTo, sentAt, updatedAt }: OutboxRecord,
  now: Date,
): Stuck[] {
  const reason = why === null ? "" : ` (${why.replace(/\.$/, "")})`;
  const said = (what: string, help: string, since = updatedAt): Stuck[] => [
    { kind: "post", subject: post, since, what, help },
  ];
  if (state === "unknown") {
    return said(
      `Nobody knows whether the post ${post} stands on ${goesTo}${reason}. Look there.`,
      `hq post resolve ${post} --posted URL, or --not-posted`,
      sentAt ?? updatedAt,
    );
  }
  if (now.getTime() - Date.parse(updatedAt) > TOLD_MS) return [];
  if (state === "failed") {
    return said(`${goesTo} did not take the post ${post}${reason}.`, `hq post approve ${post}`);
  }
  if (state === "expired") {
    return said(
      `The post ${post} did not go out in time${reason}. Give it another day or time.`,
      `hq post approve ${post}`,
    );
  }
  return [];
}
