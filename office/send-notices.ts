/**
 * The founder hears of what happened: once, not in the quiet hours, and in words without a secret. What must
 * not happen is the same thing twice: its key is in the ledger before anything is sent, and what may have
 * arrived is never sent again.
 */
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn } from "../company/dates.ts";
import { quietUntil, readQuietTime } from "../company/quiet-time.ts";
import { readCompany } from "../files/company.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Notice, NoticeRecord } from "../ledger/notices.ts";
import { findSecret } from "../mcp-memory/rules/secrets.ts";
import { noticesOfPlan, noticesOfRecord } from "./notices/find-notices.ts";
import type { Delivery, NoticeMessage, Notifier } from "./notices/notifier.ts";
import { planNow } from "./records/plan-now.ts";

/** Mark: since when the founder is told; nothing before it is news. */
const SINCE = "notices.since";
/** Mark: the company's day on which the calendar was looked at. */
const DAY = "notices.day";
/** Sent together; a phone shows no more. */
const AT_ONCE = 20;
const ATTEMPTS = 3;
const AGAIN_MS = [60_000, 5 * 60_000] as const;
/** Longer than any notifier takes. */
const SENDING_MS = 2 * 60_000;

export interface NoticeSources {
  root: string;
  ledger: Ledger;
  constitution: Constitution;
  now(): Date;
  machine: string;
  /** null: nobody is to be told, and nothing is noticed. */
  notifier: Notifier | null;
  /** HQ_NOTIFY_QUIET. */
  quiet: string | undefined;
}

/**
 * Notices what is new and tells it, as one message. How many were told.
 * @throws HqError `usage` for quiet hours that cannot be read; LedgerError
 */
export async function sendNotices(sources: NoticeSources): Promise<number> {
  if (sources.notifier === null) return 0;
  const quiet = readQuietTime(sources.quiet);
  await noticeNews(sources);
  const now = sources.now();
  const { timeZone } = sources.constitution.company;
  const until = quiet === null ? null : quietUntil(quiet, { now, timeZone });
  const taken = await takeDue(sources, until);
  if (taken.length === 0) return 0;
  const delivery = await sources.notifier.deliver(messageOf(sources.constitution, taken));
  await settle(sources, taken, delivery);
  return delivery.kind === "sent" ? taken.length : 0;
}

/** Writes down what was not noticed before. When this is done for the first time it is all of the past. */
async function noticeNews(sources: NoticeSources): Promise<void> {
  const { ledger, constitution, machine } = sources;
  const now = sources.now();
  const today = dateIn(now, constitution.company.timeZone);
  const { since, day, known } = await ledger.read(async (tables) => ({
    since: await tables.marks.get(SINCE),
    day: await tables.marks.get(DAY),
    known: await tables.notices.unknownOf(
      await noticesOfRecord(tables, { constitution, now, machine }),
    ),
  }));
  const ofPlan =
    day === today ? [] : noticesOfPlan(await planNow(await readCompany(sources.root), now));
  const news = [...known, ...ofPlan];
  if (since !== null && day === today && news.length === 0) return;
  const shown = await Promise.all(news.map(withoutSecret));
  const at = now.toISOString();
  await ledger.write(async ({ notices, marks }) => {
    const isFirst = (await marks.get(SINCE)) === null;
    if (isFirst) await marks.set(SINCE, at);
    await marks.set(DAY, today);
    const state = isFirst ? "past" : "waiting";
    for (const notice of shown) await notices.add(notice, { state, waitUntil: at });
  });
}

async function withoutSecret(notice: Notice): Promise<Notice> {
  const found = await findSecret([notice.text]);
  if (found === null) return notice;
  return { ...notice, text: `(${notice.kind}: held back, because it holds ${found}) hq status` };
}

/** Those that are sent now; in the quiet time they are put off instead. */
async function takeDue(
  { ledger, now }: NoticeSources,
  quietEnd: Date | null,
): Promise<NoticeRecord[]> {
  const at = now().toISOString();
  const isAny = await ledger.read(async ({ notices }) => {
    const due = await notices.due(at, 1);
    return due.length > 0 || (await notices.abandoned(at)).length > 0;
  });
  if (!isAny) return [];
  return ledger.write(async ({ notices }) => {
    const gone = (await notices.abandoned(at)).map(({ key }) => key);
    await notices.settle(gone, { state: "failed", at, why: ABANDONED });
    const due = await notices.due(at, quietEnd === null ? AT_ONCE : Number.MAX_SAFE_INTEGER);
    const keys = due.map(({ key }) => key);
    if (quietEnd !== null) {
      await notices.hold(keys, quietEnd.toISOString());
      return [];
    }
    await notices.claim(keys, new Date(now().getTime() + SENDING_MS).toISOString());
    return due;
  });
}

const ABANDONED = "hq was ended while it was sent, so that it may have arrived";

async function settle(
  { ledger, now }: NoticeSources,
  taken: readonly NoticeRecord[],
  delivery: Delivery,
): Promise<void> {
  const at = now().toISOString();
  await ledger.write(async ({ notices }) => {
    if (delivery.kind !== "refused") {
      const [state, why] =
        delivery.kind === "sent" ? (["sent", null] as const) : (["failed", delivery.why] as const);
      await notices.settle(keysOf(taken), { state, at, why });
      return;
    }
    const { why } = delivery;
    for (const { key, attempts } of taken) {
      const waitMs = AGAIN_MS[attempts];
      const isLast = attempts + 1 >= ATTEMPTS || waitMs === undefined;
      const again = new Date(now().getTime() + (waitMs ?? 0)).toISOString();
      await notices.settle(
        [key],
        isLast ? { state: "failed", at, why } : { state: "waiting", at: again, why },
      );
    }
  });
}

function keysOf(notices: readonly NoticeRecord[]): string[] {
  return notices.map(({ key }) => key);
}

/** One message for all of them. */
export function messageOf(
  { company }: Pick<Constitution, "company">,
  notices: readonly Pick<Notice, "kind" | "text" | "at">[],
): NoticeMessage {
  const [first] = notices;
  const head = company.name ?? "Solo HQ";
  const lines = notices.map(({ text }) => `- ${text}`).join("\n");
  return {
    text:
      notices.length === 1
        ? `${head}: ${first?.text ?? ""}`
        : `${head}: ${notices.length} notices\n${lines}`,
    company: company.name,
    notices: notices.map(({ kind, text, at }) => ({ kind, text, at })),
  };
}
