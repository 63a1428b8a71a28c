/** Months, quarters and years as the periods that duties are about. */
import type { Schedule } from "./schema.ts";

export interface Period {
  every: Schedule["every"];
  year: number;
  /** Month 1 to 12, quarter 1 to 4, always 1 for a year. */
  number: number;
}

const QUARTERS = ["first", "second", "third", "fourth"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
const MONTHS_IN = { month: 1, quarter: 3, year: 12 } as const;

/** `fourth quarter 2026`, `November 2026`, `2026`. */
export function periodName({ every, year, number }: Period): string {
  if (every === "year") return String(year);
  if (every === "quarter") return `${QUARTERS[number - 1] ?? number} quarter ${year}`;
  return `${MONTHS[number - 1] ?? number} ${year}`;
}

/** All periods of that kind in the years, in order. */
export function periodsIn(every: Period["every"], years: { from: number; to: number }): Period[] {
  const perYear = 12 / MONTHS_IN[every];
  const count = Math.max(0, years.to - years.from + 1);
  return Array.from({ length: count * perYear }, (_, at) => ({
    every,
    year: years.from + Math.floor(at / perYear),
    number: (at % perYear) + 1,
  }));
}

/** The last day of the period, as an ISO date. */
export function lastDayOf(period: Period): string {
  return dayInMonth(lastMonthOf(period), "last");
}

/** Months since year 0 of the period's last month: what months are added to. */
export function lastMonthOf({ every, year, number }: Period): number {
  return year * 12 + number * MONTHS_IN[every] - 1;
}

/** The day of a month (counted since year 0); one that the month does not have is its last. */
export function dayInMonth(month: number, day: number | "last"): string {
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  const wanted = day === "last" ? last : Math.min(day, last);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two((month % 12) + 1)}-${two(wanted)}`;
}
