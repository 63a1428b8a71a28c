/** Figures in sentences: `{{ias}}`, `{{4*ias}}`, `{{iva-normal@madeira}}` stand for what the facts say. */
import type { Pack } from "./pack.ts";
import type { PackFact } from "./schema.ts";

const PLACE = /\{\{([^{}]{1,120})\}\}/g;
const YEAR = "{{year}}";
const SIGNS: Readonly<Record<string, string>> = { EUR: "€", USD: "$", GBP: "£" };

/**
 * The text with every figure in it; `{{value}}` is that of `own`. What names no number stays as it
 * stands: `unknownFigures` says which.
 */
export function withFigures(text: string, facts: readonly PackFact[], own?: PackFact): string {
  return text.replaceAll(PLACE, (whole, term: string) => figureOf(term, { facts, own }) ?? whole);
}

/** The places of a text that no fact with a number fills. */
export function unknownFigures(
  text: string,
  facts: readonly PackFact[],
  own?: PackFact,
): readonly string[] {
  return [...text.matchAll(PLACE)]
    .map(([, term = ""]) => term)
    .filter((term) => figureOf(term, { facts, own }) === null);
}

/** What a fact says, as a reader wants it: `€15,000`, `21.4%`, or its sentence. */
export function saidBy(fact: PackFact, pack: Pick<Pack, "facts">): string {
  const text = fact.says ?? (typeof fact.value === "string" ? fact.value : "{{value}}");
  return withFigures(text, pack.facts, fact);
}

/** `IAS 2026` of `IAS {{year}}`; of a fact with rows for several periods each says its own. */
export function nameOf(fact: PackFact, { facts }: Pick<Pack, "facts">): string {
  const year = (fact.from ?? fact.until)?.slice(0, 4) ?? "";
  if (fact.fact.includes(YEAR)) return fact.fact.replaceAll(YEAR, year);
  const rows = facts.filter(({ id, region }) => id === fact.id && region === fact.region);
  if (rows.length < 2) return fact.fact;
  return `${fact.fact}, ${fact.from ?? "before"} to ${fact.until ?? "now"}`;
}

/** `2026-01-01 to 2026-12-31`, with `…` for an open end; null where nothing says when the fact holds. */
export function periodOf({ from, until }: PackFact): string | null {
  return from === undefined && until === undefined ? null : `${from ?? "…"} to ${until ?? "…"}`;
}

/** `€15,000`; two decimals only where there are cents. */
export function shownFigure(value: number, unit: string | undefined): string {
  const isWhole = Number.isInteger(value);
  const sign = SIGNS[unit ?? ""];
  const decimals = isWhole ? 0 : 2;
  const money = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (sign !== undefined) return `${sign}${grouped(value, money)}`;
  if (unit === "percent") return `${value}%`;
  return unit === undefined ? String(value) : `${grouped(value)} ${unit}`;
}

/** With commas between thousands; Node's own way takes 10 ms the first time, and most figures are whole. */
function grouped(value: number, form: Intl.NumberFormatOptions = {}): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
    ? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",")
    : value.toLocaleString("en-US", form);
}

interface Known {
  facts: readonly PackFact[];
  own: PackFact | undefined;
}

/** A product of numbers and facts, of which a percent counts as its hundredth; `:decimal` shows it so. */
function figureOf(term: string, known: Known): string | null {
  const [product = "", form] = term.split(":");
  const names = product.split("*").map((name) => name.trim());
  const [only = ""] = names;
  const fact = factNamed(only, known);
  if (form === undefined && names.length === 1 && typeof fact?.value === "number") {
    return shownFigure(fact.value, fact.unit);
  }
  let result = 1;
  let unit: string | undefined;
  for (const name of names) {
    const factor = factorOf(name, known);
    if (factor === null) return null;
    result *= factor.value;
    if (factor.unit !== "percent") unit = factor.unit ?? unit;
  }
  const rounded = Math.round((result + Number.EPSILON) * 100) / 100;
  return form === "decimal" ? rounded.toFixed(2) : shownFigure(rounded, unit);
}

function factorOf(name: string, known: Known): { value: number; unit?: string | undefined } | null {
  if (/^\d+(\.\d+)?$/.test(name)) return { value: Number(name) };
  const fact = factNamed(name, known);
  if (typeof fact?.value !== "number") return null;
  const { value, unit } = fact;
  return { value: unit === "percent" ? value / 100 : value, unit };
}

/**
 * Of the region that stands after `@`: the row that holds where the sentence's own row begins, else the newest, so that
 * a row of last year keeps last year's figures.
 */
function factNamed(name: string, { facts, own }: Known): PackFact | undefined {
  if (name === "value") return own;
  const [id, region] = name.split("@");
  const rows = facts.filter((fact) => fact.id === id && fact.region === region);
  const newest = rows.toSorted((a, b) => ((a.from ?? "") < (b.from ?? "") ? 1 : -1))[0];
  const day = own?.from;
  if (day === undefined) return newest;
  return rows.find(({ from = "", until = "9" }) => from <= day && day <= until) ?? newest;
}
