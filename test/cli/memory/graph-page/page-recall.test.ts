/** The page's search beside recall itself: the same names in the same order. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { pageIndex } from "../../../../cli/memory/graph-page/page-index.ts";
import { recallIn } from "../../../../cli/memory/graph-page/page-recall.ts";
import { openMemoryStore } from "../../../../mcp-memory/open.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { founderGraph } from "../../../mcp-memory/recall/founder-graph.ts";
import { copySample } from "../../sample.ts";

const NOW = new Date("2026-11-30T10:00:00.000Z");

const QUERIES = [
  ..."preço|restor drll|restore drill|Who owns the tax deadlines?|IVA|quando se paga o IVA?".split(
    "|",
  ),
  ..."how much does Redeiro cost|backups encrypted|cópias de segurança|clients that pay yearly".split(
    "|",
  ),
  ..."card payments|Almadrava beta|beta terms accepted|Sargaço|sargaco|lesson about prices".split(
    "|",
  ),
  ..."newsletter customer count|old prices in a post|SAF-T|saf t november|social security".split(
    "|",
  ),
  ..."T-018|32 EUR|1,163|41 minutes|how long did the restore take|mail provider notice".split("|"),
  ..."domínio redeiro.example|domain renewal|insurance|seguro de responsabilidade|cto".split("|"),
  ..."marketing campaigns|data export|harbour|Preiserhöhung|Sicherung|cuánto cuesta".split("|"),
  ..."decision:2026-09-21:redeiro-price|client:tres-nos|Redeiro|mrr|monthly recurring revenue".split(
    "|",
  ),
  ..."weekly review last run|standup|chronic|followup|follow up|VAT number|invoise witout iva".split(
    "|",
  ),
  ..."zzqxv|?!|the|0417|what did we decide in october|next renewal".split("|"),
];

async function compare(store: MemoryStore, queries: readonly string[]): Promise<void> {
  const { entities, relations } = await store.readNumbered();
  const index = pageIndex(entities, relations);
  while (!index.step(50)) expect(index.step(0)).toBeTypeOf("boolean");
  for (const query of queries) {
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await store.recall({
        query,
        budgetTokens: 20_000,
        ...(cursor === null ? {} : { cursor }),
      });
      names.push(...answer.results.map(({ name }) => name));
      cursor = answer.nextCursor;
    } while (cursor !== null);
    const { found } = recallIn(index.source, query, NOW);
    expect([query, found.map(({ name }) => name)]).toEqual([query, names]);
  }
}

it("finds the same as recall in the sample company, for more than fifty questions", async () => {
  expect(QUERIES.length).toBeGreaterThan(50);
  const company = await copySample();
  const store = await openMemoryStore({
    filePath: path.join(company.root, "memory.jsonl"),
    agent: "founder",
    now: () => NOW,
  });
  try {
    await compare(store, QUERIES);
    expect((await store.recall({ query: "restor drll" })).results.length).toBeGreaterThan(0);
  } finally {
    await store.close();
    await company.remove();
  }
});

it("finds the same among three thousand, after some were forgotten, and in other scripts", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "hq page recall "));
  const store = await openMemoryStore({
    filePath: path.join(folder, "memory.jsonl"),
    agent: "founder",
    now: () => NOW,
  });
  try {
    const graph = founderGraph([], 3);
    for (let at = 0; at < graph.length; at += 1_000)
      await store.createEntities(graph.slice(at, at + 1_000));
    await store.deleteEntities(graph.filter((_, at) => at % 9 === 0).map(({ name }) => name));
    await store.createEntities([
      {
        name: "note:cfo:draft",
        entityType: "note",
        observations: ["A working note on the Postgres bill"],
      },
      {
        name: "港口",
        entityType: "地点",
        observations: ["里斯本的港口,有四艘船", "हिन्दी में एक तथ्य", "Größe: 12 Fässer"],
      },
    ]);
    await store.createRelations([{ from: "港口", to: "note:cfo:draft", relationType: "names" }]);
    await compare(store, [
      ..."Postgres database|native app|support language|release wednesday|invoice|receipt|tablet".split(
        "|",
      ),
      ..."laundry machines|phone contact|KV-2207|Bug|prints twice|was kostet|港口|里斯本|हिन्दी".split(
        "|",
      ),
      ..."groesse|Fässer|note:cfo:draft|postgress|shop near|Orlin used on the banner".split("|"),
    ]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
