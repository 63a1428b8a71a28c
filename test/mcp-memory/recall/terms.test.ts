import { expect, it } from "vitest";
import { saidOf, termsOf } from "../../../mcp-memory/recall/terms.ts";

const lengthOf = (text: string) =>
  Math.hypot(...[...termsOf(text).values()].map((tells) => Math.abs(tells)));

it.each(["aviso", "ticket", "backup", "Mahnung"])(
  "of a word tell as much as one, however many meanings it has: %s",
  (word) => {
    expect(termsOf(word).size).toBeGreaterThan(0);
    expect(lengthOf(word)).toBeCloseTo(1);
  },
);

it("are what a word means in the language of the text", () => {
  const english = termsOf("We were told that the gift from the supplier was late");
  const german = termsOf("Das Gift war für den Lieferanten und nicht für uns");
  expect(english.has("~gift")).toBe(true);
  expect(german.has("~gift")).toBe(false);
  expect(german.has("~supplier")).toBe(true);
  expect(english.has("~supplier")).toBe(true);
});

it("are told again in the words of the text", () => {
  const text = "Die Überweisung an den Lieferanten ging zweimal hinaus";
  const [supplier, transfer] = [saidOf(text, "~supplier"), saidOf(text, "~transfer")];
  expect([supplier, transfer]).toEqual(["lieferanten", "überweisung"]);
  expect(saidOf(text, "~price")).toBeNull();
  for (const term of termsOf(text).keys()) expect(saidOf(text, term)).not.toBeNull();
});
