/** Countries as founders write them: names in several languages, codes, with or without accents. */
import { HqError } from "../company/error.ts";
import { nearWord } from "../company/near-word.ts";

export interface Country {
  /** English name where it is known, else as it was written. */
  name: string;
  /** ISO 3166-1 code; null when nobody knows this country. */
  code: string | null;
}

export interface CountryDefaults {
  timeZone: string | null;
  /** ISO 4217. */
  currency: string | null;
}

const NAMES_IN = ["en", "pt", "es", "fr", "de", "it", "nl", "pl", "sv", "da", "fi", "ja"];

const ALSO_CALLED: Readonly<Record<string, string>> = {
  uk: "GB",
  "great britain": "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  usa: "US",
  "united states of america": "US",
  america: "US",
  holland: "NL",
  "the netherlands": "NL",
  "czech republic": "CZ",
  "portuguese republic": "PT",
  "republica portuguesa": "PT",
};

/** Countries with one time zone on the mainland, and the currency where it is beyond doubt. */
const DEFAULTS: Readonly<Record<string, readonly [timeZone: string | null, currency: string]>> = {
  AT: ["Europe/Vienna", "EUR"],
  AU: [null, "AUD"],
  BE: ["Europe/Brussels", "EUR"],
  BG: ["Europe/Sofia", "EUR"],
  BR: [null, "BRL"],
  CA: [null, "CAD"],
  CH: ["Europe/Zurich", "CHF"],
  CY: ["Asia/Nicosia", "EUR"],
  CZ: ["Europe/Prague", "CZK"],
  DE: ["Europe/Berlin", "EUR"],
  DK: ["Europe/Copenhagen", "DKK"],
  EE: ["Europe/Tallinn", "EUR"],
  ES: ["Europe/Madrid", "EUR"],
  FI: ["Europe/Helsinki", "EUR"],
  FR: ["Europe/Paris", "EUR"],
  GB: ["Europe/London", "GBP"],
  GR: ["Europe/Athens", "EUR"],
  HR: ["Europe/Zagreb", "EUR"],
  HU: ["Europe/Budapest", "HUF"],
  IE: ["Europe/Dublin", "EUR"],
  IN: ["Asia/Kolkata", "INR"],
  IT: ["Europe/Rome", "EUR"],
  JP: ["Asia/Tokyo", "JPY"],
  LT: ["Europe/Vilnius", "EUR"],
  LU: ["Europe/Luxembourg", "EUR"],
  LV: ["Europe/Riga", "EUR"],
  MT: ["Europe/Malta", "EUR"],
  MX: [null, "MXN"],
  NL: ["Europe/Amsterdam", "EUR"],
  NO: ["Europe/Oslo", "NOK"],
  NZ: ["Pacific/Auckland", "NZD"],
  PL: ["Europe/Warsaw", "PLN"],
  PT: ["Europe/Lisbon", "EUR"],
  RO: ["Europe/Bucharest", "RON"],
  SE: ["Europe/Stockholm", "SEK"],
  SG: ["Asia/Singapore", "SGD"],
  SI: ["Europe/Ljubljana", "EUR"],
  SK: ["Europe/Bratislava", "EUR"],
  US: [null, "USD"],
};

/** The country that a founder means by "PT", "portugal" or "Deutschland". */
export function countryOf(text: string): Country {
  const written = text.trim().replaceAll(/\s+/g, " ");
  const code = ALSO_CALLED[fold(written)] ?? codeOf(written);
  return code === null ? { name: written, code: null } : { name: englishName(code), code };
}

/**
 * The country that a founder means, one that exists.
 * @throws HqError `usage` for a name that no country has, with the one that was most likely meant.
 */
export function knownCountry(text: string): Country & { code: string } {
  const { name, code } = countryOf(text);
  if (code !== null) return { name, code };
  const near = nearCountry(name);
  const meant = near === null ? "" : ` Did you mean ${near}?`;
  throw new HqError(
    "usage",
    `Cannot use the country "${name.slice(0, 80)}": no country is called so, expected its English name or its ISO code, such as Portugal or PT.${meant}`,
  );
}

/** The English name of the country that was most likely meant; null when none is near. */
export function nearCountry(written: string): string | null {
  // The last language first, so that of two the name in the first one counts.
  const codes = new Map(NAMES_IN.toReversed().flatMap((language) => [...codesIn(language)]));
  const near = nearWord(written, codes.keys());
  return near === null ? null : englishName(codes.get(near) ?? "");
}

/** Whether two texts name one country, in whatever spelling. */
export function isSameCountry(a: string, b: string): boolean {
  if (fold(a) === fold(b)) return true;
  const [first, second] = [countryOf(a), countryOf(b)];
  return first.code !== null && second.code !== null
    ? first.code === second.code
    : fold(first.name) === fold(second.name);
}

/** What is most likely true for a company of this country; null where it must be asked. */
export function countryDefaults(country: Country): CountryDefaults {
  const found = country.code === null ? undefined : DEFAULTS[country.code];
  return { timeZone: found?.[0] ?? null, currency: found?.[1] ?? null };
}

function codeOf(written: string): string | null {
  if (/^[a-z]{2}$/i.test(written)) {
    const code = written.toUpperCase();
    return isCountry(code) ? code : null;
  }
  for (const language of NAMES_IN) {
    const code = codesIn(language).get(fold(written));
    if (code !== undefined) return code;
  }
  return null;
}

const byLanguage = new Map<string, Map<string, string>>();

/** Built on first use only, and of English first: most commands never ask, and most founders write English. */
function codesIn(language: string): Map<string, string> {
  const known = byLanguage.get(language);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const codes = new Map<string, string>();
  for (const code of allCodes()) {
    const name = names.of(code);
    if (name !== undefined && !codes.has(fold(name))) codes.set(fold(name), code);
  }
  byLanguage.set(language, codes);
  return codes;
}

let known: string[] | undefined;

function allCodes(): string[] {
  if (known !== undefined) return known;
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  known = letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountry);
  return known;
}

/** Not "unknown region" (ZZ), not a group of countries, not a code that another one replaced (DD). */
function isCountry(code: string): boolean {
  if (/^(ZZ|EU|EZ|UN|QO|X[^K])$/.test(code)) return false;
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` && englishName(code) !== code;
}

const ENGLISH = new Intl.DisplayNames(["en"], { type: "region" });

function englishName(code: string): string {
  return ENGLISH.of(code) ?? code;
}

function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").trim().toLowerCase();
}
