/** The packs that come with the kit: their form, their worked examples, their sources. */
import { describe, expect, it } from "vitest";
import { runCases } from "../../../company/pack/cases.ts";
import type { Source } from "../../../company/pack/schema.ts";
import { found, pack } from "./kit-packs.ts";

it("can all be read", () => {
  expect(found.findings).toEqual([]);
  expect(found.packs.map(({ card }) => card.code).sort()).toEqual(["es", "eu", "pt"]);
});

describe.each(["es", "eu", "pt"])("the pack %s", (code) => {
  it("has cases, and they come out as written", () => {
    expect(pack(code).cases.length).toBeGreaterThan(1);
    expect(runCases(pack(code), `packs/${code}/cases.json`)).toEqual([]);
  });

  it("says what it covers and what not, and that nobody reviewed it", () => {
    const { card } = pack(code);
    expect(card.covers.length).toBeGreaterThan(1);
    expect(card.doesNotCover.length).toBeGreaterThan(2);
    expect(card.reviewer).toBeNull();
  });

  it("has no row of a day to come", () => {
    const { duties, facts, law, holidays, version } = { ...pack(code), ...pack(code).card };
    const sources: Source[] = [...duties, ...facts, ...law, ...holidays].map(
      ({ source }) => source,
    );
    for (const { readOn, article } of sources) expect(readOn <= version, article).toBe(true);
  });
});
