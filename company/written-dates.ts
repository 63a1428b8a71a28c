/** Days as people write them in figures and months, where they can only mean one: `15.12.2026`, `Dec 9, 2026`. */
import { isIsoDate } from "./dates.ts";

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
const ORDINAL = "(?:\\.|st|nd|rd|th|º)?";
const DAY = String.raw`(?<day>\d{1,2})`;
const FORMS = [
  // A day before its month: with dots always, with slashes where no month is so large.
  String.raw`${DAY}\.(?<number>\d{1,2})\.${YEAR}`,
  String.raw`(?<first>\d{1,2})[/-](?<second>\d{1,2})[/-]${YEAR}`,
  String.raw`${DAY}${ORDINAL}\s+(?:de\s+|of\s+)?${MONTH}\.?,?(?:\s+de)?\s+${YEAR}`,
  String.raw`${MONTH}\.?\s+${DAY}${ORDINAL},?\s+${YEAR}`,
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

const WITHOUT_YEAR = [
  String.raw`${DAY}${ORDINAL}\s+(?:de\s+|of\s+)?${MONTH}\.?`,
  String.raw`${MONTH}\.?\s+${DAY}${ORDINAL}`,
].map((form) => new RegExp(`^${form}$`, "iu"));
const PACKED = /^20\d{6}$/;

/**
 * The ISO date that a whole text writes, such as `15/12/2026`, `20261215` or `15 dec`: without a year the next such
 * day on or after `today` (ISO date), in the past the last one. Null for what is none, or may be two.
 */
export function dateWritten(text: string, today: string, towards: "ahead" | "past"): string | null {
  const said = text.trim();
  if (PACKED.test(said)) return dateOf(said.slice(0, 4), said.slice(4, 6), said.slice(6));
  const iso = withIsoDates(said);
  if (isIsoDate(iso)) return iso;
  const parts = WITHOUT_YEAR.map((form) => form.exec(said)?.groups).find(Boolean);
  if (parts === undefined) return null;
  const year = Number(today.slice(0, 4));
  const days = [year - 1, year, year + 1].flatMap(
    (each) => isoOf({ ...parts, year: String(each) }) ?? [],
  );
  const next = days.find((day) => day >= today) ?? null;
  return towards === "ahead" ? next : (days.findLast((day) => day <= today) ?? null);
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
