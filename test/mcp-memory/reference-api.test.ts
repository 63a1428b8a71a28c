import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { InMemoryTransport as ModernTransport } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { ResourceUpdatedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, it } from "vitest";
import type * as Declared from "../../mcp-memory/memory.d.ts";
import * as source from "../../mcp-memory/reference-api.ts";
import { until, workbench } from "./workbench.ts";

const bench = workbench();
const root = path.join(import.meta.dirname, "../..");

const note = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});
const knows = (from: string, to: string) => ({ from, to, relationType: "knows" });

it("the manager's nine calls answer as the reference's do", async () => {
  const manager = new source.KnowledgeGraphManager(bench.at());
  const a = note("a", "one");
  expect(await manager.createEntities([a, note("b"), note("b", "again")])).toEqual([a, note("b")]);
  expect(await manager.createEntities([note("a", "two")])).toEqual([]);
  expect(await manager.createRelations([knows("a", "b"), knows("a", "b")])).toEqual([
    knows("a", "b"),
  ]);
  await expect(manager.createRelations([knows("a", "ghost")])).rejects.toThrow(
    "Entity with name ghost not found",
  );
  expect(
    await manager.addObservations([{ entityName: "a", contents: ["one", "two", "three"] }]),
  ).toEqual([{ entityName: "a", addedObservations: ["two", "three"] }]);
  await expect(manager.addObservations([{ entityName: "ghost", contents: ["x"] }])).rejects.toThrow(
    "Entity with name ghost not found",
  );
  const full = note("a", "one", "two", "three");
  expect(await manager.searchNodes("TWO")).toEqual({
    entities: [full],
    relations: [knows("a", "b")],
  });
  expect(await manager.openNodes(["b"])).toEqual({
    entities: [note("b")],
    relations: [knows("a", "b")],
  });
  expect(
    await manager.deleteObservations([
      { entityName: "a", observations: ["one", "none"] },
      { entityName: "ghost", observations: ["x"] },
    ]),
  ).toEqual({ deletedCount: 1, missingEntities: ["ghost"] });
  expect(await manager.deleteObservations([{ entityName: "a", observations: ["two"] }])).toEqual({
    deletedCount: 1,
    missingEntities: [],
  });
  expect(await manager.deleteRelations([knows("a", "b"), knows("b", "a")])).toEqual({
    deletedCount: 1,
  });
  expect(await manager.deleteEntities(["b", "ghost"])).toEqual({
    deleted: ["b"],
    notFound: ["ghost"],
  });
  expect(await manager.readGraph()).toEqual({ entities: [note("a", "three")], relations: [] });
  await manager.close();
});

it("a call that is given up before its turn rejects with the signal's reason and changes nothing", async () => {
  const manager = new source.KnowledgeGraphManager(bench.at());
  await manager.createEntities([note("first")]);
  const [late, never] = [new AbortController(), AbortSignal.abort()];
  const queued = manager.createEntities([note("late")], late.signal);
  const reason = new Error("not wanted any more");
  late.abort(reason);
  await expect(queued).rejects.toBe(reason);
  await expect(manager.deleteEntities(["first"], never)).rejects.toThrow(/aborted/);
  await expect(manager.readGraph(never)).rejects.toThrow(/aborted/);
  await expect(manager.searchNodes("first", never)).rejects.toThrow(/aborted/);
  await expect(manager.openNodes(["first"], never)).rejects.toThrow(/aborted/);
  await manager.createEntities([note("marker")]);
  const { entities } = await manager.readGraph();
  expect(entities.map(({ name }) => name)).toEqual(["first", "marker"]);
  await manager.close();
});

it("the manager writes the file when it is told to, and opens it again after it was closed", async () => {
  const manager = new source.KnowledgeGraphManager(bench.at(), { agent: "cfo" });
  await manager.createEntities([note("a")]);
  await manager.checkpoint();
  expect(readFileSync(bench.at(), "utf8")).toContain('"name":"a"');
  expect(readFileSync(bench.at("memory.origins.jsonl"), "utf8")).toContain('"by":"cfo"');
  await manager.close();
  await manager.close();
  expect((await manager.readGraph()).entities).toEqual([note("a")]);
  await manager.createEntities([note("b")]);
  await manager.close();
  expect(readFileSync(bench.at(), "utf8")).toContain('"name":"b"');
});

it("a manager that could not open its file says why, and tries again at the next call", async () => {
  mkdirSync(bench.at("folder.jsonl"));
  const manager = new source.KnowledgeGraphManager(bench.at("folder.jsonl"));
  await expect(manager.readGraph()).rejects.toThrow("it is no file, expected a file");
  await expect(manager.readGraph()).rejects.toThrow("it is no file, expected a file");
});

it("createServer makes independent servers that a client of the reference can use", async () => {
  const clients = await Promise.all(
    ["one", "two"].map(async (name) => {
      const server = source.createServer(bench.at(), { agent: name });
      const [near, far] = InMemoryTransport.createLinkedPair();
      // The reference's users bring transports of the SDK's first version.
      await (server as unknown as Declared.MemoryMcpServer).connect(far);
      const client = new Client({ name, version: "1" });
      await client.connect(near);
      return client;
    }),
  );
  const [one, two] = clients as [Client, Client];
  let updates = 0;
  one.setNotificationHandler(ResourceUpdatedNotificationSchema, () => {
    updates++;
  });
  await one.subscribeResource({ uri: "memory://knowledge-graph" });
  const entities = [note("a", "x")];
  await one.callTool({ name: "create_entities", arguments: { entities } });
  await until(() => updates === 1, "the update has come");
  const seen = await two.callTool({ name: "open_nodes", arguments: { names: ["a"] } });
  expect(seen.structuredContent).toEqual({ entities, relations: [] });
  await two.close();
  await one.close();
  // SQLite's companion files go with the last connection.
  const folder = bench.at(".memory/memory.jsonl");
  await until(() => readdirSync(folder).join() === "graph.db", "both have let go of the files");
  expect(readFileSync(bench.at(), "utf8")).toContain('"name":"a"');
});

