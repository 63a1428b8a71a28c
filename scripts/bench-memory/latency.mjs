// Latency and memory by size of the graph.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { note, rareWord, seed } from "./graph.mjs";
import { interleaved, median, timed } from "./measure.mjs";
import { connect, OURS, peakMb, quiet, REFERENCE, structured } from "./server.mjs";

const SUSTAINED_MS = 4_000;
/** What the issue asks of ours, as a share of the reference's time at 10,000 entities. */
const AIMS = {
  write: 1 / 20,
  "write in a stream": 1 / 25,
  "first write after quiet, its file included": 1,
  open_nodes: 1 / 20,
  search_nodes: 1 / 16,
  "recall, rare words": 1 / 8,
  "recall, common words": 1 / 3,
};

/** Rows for one size. `wanted` holds the names of the measurements; `empty` ours on no entities. */
export async function latency(bench, count, wanted) {
  const file = (who) => bench.file(`size-${count}-${who}`);
  const withReference = count <= bench.referenceUpTo;
  const servers = [];
  for (const kind of withReference ? [OURS, REFERENCE] : [OURS]) {
    const path = file(kind.name.split(" ")[0]);
    if (count > 0) seed(path, count);
    servers.push(await connect(kind, path));
  }
  // Ours at none beside it, in the same turns: the aim at 100,000 is a ratio to that.
  if (!withReference) servers.push(await connect(OURS, file("empty")));
  for (const server of servers) structured(await server.call("open_nodes", { names: ["seed:0"] }));

  const rows = [];
  for (const measurement of measurements(count, await hasRecall(servers[0]))) {
    if (!wanted.has(measurement.part)) continue;
    rows.push(await measure(servers, measurement, { bench, count, withReference }));
  }
  if (wanted.has("file")) rows.push(...(await firstWrites(servers, { count, withReference })));
  if (wanted.has("sustained")) rows.push(...(await sustained(servers, count)));
  if (wanted.has("memory")) rows.push(memoryRow(servers, count, withReference));
  for (const server of servers) await server.close();
  return rows;
}

async function measure(servers, { name, call, rival }, { bench, count, withReference }) {
  const samples = count > 10_000 ? Math.min(bench.samples, 100) : bench.samples;
  const [ours, other] = await interleaved(servers, { samples }, (server, i) =>
    (server === servers[0] ? call : (rival ?? call))(server, i),
  );
  const unit = "ms";
  const what = `${name}, ${entities(count)}`;
  if (withReference) {
    const aim = count === 10_000 ? AIMS[name] : undefined;
    return { what, ours, reference: other, unit, aim, aimIs: "share" };
  }
  const aim = name === "write" ? 1.5 : undefined;
  return { what, ours, own: other, unit, aim, aimIs: "own" };
}

function measurements(count, recall) {
  const of = (i, factor) => (i * factor) % Math.max(count, 1);
  let written = 0;
  const list = [
    {
      part: "write",
      name: "write",
      call: (server) => send(server, "create_entities", note(`w:${written++}`)),
    },
    {
      part: "open",
      name: "open_nodes",
      call: (server, i) => send(server, "open_nodes", { names: [`seed:${of(i, 31)}`] }),
    },
    {
      part: "search",
      name: "search_nodes",
      call: (server, i) => send(server, "search_nodes", { query: `number ${of(i, 13)} ` }),
    },
  ];
  if (!recall || count === 0) return list;
  // The reference has only its search, which is asked for one entity: its quickest answer.
  const rival = list[2].call;
  const find = (query) => (server, i) => send(server, "recall", { query: query(i) });
  return [
    ...list,
    { part: "recall", name: "recall, rare words", call: find((i) => rareWord(i, count)), rival },
    {
      part: "recall",
      name: "recall, common words",
      call: find((i) => `active observation topic ${i % 97}`),
      rival,
    },
  ];
}

async function send(server, tool, input) {
  return structured(await server.call(tool, input));
}

async function hasRecall(server) {
  return (await server.tools()).some(({ name }) => name === "recall");
}

const FIRST_WRITES = 7;
const REST_MS = 2_500;

/** From a write after some quiet until memory.jsonl holds it. */
async function firstWrites(servers, { count, withReference }) {
  const times = servers.map(() => []);
  for (let i = 0; i < FIRST_WRITES; i++) {
    for (const [which, server] of servers.entries()) {
      await quiet(servers);
      await pause(REST_MS);
      const name = `f:${count}:${i}`;
      const start = performance.now();
      await send(server, "create_entities", note(name));
      while (!readFileSync(server.file).includes(`"${name}"`)) await pause(1);
      times[which].push(performance.now() - start);
    }
  }
  const what = "first write after quiet, its file included";
  const [ours, other] = times.map(median);
  const aimed = withReference && count === 10_000 ? { aim: AIMS[what], aimIs: "share" } : {};
  const beside = { [withReference ? "reference" : "own"]: other };
  return [{ what: `${what}, ${entities(count)}`, ours, ...beside, unit: "ms", ...aimed }];
}

/** One client that writes without a pause: the middle and the longest of its writes. */
async function sustained(servers, count) {
  const results = [];
  for (const server of servers) {
    await quiet(servers);
    const times = [];
    const end = performance.now() + SUSTAINED_MS;
    for (let i = 0; performance.now() < end; i++) {
      const input = note(`s:${count}:${i}`);
      times.push(await timed(() => send(server, "create_entities", input)));
    }
    results.push({ p50: median(times), longest: Math.max(...times), kind: server.kind });
  }
  const [ours, other] = results;
  const isReference = other?.kind === REFERENCE;
  const row = (what, key) => ({
    what: `${what}, ${entities(count)}`,
    ours: ours[key],
    [isReference ? "reference" : "own"]: other?.[key],
    unit: "ms",
    ...(isReference && count === 10_000 && AIMS[what] ? { aim: AIMS[what], aimIs: "share" } : {}),
  });
  const longest = row("longest write of a stream", "longest");
  if (count === 100_000) Object.assign(longest, { aim: 100, aimIs: "absolute" });
  return [row("write in a stream", "p50"), longest];
}

function memoryRow(servers, count, withReference) {
  const [ours, other] = servers.map(({ pid }) => peakMb(pid));
  const row = { what: `peak memory, ${entities(count)}`, ours, unit: "MB" };
  if (withReference) row.reference = other;
  if (count === 100_000) Object.assign(row, { aim: 400, aimIs: "absolute" });
  return row;
}

export function entities(count) {
  return count === 0 ? "no entities" : `${count.toLocaleString("en")} entities`;
}
