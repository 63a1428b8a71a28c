import { describe, expect, it } from "vitest";
import { spelledDays, spelledNumbers, spelledTimes } from "../../../mcp-memory/recall/spelled.ts";
import { LANGUAGES, type Language } from "../../../mcp-memory/recall/stems.ts";
import { tokensOf } from "../../../mcp-memory/recall/tokens.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

describe("a number in words", () => {
  it.each<[Language, string, number]>([
    ["en", "twelve thousand messages", 12_000],
    ["en", "eighteen thousand nine hundred", 18_900],
    ["en", "one hundred and five", 105],
    ["en", "forty-one things", 41],
    ["en", "two million three hundred thousand", 2_300_000],
    ["pt", "dois mil e quinhentos euros", 2_500],
    ["pt", "trinta e nove lojas", 39],
    ["pt", "dezesseis clientes", 16],
    ["es", "ciento veinte mil", 120_000],
    ["es", "veintidós pedidos", 22],
    ["de", "vierhundertzehn Euro", 410],
    ["de", "achtzehntausendneunhundert", 18_900],
    ["de", "fünfundzwanzig", 25],
  ])("%s: %s", (language, text, value) => {
    expect(spelledNumbers(tokensOf(text), [language]).map((one) => one.value)).toEqual([value]);
  });

  it.each([
    "one of them told me, and two came back",
    "a hundert-year old story of nobody",
    "no number at all",
    "und e y and a",
  ])("is none in: %s", (text) => {
    expect(spelledNumbers(tokensOf(text), LANGUAGES).filter(({ value }) => value !== 100)).toEqual(
      [],
    );
  });
});

describe("a day", () => {
  it.each([
    ["what went wrong on 5 Nov 2025?", ["2025", "11", "05"]],
    ["November 5th, 2025", ["2025", "11", "05"]],
    ["o que falhou a 5 de novembro de 2025", ["2025", "11", "05"]],
    ["was war am 5. November", ["11", "05"]],
    ["el 14 de marzo", ["03", "14"]],
  ])("%s", (text, parts) => {
    expect(spelledDays(tokensOf(text)).map((one) => one.parts)).toEqual([parts]);
  });

  it("is none without its number", () => {
    expect(spelledDays(tokensOf("in November we may march 99 times"))).toEqual([]);
  });
});

it("reads half hours as each language says them", () => {
  const times = (text: string) => spelledTimes(tokensOf(text)).map((parts) => parts.join(":"));
  expect(times("at half past six")).toContain("06:30");
  expect(times("às seis e meia")).toContain("06:30");
  expect(times("um halb sieben")).toContain("06:30");
  expect(times("half past noon")).toEqual([]);
});

it("finds what a fact writes in digits", async () => {
  const store = await bench.open();
  const facts = [
    ["decision:lenses", "A second set was bought for €18,900."],
    ["client:hollow", "Invoice INV-0417 was returned because the number was missing."],
    ["incident:double", "On 2025-11-05 each reminder was sent two times."],
    ["standup:warning", "Warning sent to every shop at 06:30."],
    ["client:radio", "Three cameras at €410 a month."],
    ["client:other", "Nineteen visits, 12 orders, on 2025-04-11 at 16:00."],
  ] as const;
  await store.createEntities(
    facts.map(([name, text]) => ({ name, entityType: "note", observations: [text] })),
  );
  const first = async (query: string) => (await store.recall({ query })).results[0]?.name;
  expect(await first("what cost eighteen thousand nine hundred?")).toBe("decision:lenses");
  expect(await first("the one about 417")).toBe("client:hollow");
  expect(await first("what was it on 5 Nov 2025?")).toBe("incident:double");
  expect(await first("what went out at half past six?")).toBe("standup:warning");
  expect(await first("wer zahlt vierhundertzehn?")).toBe("client:radio");
});

it("gives what is tied to the best answer, behind it", async () => {
  const store = await bench.open();
  const noise = Array.from({ length: 40 }, (_, at) => ({
    ...{ name: `note:${at}`, entityType: "note" },
    observations: [`Somebody asked about the smell of paint ${at}.`],
  }));
  await store.createEntities([
    {
      name: "incident:store",
      entityType: "incident",
      observations: ["Burning smell in the store."],
    },
    { name: "lesson:cells", entityType: "lesson", observations: ["Buy originals only."] },
    ...noise,
  ]);
  const ask = async () =>
    (await store.recall({ query: "the burning smell in the store" })).results.map(
      ({ name }) => name,
    );
  expect((await ask()).slice(0, 2)).not.toContain("lesson:cells");
  await store.createRelations([
    { from: "lesson:cells", to: "incident:store", relationType: "learned-from" },
  ]);
  expect((await ask()).slice(0, 2)).toEqual(["incident:store", "lesson:cells"]);
  const filtered = await store.recall({ query: "the burning smell", types: ["incident"] });
  expect(filtered.results.map(({ name }) => name)).toEqual(["incident:store"]);
});
