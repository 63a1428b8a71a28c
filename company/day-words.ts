/** A day as people type it: `2026-12-01`, `today`, `tomorrow`, `yesterday`, `fri`, `+3d`, `+2w`, `-3d`. */
import { addDays, isIsoDate, weekdayOf } from "./dates.ts";

/** As people and tables write them, the first day of the week first. */
export const WEEKDAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAY =
  /^(mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)$/;
/** Nobody means a day further ahead by counting. */
const COUNTED = /^([+-])(\d{1,3})\s*(d|days?|w|weeks?)?$/;
const NEARBY: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/**
 * The ISO date that the words mean on `today` (ISO date); null for words that are no day. A weekday is
 * the next one, or the last one where the day lies in the past; never today: who means today says so. `+3` are
 * days, `+2w` weeks; `-3d` goes back, in the past alone.
 */
export function dayFromWords(
  words: string,
  today: string,
  towards: "ahead" | "past" = "ahead",
): string | null {
  const text = words.trim().toLowerCase();
  if (isIsoDate(text)) return text;
  const nearby = NEARBY[text];
  if (nearby !== undefined) return addDays(today, nearby);
  const [, sign, count, unit = "d"] = COUNTED.exec(text) ?? [];
  if (count !== undefined) {
    if ((sign === "+") !== (towards === "ahead")) return null;
    const days = Number(count) * (unit.startsWith("w") ? 7 : 1);
    return addDays(today, sign === "+" ? days : -days);
  }
  const [weekday] = WEEKDAY.exec(text) ?? [];
  if (weekday === undefined) return null;
  const wanted = WEEKDAYS.indexOf(weekday.slice(0, 3)) + 1;
  const days = (wanted - weekdayOf(today) + 7) % 7;
  if (towards === "past") return addDays(today, days - 7);
  return addDays(today, days === 0 ? 7 : days);
}
