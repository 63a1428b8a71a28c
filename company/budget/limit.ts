/** Amounts of what runs use, as a person writes and reads them: `20 EUR`, `2M tokens`, `40 runs`. */
import { readCurrency } from "./currency.ts";

/** What a cap can count besides money. */
export const COUNTED = ["tokens", "calls", "runs", "minutes", "credits", "posts"] as const;

export type Counted = (typeof COUNTED)[number];

/** One of `COUNTED`, or the ISO 4217 code of a currency. */
export type Unit = Counted | (string & {});

export interface Limit {
  amount: number;
  unit: Unit;
}

export const LIMIT_EXAMPLES =
  "an amount such as 20 EUR, 2M tokens, 500 calls, 40 runs, 120 minutes or 1000 credits";

/** More than any company spends; what is longer was mistyped. */
const LARGEST = 1e12;
/**
 * A sign or code of a currency; digits in groups of three, between any of the marks that people put there;
 * decimals; a word for thousands or millions; the unit. A small m alone may be minutes as well as millions.
 */
const FORM =
  /^([^\d\s.,+-]*) ?(\d{1,3}(?:[,'’_ \u00a0\u2009\u202f]\d{3})+|\d{1,12})(\.\d{1,6})?[ \u00a0]?(?:([kKM]|thousand|millions?|m(?=[ \u00a0]*\S))(?!\p{L}))?\s*(\D*)$/u;

export interface Written {
  /** What stands before the number, such as `€`. */
  before: string;
  /** Without thousands or millions. */
  number: number;
  decimals: number;
  /** 1, 1,000 or 1,000,000. */
  factor: number;
  /** What stands behind, such as `EUR` or `tokens`. */
  after: string;
}

/** The parts of an amount; null when there is no number. The mark of decimals is a point. */
export function readWritten(text: string): Written | null {
  const [whole, before = "", digits = "", point = "", size = "", after = ""] =
    FORM.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const factor = size === "" ? 1 : /^[kt]/i.test(size) ? 1e3 : 1e6;
  const number = Number(digits.replaceAll(/\D/g, "") + point);
  return { before, number, decimals: Math.max(0, point.length - 1), factor, after: after.trim() };
}

/** The amount; null when it is none. A bare number is money of the company, `currency`. */
export function readLimit(text: string, currency: string): Limit | null {
  const written = readWritten(text);
  // 1.500 is one thousand five hundred to some and one and a half to others.
  if (written === null || written.decimals > 2) return null;
  const { before, number, factor, after } = written;
  const measure = before === "" ? measureOf(after, currency) : moneyBefore(before, after, currency);
  if (measure === null) return null;
  const { unit, size } = measure;
  // 2.1M is not a whole number in binary.
  const amount = Math.round(number * factor * size * 100) / 100;
  const isFine = isMoney(unit) || Number.isInteger(amount);
  return isFine && amount <= LARGEST ? { amount, unit } : null;
}

interface Measure {
  unit: Unit;
  /** How many of the unit one of what was written is: an hour is 60 minutes. */
  size: number;
}

function moneyBefore(before: string, after: string, currency: string): Measure | null {
  const unit = after === "" ? readCurrency(before, currency) : null;
  return unit === null ? null : { unit, size: 1 };
}

function measureOf(word: string, currency: string): Measure | null {
  if (word === "") return { unit: currency, size: 1 };
  const plain = word.toLowerCase();
  if (/^(?:h|hrs?|hours?)$/.test(plain)) return { unit: "minutes", size: 60 };
  const plural = plain.replace(/^mins?$/, "minutes");
  const unit = COUNTED.find((one) => one === plural || one.slice(0, -1) === plural);
  const found = unit ?? readCurrency(word, currency);
  return found === null ? null : { unit: found, size: 1 };
}

/** Whether the unit is a currency. */
export function isMoney(unit: Unit): boolean {
  return /^[A-Z]{3}$/.test(unit);
}

/** `1.50 EUR`, `2,000,000 tokens`, `1 run`. */
export function amountWords({ amount, unit }: Limit): string {
  if (isMoney(unit)) {
    // A call of a thousandth of a cent is not nothing.
    const digits = amount !== 0 && amount < 0.1 ? 4 : 2;
    const options = { minimumFractionDigits: 2, maximumFractionDigits: digits };
    return `${amount.toLocaleString("en", options)} ${unit}`;
  }
  const shown = amount.toLocaleString("en", { maximumFractionDigits: unit === "tokens" ? 0 : 1 });
  return `${shown} ${shown === "1" ? unit.slice(0, -1) : unit}`;
}
