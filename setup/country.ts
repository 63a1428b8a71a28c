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

/**
 * Countries with one time zone on the mainland, and the currency where it is beyond doubt. The name is the one that
 * Node gives: to ask it takes 10 ms, and most companies are in one of these.
 */
const DEFAULTS: Readonly<
  Record<string, readonly [name: string, timeZone: string | null, currency: string]>
> = {
  AT: ["Austria", "Europe/Vienna", "EUR"],
  AU: ["Australia", null, "AUD"],
  BE: ["Belgium", "Europe/Brussels", "EUR"],
  BG: ["Bulgaria", "Europe/Sofia", "EUR"],
  BR: ["Brazil", null, "BRL"],
  CA: ["Canada", null, "CAD"],
  CH: ["Switzerland", "Europe/Zurich", "CHF"],
  CY: ["Cyprus", "Asia/Nicosia", "EUR"],
  CZ: ["Czechia", "Europe/Prague", "CZK"],
  DE: ["Germany", "Europe/Berlin", "EUR"],
  DK: ["Denmark", "Europe/Copenhagen", "DKK"],
  EE: ["Estonia", "Europe/Tallinn", "EUR"],
  ES: ["Spain", "Europe/Madrid", "EUR"],
  FI: ["Finland", "Europe/Helsinki", "EUR"],
  FR: ["France", "Europe/Paris", "EUR"],
  GB: ["United Kingdom", "Europe/London", "GBP"],
  GR: ["Greece", "Europe/Athens", "EUR"],
  HR: ["Croatia", "Europe/Zagreb", "EUR"],
  HU: ["Hungary", "Europe/Budapest", "HUF"],
  IE: ["Ireland", "Europe/Dublin", "EUR"],
  IN: ["India", "Asia/Kolkata", "INR"],
  IT: ["Italy", "Europe/Rome", "EUR"],
  JP: ["Japan", "Asia/Tokyo", "JPY"],
  LT: ["Lithuania", "Europe/Vilnius", "EUR"],
  LU: ["Luxembourg", "Europe/Luxembourg", "EUR"],
  LV: ["Latvia", "Europe/Riga", "EUR"],
  MT: ["Malta", "Europe/Malta", "EUR"],
  MX: ["Mexico", null, "MXN"],
  NL: ["Netherlands", "Europe/Amsterdam", "EUR"],
  NO: ["Norway", "Europe/Oslo", "NOK"],
  NZ: ["New Zealand", "Pacific/Auckland", "NZD"],
  PL: ["Poland", "Europe/Warsaw", "PLN"],
  PT: ["Portugal", "Europe/Lisbon", "EUR"],
  RO: ["Romania", "Europe/Bucharest", "RON"],
  SE: ["Sweden", "Europe/Stockholm", "SEK"],
  SG: ["Singapore", "Asia/Singapore", "SGD"],
  SI: ["Slovenia", "Europe/Ljubljana", "EUR"],
  SK: ["Slovakia", "Europe/Bratislava", "EUR"],
  US: ["United States", null, "USD"],
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
  return { timeZone: found?.[1] ?? null, currency: found?.[2] ?? null };
}

function codeOf(written: string): string | null {
  if (/^[a-z]{2}$/i.test(written)) {
    const code = written.toUpperCase();
    return isCountry(code) ? code : null;
  }
  const name = fold(written);
  const near = Object.keys(DEFAULTS).find((code) => fold(englishName(code)) === name);
  if (near !== undefined) return near;
  for (const language of NAMES_IN) {
    const code = codesIn(language).get(name);
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

let english: Intl.DisplayNames | undefined;

function englishName(code: string): string {
  const name = DEFAULTS[code]?.[0];
  if (name !== undefined) return name;
  english ??= new Intl.DisplayNames(["en"], { type: "region" });
  return english.of(code) ?? code;
}

function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").trim().toLowerCase();
}
