/** Approved posts of which nobody knows whether they stand there, and those that did not go out. */
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { OutboxRecord, OutboxState } from "../../ledger/outbox.ts";
import type { Stuck } from "./stuck.ts";

/** A channel shows what it took well before; until then it is looked up by itself. */
const UNKNOWN_MS = 30 * 60_000;
const NEWS_MS = 2 * 86_400_000;
const LOOKED_AT = 100;
const NOT_OUT: readonly OutboxState[] = ["failed", "expired", "cancelled"];

export async function stuckPosts(
  { outbox }: Pick<LedgerReads, "outbox">,
  now: Date,
): Promise<Stuck[]> {
  const unknown = (await outbox.unfinished()).filter(({ state, sentAt }) => {
    return state === "unknown" && sentAt !== null && age(sentAt, now) >= UNKNOWN_MS;
  });
  const ended = (await outbox.latest(LOOKED_AT)).filter(({ state, updatedAt }) => {
    return NOT_OUT.includes(state) && age(updatedAt, now) < NEWS_MS;
  });
  return [...unknown.map(inDoubt), ...ended.map(notOut)];
}

function inDoubt({ post, goesTo, account, sentAt, why }: OutboxRecord): Stuck {
  const reason = why === null ? "" : ` (${why})`;
  return {
    ...{ kind: "post", subject: post, since: sentAt },
    what: `Nobody knows whether ${post} stands on ${goesTo}, ${account}${reason}. Look there.`,
    help: `hq post resolve ${post} --posted URL or --not-posted`,
  };
}

function notOut({ post, state, why, part, parts, updatedAt }: OutboxRecord): Stuck {
  const reason = why === null ? "" : `: ${why}`;
  const left = part === 0 ? "" : ` ${part} of its ${parts} parts stand there.`;
  return {
    ...{ kind: "post", subject: post, since: updatedAt },
    what: `${post} did not go out (${state})${reason}${/[.!?]$/.test(reason) ? "" : "."}${left}`,
    help: `hq audit --post ${post}`,
  };
}

function age(at: string, now: Date): number {
  return now.getTime() - Date.parse(at);
}
