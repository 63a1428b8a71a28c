/**
 * A day as people type it: `2026-12-01`, `today`, `tomorrow`, `fri`, `+3d`, `in two weeks`, `3 days ago`, `15 dec`,
 * `15/12/2026`, in English, Portuguese, Spanish and German.
 */
import { addDays, isIsoDate, weekdayOf } from "./dates.ts";
import { foldWord } from "./near-word.ts";
import { dateWritten } from "./written-dates.ts";

/** As people and tables write them, the first day of the week first. */
export const WEEKDAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Without accents, the first day of the week first. A name of one language is never another day in another. */
const WEEKDAY_NAMES = [
  /^(mon(?:day)?|segunda(?:[ -]feira)?|lunes|montag)$/,
  /^(tues?(?:day)?|terca(?:[ -]feira)?|martes|dienstag)$/,
  /^(wed(?:nesday)?|quarta(?:[ -]feira)?|miercoles|mittwoch)$/,
  /^(thu(?:rs?(?:day)?)?|quinta(?:[ -]feira)?|jueves|donnerstag)$/,
  /^(fri(?:day)?|sexta(?:[ -]feira)?|viernes|freitag)$/,
  /^(sat(?:urday)?|sabado|samstag|sonnabend)$/,
  /^(sun(?:day)?|domingo|sonntag)$/,
];
/** Nobody means a day further ahead by counting. */
const COUNTED = /^([+-])(\d{1,3})\s*(d|days?|w|weeks?)?$/;
const NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];
const COUNT = `(\\d{1,3}|an?|um|uma|un|una|ein|eine|einer|einem|${NUMBERS.slice(1).join("|")})`;
const UNIT = "(days?|weeks?|dias?|semanas?|tag(?:e|en)?|wochen?)";
const IN_COUNTED = new RegExp(`^(?:in|em|en|daqui a|dentro de) ${COUNT} ${UNIT}$`);
const AGO_COUNTED = new RegExp(
  `^(?:${COUNT} ${UNIT} ago|(?:ha|hace|vor) ${COUNT} ${UNIT}(?: atras)?)$`,
);
const NEARBY: Readonly<Record<string, number>> = {
  ...{ yesterday: -1, ontem: -1, ayer: -1, gestern: -1 },
  ...{ today: 0, hoje: 0, hoy: 0, heute: 0 },
  ...{ tomorrow: 1, amanha: 1, manana: 1, morgen: 1 },
};
const END_OF_MONTH =
  /^(?:(?:the )?end of (?:the |this )?month|eom|fim do mes|fin de mes|monatsende)$/;

/**
 * The ISO date that the words mean on `today` (ISO date); null for words that are no day. A weekday is
 * the next one, or the last one where the day lies in the past; never today: who means today says so. `+3` are
 * days, `+2w` weeks; `-3d` goes back, in the past alone. A day and month are the nearest in that direction;
 * `05/06/2027`, which may be two days, is none.
 */
export function dayFromWords(
  words: string,
  today: string,
  towards: "ahead" | "past" = "ahead",
): string | null {
  const text = foldWord(words);
  if (isIsoDate(text)) return text;
  const nearby = NEARBY[text];
  if (nearby !== undefined) return addDays(today, nearby);
  const counted = daysCounted(text);
  if (counted !== null) {
    return counted > 0 === (towards === "ahead") ? addDays(today, counted) : null;
  }
  if (END_OF_MONTH.test(text)) return towards === "ahead" ? endOfMonth(today) : null;
  const wanted = WEEKDAY_NAMES.findIndex((names) => names.test(text)) + 1;
  if (wanted === 0) return dateWritten(text, today, towards);
  const days = (wanted - weekdayOf(today) + 7) % 7;
  if (towards === "past") return addDays(today, days - 7);
  return addDays(today, days === 0 ? 7 : days);
}

/** Ahead above 0, back below it; null when the words count none. */
function daysCounted(text: string): number | null {
  const [, sign, count, unit = "d"] = COUNTED.exec(text) ?? [];
  if (count !== undefined) return daysOf(count, unit) * (sign === "+" ? 1 : -1);
  const [, ahead, aheadUnit] = IN_COUNTED.exec(text) ?? [];
  if (ahead !== undefined && aheadUnit !== undefined) return daysOf(ahead, aheadUnit);
  const [, ago, agoUnit, before, beforeUnit] = AGO_COUNTED.exec(text) ?? [];
  const past = ago ?? before;
  return past === undefined ? null : -daysOf(past, agoUnit ?? beforeUnit ?? "");
}

function daysOf(count: string, unit: string): number {
  const named = NUMBERS.indexOf(count);
  const number = /^\d/.test(count) ? Number(count) : Math.max(named, 1);
  return number * (/^[ws]/.test(unit) ? 7 : 1);
}

function endOfMonth(today: string): string {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const next =
    month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  return addDays(next, -1);
}
