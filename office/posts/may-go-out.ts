/** What may keep a part back at the last moment, read in the transaction that writes down that it goes. */
import { longestPeriodStart } from "../../company/budget/period.ts";
import type { BudgetRule } from "../../company/constitution/types.ts";
import { overPostCap, POSTS } from "../../company/posts/post-caps.ts";
import type { ChannelRest } from "../../ledger/channel-rests.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { OutboxRecord } from "../../ledger/outbox.ts";
import { stoppedBy } from "../stop-work.ts";
import { AUTHOR } from "./author.ts";

/** What is known of a part that is about to go out. */
export interface Going {
  costMicroUsd: number;
  /** Of the constitution as it is now. */
  budgets: readonly BudgetRule[];
  timeZone: string;
}

/** What stays here is no post that somebody sees. */
export const UNSEEN = "folder";

/** One sentence, null when nothing does: stops, holds, an approval taken back, the channel's limits, caps. */
export async function whyNot(
  tables: LedgerReads,
  record: OutboxRecord,
  { now, ...going }: Going & { now: Date },
): Promise<string | null> {
  const stop = stoppedBy(await tables.stops.all(), AUTHOR);
  if (stop !== null) return stop;
  const held = (await tables.approvals.holds()).find(({ post }) => post === record.post);
  if (held !== undefined) return `you hold it: ${held.why}`;
  const known = await tables.approvals.find(record.approval);
  if (known !== null && known.withdrawnAt !== null) return "you took it back";
  const { goesTo, account } = record;
  const rest = await tables.channelRests.find(goesTo, account, now.toISOString());
  if (rest !== null) return restWords(rest);
  return goesTo === UNSEEN ? null : overCap(tables, going, now);
}

async function overCap(
  { outbox }: LedgerReads,
  { budgets, timeZone, costMicroUsd }: Going,
  now: Date,
): Promise<string | null> {
  if (budgets.every(({ scope }) => scope !== POSTS)) return null;
  const since = longestPeriodStart(now, timeZone).toISOString();
  const sent = (await outbox.sentSince(since)).filter(({ goesTo }) => goesTo !== UNSEEN);
  return overPostCap(budgets, { sent, timeZone, now }, costMicroUsd);
}

/** `x takes nothing until 2026-11-24T10:15:00.000Z: its limit is used up`. */
export function restWords({ goesTo, until, why }: ChannelRest): string {
  return `${goesTo} takes nothing until ${until}: ${why}`;
}