it("createServer's server takes a transport of the SDK's second version too", async () => {
  const server = source.createServer(bench.at());
  const [near, far] = ModernTransport.createLinkedPair();
  await server.connect(far);
  await near.start();
  await server.close();
});

it("the declared types are the source's", () => {
  // Types only: tsc fails here when memory.d.ts and the source drift apart.
  const declared = (
    manager: Declared.KnowledgeGraphManager,
  ): source.KnowledgeGraphManager["readGraph"] => manager.readGraph;
  const manager: Omit<Declared.KnowledgeGraphManager, never> = new source.KnowledgeGraphManager(
    bench.at(),
  );
  const own: Required<Declared.MemoryOptions> = {} as Required<source.MemoryOptions>;
  const back: Required<source.MemoryOptions> = {} as Required<Declared.MemoryOptions>;
  const calls = {} as Omit<Declared.KnowledgeGraphManager, never> satisfies Omit<
    source.KnowledgeGraphManager,
    never
  >;
  const graph = {} as Declared.KnowledgeGraph satisfies source.KnowledgeGraph;
  expect([declared, manager, own, back, calls, graph]).toHaveLength(6);
});

it("a server that was closed has written the file and touches nothing any more", async () => {
  const folder = bench.at("closed");
  mkdirSync(folder);
  const file = path.join(folder, "memory.jsonl");
  const server = source.createServer(file);
  const client = new Client({ name: "test", version: "1" });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await (server as unknown as Declared.MemoryMcpServer).connect(theirs);
  await client.connect(ours);
  for (const name of ["a", "b"]) {
    await client.callTool({ name: "create_entities", arguments: { entities: [note(name)] } });
  }
  await client.close();
  await server.close();
  expect(readFileSync(file, "utf8")).toContain('"name":"b"');
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(existsSync(folder)).toBe(false);
});

it("a project uses it by the import solo-hq/memory, with types", () => {
  const installed = bench.at("solo-hq");
  mkdirSync(installed);
  execFileSync(process.execPath, [path.join(root, "scripts/build.mjs"), `${installed}/dist`]);
  cpSync(path.join(root, "package.json"), path.join(installed, "package.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(installed, "node_modules"));
  const project = bench.at("project");
  mkdirSync(path.join(project, "node_modules"), { recursive: true });
  symlinkSync(installed, path.join(project, "node_modules/solo-hq"));
  for (const name of ["@modelcontextprotocol", "@types", "undici-types"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(project, "node_modules", name));
  }
  writeFileSync(path.join(project, "package.json"), '{"type":"module"}');
  writeFileSync(
    path.join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "NodeNext",
        target: "ES2022",
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ["node"],
      },
    }),
  );
  writeFileSync(path.join(project, "use.ts"), CONSUMER);
  execFileSync(process.execPath, [
    path.join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    project,
  ]);
  const out = execFileSync(process.execPath, ["use.ts"], { cwd: project, encoding: "utf8" });
  expect(out).toBe(
    '{"entities":[{"name":"a","entityType":"note","observations":["x","y"]}],"relations":[]}\n',
  );
  expect(readFileSync(path.join(project, "memory.jsonl"), "utf8")).toContain(
    '"observations":["x","y"]',
  );
});

/** A program written for the reference server's exports, with one import changed; it closes nothing. */
const CONSUMER = `
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  createServer, defaultMemoryPath, ensureMemoryFilePath, type Entity, KnowledgeGraphManager,
  registerKnowledgeGraphResource, registerKnowledgeGraphSubscriptions, skippedEntityNames,
} from "solo-hq/memory";

const manager = new KnowledgeGraphManager("memory.jsonl");
const a = { name: "a", entityType: "note", observations: ["x"] };
const created: Entity[] = await manager.createEntities([a]);
const given = skippedEntityNames([a, a], created);
if (String(given) !== "a") throw new Error(String(given));
if ((await ensureMemoryFilePath()) !== defaultMemoryPath) throw new Error(defaultMemoryPath);
const late = { ...a, name: "given up" };
await manager.createEntities([late], AbortSignal.abort()).then(
  () => { throw new Error("written"); },
  (error: Error) => { if (error.name !== "AbortError") throw error; },
);
if (typeof registerKnowledgeGraphResource !== "function") throw new Error();
if (typeof registerKnowledgeGraphSubscriptions !== "function") throw new Error();
const server = createServer("memory.jsonl");
const [near, far] = InMemoryTransport.createLinkedPair();
await server.connect(far);
const client = new Client({ name: "use", version: "1" });
await client.connect(near);
await client.callTool({
  name: "add_observations",
  arguments: { observations: [{ entityName: created[0]?.name, contents: ["y"] }] },
});
console.log(JSON.stringify(await manager.readGraph()));
`;
