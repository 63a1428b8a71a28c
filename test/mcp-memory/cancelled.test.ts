// A client may cancel what it asked for: `notifications/cancelled`. What was not written by then is not
// written, and nothing is written by halves.
import { afterEach, expect, it } from "vitest";
import { placeOf } from "../../mcp-memory/store/database/place.ts";
import { openDatabase } from "../../mcp-memory/store/database/sqlite.ts";
import { type RawServer, startRaw } from "./raw-server.ts";
import { until, workbench } from "./workbench.ts";

const bench = workbench();
const servers: RawServer[] = [];

afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});

async function start(): Promise<RawServer> {
  const server = await startRaw(bench.folder());
  servers.push(server);
  // The memory is open from here on.
  await server.call("create_entities", { entities: [note("first")] });
  return server;
}

const note = (name: string) => ({ name, entityType: "note", observations: ["one"] });

/** Far above the ids that the raw server gives. */
const OWN_ID = 1_000;

const ask = (id: number, name: string, input: object) =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: input } })}\n`;
const cancel = (id: number) =>
  `${JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id, reason: "no longer wanted" } })}\n`;

const answered = (server: RawServer) =>
  server.lines
    .map((line) => JSON.parse(line) as { id?: number })
    .flatMap(({ id }) => (id === undefined ? [] : [id]));

async function namesOf(server: RawServer): Promise<string[]> {
  const { structuredContent } = await server.call("read_graph", {});
  return (structuredContent as { entities: { name: string }[] }).entities.map(({ name }) => name);
}

it("a write that is cancelled before its turn is not made, and those around it are", async () => {
  const server = await start();
  const asked = [0, 1, 2, 3, 4].map((i) =>
    ask(OWN_ID + i, "create_entities", { entities: [note(`e${i}`), note(`f${i}`)] }),
  );
  server.send(asked.join("") + cancel(OWN_ID + 1) + cancel(OWN_ID + 3));
  const kept = [0, 2, 4].map((i) => OWN_ID + i);
  await until(() => kept.every((id) => answered(server).includes(id)), "the others are answered");
  expect(await namesOf(server)).toEqual(["first", "e0", "f0", "e2", "f2", "e4", "f4"]);
  expect(answered(server)).not.toContain(OWN_ID + 1);
});

it("one that is cancelled while it waits for another process's lock is not made either", async () => {
  const server = await start();
  const other = openDatabase(placeOf(bench.at()).database);
  other.exec("BEGIN IMMEDIATE");
  server.send(ask(OWN_ID, "create_entities", { entities: [note("late")] }));
  server.send(cancel(OWN_ID));
  // Answered once the cancellation was read, as both come in order.
  await server.call("open_nodes", { names: ["first"] });
  other.exec("ROLLBACK");
  other.close();
  await server.call("create_entities", { entities: [note("after")] });
  expect(await namesOf(server)).toEqual(["first", "after"]);
});

it("reads that are cancelled are not made, and the next one answers", async () => {
  const server = await start();
  const ids = Array.from({ length: 8 }, (_, i) => OWN_ID + i);
  server.send(ids.map((id) => ask(id, "read_graph", {})).join("") + ids.map(cancel).join(""));
  expect(await namesOf(server)).toEqual(["first"]);
  expect(answered(server).filter((id) => id >= OWN_ID)).toEqual([]);
});
