/** The days of duties that a country pack dates: due, lawful until, and the period that they are about. */
import { clip } from "../clip.ts";
import { cronOf } from "../cron.ts";
import { addDays, dateIn } from "../dates.ts";
import { type DutyDay, dutyDays } from "../pack/due-days.ts";
import type { Answers, Pack } from "../pack/pack.ts";
import type { PackRule } from "../pack/rows.ts";
import type { PackDuty } from "../pack/schema.ts";
import { conditionsHold, openQuestions } from "../pack/situation.ts";

/** Older duties are not dug up again: after a year somebody has settled them otherwise. */
const LOOK_BACK_DAYS = 400;
/** A duty comes once a year at the least; two years hold the next one whatever is done already. */
const LOOK_AHEAD_DAYS = 800;
/** An early day of the founder's own is about the day of the law that follows it so soon. */
const EARLY_DAYS = 45;
const OWN_DAYS_LIMIT = 400;

export interface PackDutyDays {
  /** Passed and not done, then the next that is not done; the earliest first. */
  days: DutyDay[];
  /** The questions that the founder has not answered; null when the duty applies. */
  unconfirmed: string | null;
}

/** What is open of a duty of the pack; null when the answers say that it is not this company's. */
export function openDays(
  { row, pack, duty, answers }: PackRule,
  known: { today: string; since: string | null; done: ReadonlySet<string> },
): PackDutyDays | null {
  const applies = conditionsHold(duty.when, answers);
  if (applies === "no") return null;
  const { today, since, done } = known;
  const lookBack = addDays(today, -LOOK_BACK_DAYS);
  const from = since === null || since < lookBack ? lookBack : since;
  const asked = { answers, from, to: addDays(today, LOOK_AHEAD_DAYS) };
  const ofLaw = dutyDays(pack, duty, { ...asked, to: addDays(asked.to, EARLY_DAYS) });
  const all = row.schedule === null ? ofLaw : ownDays(row.schedule, ofLaw, asked);
  const open = all.filter(({ due }) => !done.has(due));
  const late = open.filter(({ due }) => due < today);
  const next = open.find(({ due }) => due >= today);
  return {
    // Nothing says when counting begins: only the last one can be called missed.
    days: [...(since === null ? lastMissed(all, late, today) : late), ...(next ? [next] : [])],
    unconfirmed: unconfirmedBy(pack, duty, answers),
  };
}

/** The ids of the questions that the founder has not answered, such as `legal-form, vat`; null without one. */
export function unconfirmedBy(
  pack: Pack,
  asked: Pick<PackDuty, "when" | "starts">,
  answers: Answers,
): string | null {
  const open = openQuestions(pack, asked, answers).map(({ id }) => id);
  return open.length === 0 ? null : clip(open.join(", "), 200);
}

function lastMissed(all: readonly DutyDay[], late: readonly DutyDay[], today: string): DutyDay[] {
  const last = all.filter(({ due }) => due < today).at(-1)?.due;
  return late.filter(({ due }) => due === last);
}

/** Days of the founder's own schedule, each about the first day of the law that follows it soon. */
function ownDays(
  schedule: string,
  ofLaw: readonly DutyDay[],
  { from, to }: { from: string; to: string },
): DutyDay[] {
  const cron = cronOf(schedule, "UTC");
  if (cron === null) return [];
  const days: DutyDay[] = [];
  let after = new Date(Date.parse(`${from}T00:00:00Z`) - 1000);
  for (let round = 0; round < OWN_DAYS_LIMIT; round += 1) {
    const run = cron.nextRun(after);
    if (run === null) break;
    const due = dateIn(run, "UTC");
    if (due > to) break;
    const law = ofLaw.find((day) => day.due >= due && day.due <= addDays(due, EARLY_DAYS));
    days.push(law === undefined ? { due, until: due, payBy: null, period: "" } : { ...law, due });
    after = new Date(`${due}T23:59:59Z`);
  }
  return days;
}
