/** When a duty of a pack is due, until when it is lawful, and which period it is about. */
import { addDays } from "../dates.ts";
import { type BusinessDays, businessDays } from "./holidays.ts";
import type { Answers, Pack } from "./pack.ts";
import {
  dayInMonth,
  lastDayOf,
  lastMonthOf,
  type Period,
  periodName,
  periodsIn,
} from "./periods.ts";
import type { DueDay, PackDuty } from "./schema.ts";
import { firstPeriodEnd } from "./situation.ts";

export interface DutyDay {
  /** The day that the law names, as an ISO date: ours to be early by. */
  due: string;
  /** The last lawful day after weekend, holiday, a month of grace or a dispatch; never before `due`. */
  until: string;
  /** Of a payment whose last day is no business day and does not move: the last day to pay on. */
  payBy: string | null;
  /** `fourth quarter 2026`. */
  period: string;
}

/**
 * The days of a duty that the law puts between two ISO dates, both included, the earliest first. The answers
 * decide where it begins and which holidays count; whether it applies at all is `dutyApplies`.
 */
export function dutyDays(
  pack: Pack,
  duty: PackDuty,
  asked: { answers: Answers; from: string; to: string },
): DutyDay[] {
  return datedDuty(pack, duty, asked).map(({ day }) => day);
}

/** As `dutyDays`, each with the last day of the period that it is about. */
export function datedDuty(
  pack: Pack,
  duty: PackDuty,
  asked: { answers: Answers; from: string; to: string },
): { day: DutyDay; ends: string }[] {
  const open = businessDays(pack, asked.answers);
  const begins = firstPeriodEnd(duty, asked.answers);
  // A day lies at most two years after its period, and at most one before the period's end.
  const years = { from: yearOf(asked.from) - 3, to: yearOf(asked.to) + 1 };
  const days = duty.schedules.flatMap((schedule) =>
    periodsIn(schedule.every, years)
      .filter(({ number }) => schedule.of === undefined || schedule.of.includes(number))
      .filter((period) => begins === null || lastDayOf(period) >= begins)
      .map((period) => ({ due: dueOf(schedule.due, period, open), period, part: schedule.part }))
      .filter(({ due }) => due >= asked.from && due <= asked.to),
  );
  return days
    .map(({ due, period, part }) => {
      const until = lawfulUntil({ pack, duty, open }, due);
      const name = periodName(period);
      const day = {
        // A day that moves back is lawful no longer than the day to which it moved.
        due: until < due ? until : due,
        until,
        payBy: duty.payment && !open.isOpen(until) ? open.previous(until) : null,
        period: part === undefined ? name : `${name}, ${part}`,
      };
      return { day, ends: lastDayOf(period) };
    })
    .toSorted((a, b) => compare(a.day.due, b.day.due) || compare(a.day.period, b.day.period));
}

function dueOf(due: DueDay, period: Period, open: BusinessDays): string {
  if ("days" in due) return addDays(lastDayOf(period), due.days);
  if ("months" in due) return dayInMonth(lastMonthOf(period) + due.months, due.day);
  let day = lastDayOf(period);
  for (let left = due.businessDays; left > 0; left -= 1) day = open.next(addDays(day, 1));
  return day;
}

/** A dispatch for the very day goes first, then the month of grace, then weekend and holiday. */
function lawfulUntil(
  { pack, duty, open }: { pack: Pack; duty: PackDuty; open: BusinessDays },
  due: string,
): string {
  const moved = duty.exceptions?.find((exception) => exception.due === due)?.until;
  if (moved !== undefined) return moved;
  const grace = pack.graces.find(({ id }) => id === duty.grace);
  if (grace !== undefined && Number(due.slice(5, 7)) === grace.month) {
    return dayInMonth(yearOf(due) * 12 + grace.month - 1, "last");
  }
  if (duty.shift === "previous") return open.previous(due);
  return duty.shift === "next" ? open.next(due) : due;
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
