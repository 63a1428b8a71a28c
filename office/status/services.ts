/** The services of `hq up` that ended of themselves, as the record has them. */
import type { LedgerReads } from "../../ledger/ledger.ts";

export const SERVICE_EVENTS = {
  began: "up.began",
  ended: "service.ended",
  gaveUp: "service.gave-up",
} as const;

const SUBJECT = "service:";
/** Longer ago it is history. */
const TOLD_MS = 86_400_000;

export function serviceSubject(service: string): string {
  return SUBJECT + service;
}

export interface EndedService {
  service: string;
  /** ISO 8601; when it ended the last time. */
  since: string;
  what: string;
  help: string;
}

/** Each service once, with how often it ended and why the last time. */
export async function endedServices(
  { events }: Pick<LedgerReads, "events">,
  now: Date,
): Promise<EndedService[]> {
  const since = new Date(now.getTime() - TOLD_MS).toISOString();
  const told = await events.named(Object.values(SERVICE_EVENTS), since);
  const began = told.findLast(({ what }) => what === SERVICE_EVENTS.began)?.seq ?? 0;
  const ended = told.filter(({ what }) => what !== SERVICE_EVENTS.began);
  const bySubject = Map.groupBy(ended, ({ subject }) => subject ?? SUBJECT);
  return [...bySubject].flatMap(([subject, all]) => {
    const last = all.at(-1);
    if (last === undefined) return [];
    const name = subject.slice(SUBJECT.length);
    const times = all.length === 1 ? "once" : `${all.length} times`;
    const isOver = last.what === SERVICE_EVENTS.gaveUp && last.seq > began;
    const what = isOver
      ? `hq up has ended, because its part "${name}" failed again and again: ${last.detail ?? "no reason is known"}`
      : `The part "${name}" of hq up ended ${times} within a day and was started again (.hq/log/engine.jsonl has more). The last time: ${last.detail ?? "no reason is known"}`;
    return [
      {
        service: name,
        since: last.at,
        what,
        help: isOver ? "hq up" : "hq jobs --log",
      },
    ];
  });
}
