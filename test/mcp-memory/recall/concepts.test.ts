import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { CONCEPTS } from "../../../mcp-memory/recall/concept-lists.ts";
import {
  conceptsIn,
  isOrdinary,
  languagesOf,
  meaningsOf,
  STOP_WORDS,
} from "../../../mcp-memory/recall/concepts.ts";
import { LANGUAGES } from "../../../mcp-memory/recall/stems.ts";
import { tokensOf } from "../../../mcp-memory/recall/tokens.ts";
import { INDEX_FORM } from "../../../mcp-memory/store/reading/search-index.ts";

const concepts = Object.entries(CONCEPTS);

it.each(concepts)("%s is said in every language, and near to what there is", (name, concept) => {
  expect(name).toMatch(/^[a-z_]+$/);
  for (const language of LANGUAGES) {
    const said = concept[language].split(" ");
    expect(
      said.every((one) => /^[\p{L}\d&/'-]+(?:_[\p{L}\d&/'-]+)*$/u.test(one)),
      concept[language],
    ).toBe(true);
  }
  for (const other of concept.near?.split(" ") ?? []) expect(CONCEPTS).toHaveProperty(other);
});

it.each([
  ["price", "en pricing", "pt preços", "es precios", "de Preise"],
  ["customer", "en customers", "pt clientes", "es clientes", "de Kundinnen"],
  ["churn", "en cancelled", "pt cancelaram", "es cancelaron", "de gekündigt"],
  ["outage", "en outages", "pt indisponível", "es caídas", "de Ausfälle"],
  ["deadline", "en deadlines", "pt prazos", "es plazos", "de Fristen"],
  ["hire", "en hiring", "pt contratação", "es contratar", "de einstellen"],
])("%s is meant in every language: %s, %s, %s, %s", (concept, ...said) => {
  for (const one of said) {
    const [, word = ""] = one.split(" ");
    expect([...conceptsIn(tokensOf(word))], word).toContain(concept);
  }
});

it.each([
  ["we ran out of cash, or will run out", "runway"],
  ["o contribuinte não paga", "debt"],
  ["Zwei Jahresrabatte", "discount"],
  ["Zwei Jahresrabatte", "year"],
  ["Förderantrag", "grant"],
  ["incident of 2026-02-14", "february"],
])("%j speaks of %s", (text, concept) => {
  expect([...conceptsIn(tokensOf(text))]).toContain(concept);
});

it("knows the language of a question by its small words", () => {
  expect(languagesOf(tokensOf("when do we pay"))).toEqual(["en"]);
  expect(languagesOf(tokensOf("quando é que pagamos isso"))).toEqual(["pt"]);
  expect(languagesOf(tokensOf("¿cuándo lo pagamos y quién?"))).toEqual(["es"]);
  expect(languagesOf(tokensOf("wann zahlen wir das"))).toEqual(["de"]);
  expect(languagesOf(tokensOf("lighthouse tariff"))).toEqual(LANGUAGES);
});

it("takes no word of a list for a typing mistake, and numbers mean nothing", () => {
  for (const word of ["name", "ours", "marca", "wont", "because", "nossos", "durante"]) {
    expect(isOrdinary(word), word).toBe(true);
  }
  expect(isOrdinary("insurence")).toBe(false);
  expect(meaningsOf("2400")).toEqual([]);
  for (const word of ["much", "like", "because", "people"])
    expect(STOP_WORDS.en.has(word)).toBe(true);
});

/**
 * An index holds the concepts of its texts. Who changes the tables raises `INDEX_FORM`, so that the
 * indexes that there are get made anew, and writes the new pair down here.
 */
it("has an index form of its own for these tables", () => {
  const hash = createHash("sha256").update(JSON.stringify(CONCEPTS)).digest("hex").slice(0, 12);
  expect({ form: INDEX_FORM, hash }).toMatchInlineSnapshot(`
    {
      "form": 2,
      "hash": "170f33d52ed8",
    }
  `);
});
