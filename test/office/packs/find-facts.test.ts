/** Questions in a founder's words, and the rows of the Portuguese pack that answer them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFacts } from "../../../office/packs/find-facts.ts";
import { packSearch } from "../../../office/packs/search-pack.ts";
import { pack } from "../../company/pack/kit-packs.ts";
import { clonedPackage, installedCompany, put, removeFolders } from "../../setup/company.ts";
import sets from "./founders-questions.json" with { type: "json" };

/** Of an answer with three rows a founder sees the right one at a glance. */
const SEEN = 3;
const NOW = new Date("2026-12-05T09:00:00Z");
let root: string;

beforeAll(async () => {
  root = await installedCompany(await clonedPackage({ packs: true }));
});
afterAll(removeFolders);

/** Questions without a right row among the first three for a company there. */
function unansweredBy(code: string, questions: { question: string; rows: string[] }[]) {
  const search = packSearch(pack(code), new Map());
  return questions.flatMap(({ question, rows: right }) => {
    const ids = search(question, "2026-12-05")
      .rows.slice(0, SEEN)
      .map(({ id }) => id);
    return right.some((id) => ids.includes(id)) ? [] : [`${question} → ${ids.join(", ")}`];
  });
}

async function idsFor(question: string): Promise<string[]> {
  const { rows } = await findFacts({ root, now: NOW }, { question, limit: SEEN });
  return rows.map(({ id }) => id);
}

describe("hq facts find", () => {
  // 40 questions of an author who had not seen the pack; 8 of them were answered before rows had words of their own.
  it("finds the row for at least 38 of 40 questions of somebody who never saw the pack", async () => {
    expect(sets.ofAnAuthor).toHaveLength(40);
    expect(unansweredBy("pt", sets.ofAnAuthor).length).toBeLessThanOrEqual(2);
  });

  it("finds it for other words and other languages too", async () => {
    expect(unansweredBy("pt", sets.inOtherWords).length).toBeLessThanOrEqual(3);
  });

  // Read before a word was changed for them: 36 of 45 and 2 of 10, and none of the five was told to be left out.
  it("finds it for a second author, of Portugal and the Union, and of Spain", async () => {
    expect(sets.ofAnotherAuthor).toHaveLength(45);
    expect(unansweredBy("pt", sets.ofAnotherAuthor)).toEqual([]);
    expect(sets.onSpain).toHaveLength(10);
    expect(unansweredBy("es", sets.onSpain)).toEqual([]);
  });

  it("says what the pack leaves out instead of showing rows about something else", async () => {
    const asked = async (question: string) => {
      const { rows, uncovered } = await findFacts({ root, now: NOW }, { question });
      return { ids: rows.map(({ id }) => id), uncovered };
    };
    for (const [question, left] of [
      ["how much does an accountant charge per month?", "what accountants, lawyers"],
      ["Quanto custa um advogado?", "what accountants, lawyers"],
      ["¿Cuánto cobra un gestor?", "what accountants, lawyers"],
      ["Can you recommend a lawyer?", "whom to choose"],
      ["I need a visa and a residence permit", "visas"],
      ["subsídio de desemprego", "benefits"],
      ["tax on bitcoin", "the founder's private taxes"],
      ["corporate tax in Estonia", "the law of other countries (Estonia)"],
    ] as const) {
      const found = await asked(question);
      expect(found.uncovered, question).toContain(left);
      expect(found.ids, question).toEqual([]);
    }
    const nothing = await asked("xylophone zeppelin");
    expect(nothing).toEqual({ ids: [], uncovered: null });
  });

  it("tells four of five questions that nobody here can know; of the fifth it shows what bears on it", async () => {
    const search = packSearch(pack("pt"), new Map());
    const untold = sets.notToBeKnown.filter((question) => {
      const { rows, uncovered } = search(question, "2026-12-05");
      return uncovered === null && rows.length > 0;
    });
    expect(sets.notToBeKnown).toHaveLength(5);
    expect(untold).toEqual([
      "Should I stay a sole trader or open a company? You know my situation.",
    ]);
  });

  it("takes no question that a row answers for one that the pack leaves out", async () => {
    const search = packSearch(pack("pt"), new Map());
    const covered = [...sets.ofAnAuthor, ...sets.inOtherWords, ...sets.ofAnotherAuthor];
    const refused = covered.filter(
      ({ question }) => search(question, "2026-12-05").uncovered !== null,
    );
    expect(refused).toEqual([]);
  });

  it("says of a duty that the answers rule it out", async () => {
    const answers = new Map([["legal-form", "sole-trader"]]);
    const { rows } = packSearch(pack("pt"), answers)("IRC Modelo 22 return", "2026-12-05");
    const duty = rows.find(({ id }) => id === "pt:modelo-22");
    expect(duty).toMatchObject({ ruledOut: true });
    const asOpen = packSearch(pack("pt"), new Map())("IRC Modelo 22 return", "2026-12-05").rows;
    expect(asOpen.find(({ id }) => id === "pt:modelo-22")).toMatchObject({ ruledOut: false });
  });

  it("names value, source and expiry, and duties by the name that a row of Obligations takes", async () => {
    const asked = { question: "multa por entregar o IVA fora do prazo", limit: 1 };
    const { rows } = await findFacts({ root, now: new Date("2027-07-01T09:00:00Z") }, asked);
    expect(rows).toMatchObject([
      { kind: "fact", id: "late-return-fine", checkBy: "2027-06-30", expired: true },
    ]);
    expect(rows[0]?.source?.link).toMatch(/^https:/);
    expect(await idsFor("quarterly VAT return, declaração periódica")).toContain("pt:iva-periodic");
  });

  it("finds a word that was typed wrong, and nothing where no row has any of it", async () => {
    expect(await idsFor("livro de reclamaçoes eletronicooo")).toContain("complaints-book");
    expect(await idsFor("xylophone zeppelin")).toEqual([]);
  });

  it("reads what the founder renewed", async () => {
    const row = { id: "late-return-fine", fact: "Late or missing return", value: "another fine" };
    const source = { article: "RGIT art. 116(1)", grade: "A", readOn: "2026-12-04" };
    const facts = [{ ...row, source, checkBy: "2027-12-31", why: "seldom changes" }];
    await put(root, ".hq-kit/renewed/pt.json", JSON.stringify({ facts, law: [] }));
    const asked = { question: "fine for a late return", limit: 1 };
    const { rows } = await findFacts({ root, now: NOW }, asked);
    expect(rows[0]).toMatchObject({ says: "another fine", checkBy: "2027-12-31" });
  });
});
