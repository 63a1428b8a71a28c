/** Currencies as people write them: `EUR`, `eur`, `€`, `euros`. */

/**
 * The ISO 4217 code; null for what names none. `own` is the company's currency: it may be a code that
 * nobody else knows, and a sign that several currencies share (`$`, `kr`) means it.
 */
export function readCurrency(word: string, own: string): string | null {
  const code = word.toUpperCase();
  if (code === own.toUpperCase()) return own;
  if (/^[A-Z]{3}$/.test(code)) return codes().has(code) ? code : null;
  const named = word.toLowerCase();
  if (ownSpellings(own).includes(named)) return own;
  return codeOf(named);
}

let codeSet: ReadonlySet<string> | undefined;

function codes(): ReadonlySet<string> {
  codeSet ??= new Set(Intl.supportedValuesOf("currency"));
  return codeSet;
}

/** `$` is the US dollar where the company has no dollar of its own. */
const SPELLINGS: readonly ((code: string) => string[])[] = [
  (code) => [sign(code)],
  (code) => [sign(code, { language: "en-GB" })],
  names,
];

const found = new Map<string, string | null>();

/** Looked for once a word: asking for the signs of all currencies takes some 25 ms. */
function codeOf(named: string): string | null {
  const before = found.get(named);
  if (before !== undefined) return before;
  for (const spellings of SPELLINGS) {
    const code = [...codes()].find((each) => spellings(each).includes(named));
    if (code !== undefined) return keep(named, code);
  }
  return keep(named, null);
}

function keep(named: string, code: string | null): string | null {
  found.set(named, code);
  return code;
}

/** How the company may write its own. */
function ownSpellings(code: string): string[] {
  return /^[A-Z]{3}$/.test(code) ? [...names(code), sign(code, { display: "narrowSymbol" })] : [];
}

/** `euro` and `euros`. */
function names(currency: string): string[] {
  const format = formatOf(currency, "name");
  return [1, 2].map((count) => mark(format, count));
}

/** `$` and, as the British write it, `us$`. */
function sign(
  currency: string,
  { display = "symbol", language = "en" }: { display?: Display; language?: string } = {},
): string {
  return mark(formatOf(currency, display, language), 1);
}

type Display = "symbol" | "narrowSymbol" | "name";

function formatOf(currency: string, currencyDisplay: Display, language = "en"): Intl.NumberFormat {
  const options = { style: "currency", currency, currencyDisplay } as const;
  // Without decimals: it is "1.00 euros", but "1 euro".
  return new Intl.NumberFormat(language, { ...options, maximumFractionDigits: 0 });
}

/** What stands beside the number, in lower case. */
function mark(format: Intl.NumberFormat, count: number): string {
  const part = format.formatToParts(count).find(({ type }) => type === "currency");
  return part?.value.toLowerCase() ?? "";
}
