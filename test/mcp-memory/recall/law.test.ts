/** Law beside the company's own facts: its part of an answer, and when it stays away. */
import { describe, expect, it } from "vitest";
import type { RecallAnswer } from "../../../mcp-memory/recall/answer.ts";
import { type LawFound, type LawRow, recallWithLaw } from "../../../mcp-memory/recall/law.ts";
import type { RecallRequest } from "../../../mcp-memory/recall/request.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

const row = (id: string, says = "on day 20 of the second month"): LawRow => ({
  ...{ id, kind: "fact", title: `Title of ${id}`, says },
  ...{ source: "CIVA art. 41(1); read 2026-11-20 (B)", link: "https://law.example/41" },
  validity: "check by 2026-12-31",
});

const found = (strength: LawFound["strength"], rows = [row("a"), row("b")]): LawFound => ({
  ...{ rows, strength, note: null },
});

const EMPTY: RecallAnswer = { results: [], nextCursor: null, note: "Nothing found." };

/** Asks a memory that notes what it was asked. */
async function ask(request: RecallRequest, law: LawFound | null) {
  const asked: RecallRequest[] = [];
  const answer = await recallWithLaw(
    async (one) => {
      asked.push(one);
      return EMPTY;
    },
    async () => law,
    request,
  );
  return { answer, budget: asked[0]?.budgetTokens };
}

describe("law in an answer of recall", () => {
  it("stands whole beside the facts where it surely meets the question", async () => {
    const { answer, budget } = await ask({ query: "VAT" }, found("sure"));
    expect(answer.law).toEqual([row("a"), row("b")]);
    expect(budget).toBeGreaterThan(1_750);
    expect(answer.note).toBe("Nothing found.");
  });

  it("has its title alone where that is only likely, and says how to get it whole", async () => {
    const { answer } = await ask({ query: "VAT" }, found("likely"));
    expect(answer.law).toEqual([
      { id: "a", kind: "fact", title: "Title of a" },
      { id: "b", kind: "fact", title: "Title of b" },
    ]);
    expect(answer.note).toContain('types ["law"]');
  });

  it("stays away from what it meets weakly, from other types, authors, days and next pages", async () => {
    expect((await ask({ query: "VAT" }, found("weak"))).answer.law).toEqual([]);
    for (const filter of [
      { types: ["decision"] },
      { agent: "cfo" },
      { since: "2026-01-01" },
      { cursor: "5-0123456789" },
      { types: ["law"], agent: "cfo" },
    ]) {
      const { answer, budget } = await ask({ query: "VAT", ...filter }, found("sure"));
      expect(answer.law, JSON.stringify(filter)).toEqual([]);
      expect(budget).toBeUndefined();
    }
  });

  it("comes whole and in more rows to who asks for it, however weakly it is met", async () => {
    const rows = ["a", "b", "c", "d", "e", "f"].map((id) => row(id));
    const { answer } = await ask({ query: "VAT", types: ["Law"] }, found("weak", rows));
    expect(answer.law).toEqual(rows.slice(0, 5));
    expect(answer.note).toBeNull();
  });

  it("never takes more than a quarter unasked: what does not fit is cut to its title", async () => {
    const rows = ["a", "b", "c"].map((id) => row(id, "x".repeat(1_200)));
    const { answer, budget } = await ask(
      { query: "VAT", budgetTokens: 2_000 },
      found("sure", rows),
    );
    expect(answer.law.map(({ says }) => says?.length)).toEqual(
      [1_200, undefined, undefined].slice(0, answer.law.length),
    );
    expect(Buffer.byteLength(JSON.stringify(answer.law))).toBeLessThanOrEqual(1_500 + 10);
    expect(budget).toBeGreaterThanOrEqual(1_480);
  });

  it("gives way where the budget has no room for it", async () => {
    const { answer, budget } = await ask({ query: "VAT", budgetTokens: 200 }, found("sure"));
    expect(answer.law).toEqual([]);
    expect(budget).toBe(200);
  });

  it("says what is not covered to who asks for law, and unasked only where that is sure", async () => {
    const note = "The pack of Portugal does not cover the law of other countries (Estonia).";
    const law = (strength: LawFound["strength"]) => ({ rows: [], strength, note });
    expect((await ask({ query: "tax in Estonia" }, law("sure"))).answer.note).toContain(note);
    expect((await ask({ query: "tax" }, law("likely"))).answer.note).not.toContain(note);
    const asked = await ask({ query: "tax", types: ["law"] }, law("likely"));
    expect(asked.answer.note).toContain(note);
  });

  it("leaves the company's facts three quarters of an answer, in their order, and is not stored", async () => {
    const store = await bench.open();
    const facts = Array.from({ length: 40 }, (_, at) => ({
      ...{ name: `decision:vat-${at}`, entityType: "decision" },
      observations: [`Decision: VAT number ${at} is settled. ${"word ".repeat(30)}`],
    }));
    await store.createEntities(facts);
    const alone = await store.recall({ query: "VAT settled" });
    const rows = ["a", "b", "c"].map((id) => row(id, "y".repeat(300)));
    const answer = await recallWithLaw(
      (request) => store.recall(request),
      async () => found("sure", rows),
      { query: "VAT settled" },
    );
    const names = answer.results.map(({ name }) => name);
    expect(names).toEqual(alone.results.slice(0, names.length).map(({ name }) => name));
    expect(names.length).toBeGreaterThanOrEqual(Math.floor(alone.results.length * 0.7));
    expect(answer.law).toHaveLength(3);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6_100);
    const more = await store.recall({ query: "VAT settled", cursor: answer.nextCursor ?? "" });
    expect(more.results[0]?.name).toBe(alone.results[names.length]?.name);
    const { entities } = await store.readGraph();
    expect(entities).toHaveLength(40);
  });
});
