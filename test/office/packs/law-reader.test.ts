/** The law of a company as who asks its memory gets it. */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AskLaw } from "../../../mcp-memory/recall/law.ts";
import { recallFacts } from "../../../office/memory/recall-facts.ts";
import { createLawReader } from "../../../office/packs/law-reader.ts";
import { connectLegacy, connectModern } from "../../mcp-memory/clients.ts";
import { clonedPackage, installedCompany, put, removeFolders } from "../../setup/company.ts";
import sets from "./founders-questions.json" with { type: "json" };

const log: string[] = [];
let now = new Date("2026-12-05T09:00:00Z");
let root: string;
let ask: AskLaw;

beforeAll(async () => {
  root = await installedCompany(await clonedPackage({ packs: true }));
  ask = createLawReader({ root, now: () => now, log: (line) => log.push(line) });
});
afterAll(removeFolders);

const memory = () => ({ root, now: () => now, env: {}, warn: (line: string) => log.push(line) });

describe("the law beside a company's memory", () => {
  it("gives a row with its source, its link and the day by which it must be read again", async () => {
    const found = await ask("Posso fazer as faturas em Word?");
    expect(found?.strength).toBe("sure");
    expect(found?.rows[0]).toMatchObject({
      ...{ id: "certified-software", kind: "fact" },
      source: expect.stringMatching(/art\. 4.*read 2026-11-\d\d \([ABC]\)$/),
      link: expect.stringMatching(/^https:/),
      validity: expect.stringMatching(/^check by 202\d-/),
    });
  });

  it("is not sure of a question that has one telling word, which any row may hold", async () => {
    expect((await ask("Who are our clients?"))?.strength).toBe("likely");
    const { law } = await recallFacts(memory(), { query: "Who are our clients?" });
    expect(law.every(({ says }) => says === undefined)).toBe(true);
  });

  it("says that a row has expired, and of what year it is", async () => {
    const question = "Quarterly IVA returns in 2026";
    const row = async () => (await ask(question))?.rows.find(({ id }) => id === "iva-returns");
    expect((await row())?.validity).toBe("2026-01-01 to 2026-12-31; check by 2026-12-31");
    now = new Date("2027-01-02T09:00:00Z");
    expect((await row())?.validity).toMatch(/; EXPIRED 2026-12-31: read its source again first$/);
    now = new Date("2026-12-05T09:00:00Z");
  });

  it("finds the right row for at least 38 of 40 founders' questions through recall alone", async () => {
    let missed: string[] = [];
    for (const { question, rows } of sets.ofAnAuthor) {
      const { law } = await recallFacts(memory(), { query: question });
      if (!rows.some((id) => law.some((row) => row.id === id))) missed = [...missed, question];
    }
    expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(2);
  });

  it("reads a renewal at the next question, and a changed constitution too", async () => {
    const row = { id: "late-return-fine", fact: "Late or missing return", value: "another fine" };
    const source = { article: "RGIT art. 116(1)", grade: "A", readOn: "2026-12-04" };
    const facts = [{ ...row, source, checkBy: "2027-12-31", why: "seldom changes" }];
    const says = async () => (await ask("fine for a late return"))?.rows[0]?.says;
    expect(await says()).not.toBe("another fine");
    await put(root, ".hq-kit/renewed/pt.json", JSON.stringify({ facts, law: [] }));
    expect(await says()).toBe("another fine");
    await rm(path.join(root, ".hq-kit/renewed/pt.json"));
    expect(await says()).not.toBe("another fine");
  });

  it("is silent where no pack is for the country, and tells once what it cannot read", async () => {
    const folder = path.join(root, "elsewhere");
    await mkdir(folder);
    const said: string[] = [];
    const none = createLawReader({ root: folder, now: () => now, log: (line) => said.push(line) });
    expect(await none("VAT")).toBeNull();
    expect(await none("VAT")).toBeNull();
    expect(said).toHaveLength(1);
  });
});

describe("the memory server of a company", () => {
  it.each([
    ["2026", connectModern],
    ["2025", connectLegacy],
  ])("hands a department of %s the rows beside what the company knows", async (_, connect) => {
    const client = await connect({ cwd: root });
    try {
      const query = "Posso fazer as faturas em Word?";
      const answer = (await client.call("recall", { query })).structuredContent;
      expect(answer).toMatchObject({
        results: [{ name: expect.stringMatching(/^decision:/) }],
        law: expect.arrayContaining([
          expect.objectContaining({ id: "certified-software", link: expect.any(String) }),
        ]),
      });
      const asked = await client.call("recall", {
        query: "corporate tax in Estonia",
        types: ["law"],
      });
      expect(asked.structuredContent).toMatchObject({
        ...{ results: [], law: [] },
        note: expect.stringContaining("does not cover the law of other countries (Estonia)"),
      });
      const graph = JSON.stringify((await client.call("read_graph", {})).structuredContent);
      expect(graph).not.toContain("certified-software");
    } finally {
      await client.close();
    }
  });
});
