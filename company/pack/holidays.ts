/** Business days of a pack: weekends, its holidays, those of a region and the municipality's own. */
import { addDays, isIsoDate } from "../dates.ts";
import type { Answers, Pack } from "./pack.ts";
import type { Holiday } from "./schema.ts";

/** Longer runs of closed days exist in no calendar; a pack that says so is wrong, not the code. */
const CLOSED_DAYS_LIMIT = 30;

export interface BusinessDays {
  isOpen(date: string): boolean;
  /** The day itself when it is open, else the next open one. */
  next(date: string): string;
  /** The day itself when it is open, else the one before. */
  previous(date: string): string;
}

/** The business days of a company with these answers; a region's holidays count when it is answered. */
export function businessDays(pack: Pack, answers: Answers): BusinessDays {
  const region = answers.get("region") ?? null;
  const own = pack.askedHolidays.map((question) => answers.get(question)).filter(Boolean);
  const rules = pack.holidays.filter((holiday) => (holiday.region ?? region) === region);
  const byYear = new Map<string, Set<string>>();
  const holidaysOf = (year: string): Set<string> => {
    const known = byYear.get(year);
    if (known !== undefined) return known;
    const dates = rules.flatMap((rule) => holidayIn(rule, Number(year)) ?? []);
    const asked = own.map((day) => `${year}-${day}`).filter(isIsoDate);
    const all = new Set([...dates, ...asked]);
    byYear.set(year, all);
    return all;
  };
  const isOpen = (date: string): boolean =>
    !isWeekend(date) && !holidaysOf(date.slice(0, 4)).has(date);
  const openFrom = (date: string, step: 1 | -1): string => {
    let day = date;
    for (let moved = 0; moved < CLOSED_DAYS_LIMIT && !isOpen(day); moved += 1) {
      day = addDays(day, step);
    }
    return day;
  };
  return {
    isOpen,
    next: (date) => openFrom(date, 1),
    previous: (date) => openFrom(date, -1),
  };
}

/** The day on which a holiday falls in a year; null when it was not one then. */
export function holidayIn(holiday: Holiday, year: number): string | null {
  const { on, from = 0, until = 9999 } = holiday;
  if (year < from || year > until) return null;
  const date = typeof on === "string" ? `${year}-${on}` : addDays(easterOf(year), on.easter);
  return isIsoDate(date) ? date : null;
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
export function easterOf(year: number): string {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * century + 13) / 25);
  const h = (19 * a + century - Math.floor(century / 4) - g + 15) % 30;
  const i = Math.floor(c / 4);
  const l = (32 + 2 * (century % 4) + 2 * i - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}
