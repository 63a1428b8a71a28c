import { expect, test } from "vitest";
import { countryDefaults, countryOf, isSameCountry } from "../../setup/country.ts";

test.each([
  ["PT", "Portugal", "PT"],
  ["portugal", "Portugal", "PT"],
  [" PORTUGÁL ", "Portugal", "PT"],
  ["Deutschland", "Germany", "DE"],
  ["Alemanha", "Germany", "DE"],
  ["UK", "United Kingdom", "GB"],
  ["España", "Spain", "ES"],
  ["South  Africa", "South Africa", "ZA"],
])("the country written as %j is %s", (written, name, code) => {
  expect(countryOf(written)).toEqual({ name, code });
});

test.each(["Atlantis", "ZZ", "EU", "XX"])(
  "%s is no country, and is kept as it was written",
  (written) => {
    expect(countryOf(written)).toEqual({ name: written, code: null });
  },
);

test("a code, a name with accents and a name in another language mean one country", () => {
  expect(isSameCountry("PT", "Portugal")).toBe(true);
  expect(isSameCountry("Brasil", "brazil")).toBe(true);
  expect(isSameCountry("Atlantis", "atlântis")).toBe(true);
  expect(isSameCountry("Portugal", "Spain")).toBe(false);
  expect(isSameCountry("", "Portugal")).toBe(false);
});

test("a company in Portugal keeps Lisbon time and euros", () => {
  expect(countryDefaults(countryOf("PT"))).toEqual({ timeZone: "Europe/Lisbon", currency: "EUR" });
});

test("a country with many time zones, and one that nobody knows, leave the time zone open", () => {
  expect(countryDefaults(countryOf("United States"))).toEqual({ timeZone: null, currency: "USD" });
  expect(countryDefaults(countryOf("Atlantis"))).toEqual({ timeZone: null, currency: null });
});

test("a country has the English name that Node gives, known beforehand or not", () => {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  for (const code of ["AT", "CZ", "GB", "NL", "PT", "US", "SG", "ZA", "AO", "TR"]) {
    expect(countryOf(code).name).toBe(names.of(code));
    expect(countryOf(String(names.of(code)))).toEqual({ name: names.of(code), code });
  }
});
