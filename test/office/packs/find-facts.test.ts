/** Questions in a founder's words, and the rows of the Portuguese pack that answer them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFacts } from "../../../office/packs/find-facts.ts";
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

async function idsFor(question: string): Promise<string[]> {
  const { rows } = await findFacts({ root, now: NOW }, { question, limit: SEEN });
  return rows.map(({ id }) => id);
}

async function unanswered(questions: { question: string; rows: string[] }[]) {
  const lost: string[] = [];
  for (const { question, rows } of questions) {
    const found = await idsFor(question);
    if (!rows.some((id) => found.includes(id))) lost.push(`${question} → ${found.join(", ")}`);
  }
  return lost;
}

describe("hq facts find", () => {
  // 40 questions of an author who had not seen the pack; 8 of them were answered before rows had words of their own.
  it("finds the row for at least 38 of 40 questions of somebody who never saw the pack", async () => {
    expect(sets.ofAnAuthor).toHaveLength(40);
    expect((await unanswered(sets.ofAnAuthor)).length).toBeLessThanOrEqual(2);
  });

  it("finds it for other words and other languages too", async () => {
    expect((await unanswered(sets.inOtherWords)).length).toBeLessThanOrEqual(3);
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
