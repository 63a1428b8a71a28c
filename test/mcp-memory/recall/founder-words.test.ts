/** What a founder means, by kinds: each kind on facts that hold none of the question's own words. */
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

const entity = (entityType: string, name: string, ...observations: string[]): Entity => ({
  name,
  entityType,
  observations,
});
const names = async (store: MemoryStore, query: string, more = {}) =>
  (await store.recall({ query, ...more })).results.map(({ name }) => name);

describe("one graph, asked in other words", () => {
  it.each([
    ["what do people pay every month?", "plan"],
    ["quanto cobramos por mês?", "plan"],
    ["¿cuánto cuesta al mes?", "plan"],
    ["Was kostet das im Monat?", "plan"],
    ["who went away?", "left"],
    ["quem cancelou?", "left"],
    ["¿quién se fue?", "left"],
    ["Wer hat gekündigt?", "left"],
    ["what broke in february", "down"],
    ["o que falhou em fevereiro", "down"],
    ["loan of 2,400", "loan"],
    ["2.400 loan", "loan"],
    ["XX2104507781229900417", "bank"],
    ["205550143", "bank"],
    ["00999205550143", "bank"],
    ["T018", "task"],
    ["t 18", "task"],
    ["nodejs", "stack"],
    ["node js", "stack"],
    ["followup", "trial"],
    ["follow up", "trial"],
    ["sondergard", "odd-letters"],
    ["Lodka", "odd-letters"],
    ["grossküche", "odd-letters"],
    ["grosskueche", "odd-letters"],
    ["Daten Schutz", "compound"],
    ["腾讯云", "cjk"],
    ["しりとり", "cjk"],
    ["끝말잇기를", "cjk"],
  ])("finds by %j", async (query, name) => {
    const store = await bench.open();
    await store.createEntities([
      entity("fact", "plan", "Owners are charged a flat 39 EUR monthly"),
      entity("fact", "left", "The baker in the old town cancelled last week"),
      entity("fact", "down", "2026-02-14: the queue was unreachable, an error in the driver"),
      entity("fact", "loan", "A loan of 2400 EUR for the boat"),
      entity("fact", "bank", "IBAN XX21 0450 7781 2299 0041 7, desk +999 20 5550 143"),
      entity("fact", "task", "T-018 waits for the lawyer"),
      entity("fact", "stack", "Node.js and nothing else"),
      entity("fact", "trial", "A follow-up on the third day"),
      entity("fact", "odd-letters", "Søndergård, Łódka, Großküche"),
      entity("fact", "compound", "Datenschutz"),
      entity("fact", "cjk", "用户服务器部署在腾讯云国内节点, しりとり, 끝말잇기"),
      entity("fact", "other", "nothing of the kind"),
    ]);
    expect((await names(store, query))[0]).toBe(name);
  });
});

it.each([150, 700])("finds an old decision behind %i that mention it", async (mentions) => {
  const store = await bench.open();
  await store.createEntities([
    entity("decision", "d", "A restore drill each quarter, by two people"),
  ]);
  const many = Array.from({ length: mentions }, (_, index) =>
    entity("talk", `n${index}`, `Ana asked about the restore drill ${index}`),
  );
  await store.createEntities(many);
  expect((await names(store, "restore drill"))[0]).toBe("d");
});

it("gives nothing for a word that all of a type hold", async () => {
  const store = await bench.open();
  const shops = Array.from({ length: 40 }, (_, index) =>
    entity("client", `client:shop-${index}`, "Customer since May", "Contact: by phone"),
  );
  await store.createEntities([
    entity("fact", "harbour", "A customer of the harbour pays in coins"),
    ...shops,
  ]);
  expect((await names(store, "which customer pays in coins?"))[0]).toBe("harbour");
  expect((await names(store, "customer contact by coins"))[0]).toBe("harbour");
  expect((await names(store, "client:shop-7 contact"))[0]).toBe("client:shop-7");
});

it.each(["name", "ours", "wont", "marca"])("does not take %j for another word", async (word) => {
  const store = await bench.open();
  await store.createEntities([
    entity("note", "a", "same hours, won by marta"),
    entity("note", "b", "lighthouse"),
  ]);
  const answer = await store.recall({ query: `${word} lighthouse` });
  expect(answer.note ?? "").not.toContain("Read ");
  expect(answer.results.map(({ name }) => name)).toEqual(["b"]);
});

it("makes an index of an earlier form anew", async () => {
  const before = await bench.open();
  await before.createEntities([entity("note", "a", "Søndergård")]);
  expect(await names(before, "sondergard")).toEqual(["a"]);
  await before.close();
  const db = new DatabaseSync(bench.at(".memory/memory.jsonl/graph.db"));
  db.exec("INSERT INTO word (word) VALUES ('delete-all')");
  db.exec("INSERT INTO word (rowid, name, type, body) VALUES (1, 'a', 'note', 'Søndergård')");
  db.exec("UPDATE index_state SET form = 0");
  db.close();
  expect(await names(await bench.open(), "sondergard")).toEqual(["a"]);
});

it("leaves an index of a later form to the version that made it", async () => {
  const before = await bench.open();
  await before.createEntities([entity("note", "a", "harbour")]);
  expect(await names(before, "harbour")).toEqual(["a"]);
  await before.close();
  const db = new DatabaseSync(bench.at(".memory/memory.jsonl/graph.db"));
  db.exec("UPDATE index_state SET form = 999");
  const rows = () => db.prepare("SELECT count(*) AS n FROM word WHERE word MATCH 'harbour'").get();
  const after = await bench.open();
  expect(await names(after, "harbour")).toEqual(["a"]);
  expect(rows()).toEqual({ n: 1 });
  expect(db.prepare("SELECT form FROM index_state").get()).toEqual({ form: 999 });
  db.close();
});
