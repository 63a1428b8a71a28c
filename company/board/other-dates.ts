/** Days in other figures than the board's, where they can only mean one: `15.12.2026`, `Dec 9, 2026`. */
import { isIsoDate } from "../dates.ts";

const MONTHS = [
  ["jan", "ene"],
  ["feb", "fev"],
  ["mar", "mär"],
  ["apr", "abr"],
  ["may", "mai"],
  ["jun"],
  ["jul"],
  ["aug", "ago"],
  ["sep", "set"],
  ["oct", "okt", "out"],
  ["nov"],
  ["dec", "dez", "dic"],
];
const MONTH = `(?<month>(?:${MONTHS.flat().join("|")})[a-zäç]{0,7})`;
const YEAR = String.raw`(?<year>20\d{2})`;
const DAY = String.raw`(?<day>\d{1,2})`;
const FORMS = [
  // A day before its month: with dots always, with slashes where no month is so large.
  String.raw`${DAY}\.(?<number>\d{1,2})\.${YEAR}`,
  String.raw`(?<first>\d{1,2})[/-](?<second>\d{1,2})[/-]${YEAR}`,
  String.raw`${DAY}(?:\.|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?${MONTH}\.?,?(?:\s+de)?\s+${YEAR}`,
  String.raw`${MONTH}\.?\s+${DAY}(?:st|nd|rd|th)?,?\s+${YEAR}`,
].map((form) => new RegExp(String.raw`(?<![\w./-])${form}(?![\w/-]|\.\d)`, "giu"));

/** `<2026-12-10 Thu>` of org-mode, `{{2026-12-14}}`, and hyphens that a telephone made dashes. */
const FRAMED = /(?:<|\{\{)(20\d{2}-\d{2}-\d{2})(?:\s+[A-Za-z]{2,3})?(?:>|\}\})/g;
const LOOSE_ISO = /(?<![\w./-])20\d{2}[-–/.]\d{1,2}[-–/.]\d{1,2}(?![\w/-]|\.\d)/gu;

/** The text with each such day as an ISO date; one that may mean two days stays as it is. */
export function withIsoDates(text: string): string {
  if (!/20\d{2}/.test(text)) return text;
  let seen = text.replaceAll(FRAMED, "$1");
  seen = seen.replaceAll(LOOSE_ISO, (said) => {
    const [year = "", month = "", day = ""] = said.split(/[-–/.]/u);
    return dateOf(year, month, day) ?? said;
  });
  for (const form of FORMS) {
    seen = seen.replaceAll(form, (...match) => {
      const said = String(match[0]);
      return isoOf(match.at(-1) as Partial<Record<string, string>>) ?? said;
    });
  }
  return seen;
}

function isoOf(parts: Partial<Record<string, string>>): string | null {
  const { day = "", number = "", month, first, second, year = "" } = parts;
  if (first !== undefined && second !== undefined) {
    const [dayFirst, monthFirst] = [dateOf(year, second, first), dateOf(year, first, second)];
    return dayFirst === null || monthFirst === null || dayFirst === monthFirst
      ? (dayFirst ?? monthFirst)
      : null;
  }
  if (month === undefined) return dateOf(year, number, day);
  const named = MONTHS.findIndex((names) =>
    names.some((name) => month.toLowerCase().startsWith(name)),
  );
  return dateOf(year, String(named + 1), day);
}

function dateOf(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isIsoDate(iso) ? iso : null;
}
