// Many calls at once on one connection, several processes on one file, and processes that are killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { note, seed } from "./graph.mjs";
import { entities } from "./latency.mjs";
import { median } from "./measure.mjs";
import { connect, OURS, REFERENCE, structured } from "./server.mjs";

const IN_FLIGHT = 250;
const WRITING_MS = 4_000;
const SEEN_TRIES = 40;
/** Of the reference's writes per second, by number of entities. */
const PROCESS_AIMS = { 1000: 3, 10000: 15 };

export async function parallel(bench) {
  const results = [];
  for (const kind of [OURS, REFERENCE]) results.push(await callsInFlight(bench, kind));
  const [ours, reference] = results;
  return [
    rate(`${2 * IN_FLIGHT} calls in flight on one connection`, ours, reference),
    keptRow("of these, kept", ours, reference),
  ];
}

async function callsInFlight(bench, kind) {
  const file = bench.file(`parallel-${kind.name.split(" ")[0]}`);
  const server = await connect(kind, file);
  await server.call("open_nodes", { names: ["x"] });
  const start = performance.now();
  const answers = await Promise.allSettled(
    Array.from({ length: IN_FLIGHT }, (_, i) => [
      server.call("create_entities", note(`e:${i}`)),
      server.call("create_relations", {
        relations: [{ from: `e:${i}`, to: `e:${i}`, relationType: "knows" }],
      }),
    ]).flat(),
  );
  const acknowledged = answers.filter((one) => one.status === "fulfilled" && !one.value.isError);
  const seconds = (performance.now() - start) / 1000;
  await server.close();
  const graph = await readAll(kind, file);
  const kept = graph ? graph.entities.length + graph.relations.length : 0;
  return { perSecond: acknowledged.length / seconds, acknowledged: acknowledged.length, kept };
}

export async function processes(bench) {
  const rows = [];
  for (const count of [1_000, 10_000]) {
    for (const number of bench.processes) {
      const [ours, reference] = [
        await writers(bench, OURS, { number, count }),
        await writers(bench, REFERENCE, { number, count }),
      ];
      const what = `${number} processes, ${entities(count)}`;
      rows.push({
        ...rate(`${what}, writes`, ours, reference),
        aim: PROCESS_AIMS[count],
        aimIs: "times",
      });
      rows.push(keptRow(`${what}, kept`, ours, reference));
      rows.push({
        what: `${what}, seen at once by another`,
        ours: ours.seen,
        reference: reference.seen,
        unit: `of ${SEEN_TRIES}`,
        aim: SEEN_TRIES,
        aimIs: "all",
      });
    }
  }
  return rows;
}

async function writers(bench, kind, { number, count }) {
  const file = bench.file(`processes-${kind.name.split(" ")[0]}-${number}-${count}`);
  seed(file, count);
  const servers = await Promise.all(Array.from({ length: number }, () => connect(kind, file)));
  await Promise.all(servers.map((server) => server.call("open_nodes", { names: ["x"] })));
  const acknowledged = [];
  const start = performance.now();
  await Promise.all(
    servers.map(async (server, which) => {
      for (let i = 0; performance.now() < start + WRITING_MS; i++) {
        const name = `p${which}:${i}`;
        const answer = await server.call("create_entities", note(name)).catch(() => undefined);
        if (answer && !answer.isError) acknowledged.push(name);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const seen = await seenByOthers(servers);
  await Promise.all(servers.map((server) => server.close()));
  const names = new Set((await readAll(kind, file))?.entities.map(({ name }) => name));
  const kept = acknowledged.filter((name) => names.has(name)).length;
  return {
    perSecond: acknowledged.length / seconds,
    acknowledged: acknowledged.length,
    kept,
    seen,
  };
}

async function seenByOthers(servers) {
  let seen = 0;
  for (let i = 0; i < SEEN_TRIES; i++) {
    const name = `seen:${i}`;
    await servers[i % servers.length].call("create_entities", note(name)).catch(() => undefined);
    const other = servers[(i + 1) % servers.length];
    const answer = await other.call("open_nodes", { names: [name] }).catch(() => undefined);
    if (answer?.structuredContent?.entities.length === 1) seen++;
  }
  return seen;
}

/** Two writers, killed at random moments of lives of up to 2.5 s; a call of three is whole or not at all. */
export async function kills(bench) {
  const results = [];
  for (const kind of [OURS, REFERENCE]) results.push(await killed(bench, kind));
  const [ours, reference] = results;
  return [
    keptRow(`calls kept over ${bench.kills} kills of two writers`, ours, reference),
    {
      what: "calls half done after them",
      ours: ours.half,
      reference: reference.half,
      unit: "",
      aim: 0,
      aimIs: "all",
    },
  ];
}

async function killed(bench, kind) {
  const file = bench.file(`kills-${kind.name.split(" ")[0]}`);
  seed(file, 3_000);
  const acknowledged = [];
  for (let round = 0; round < bench.kills; round++) {
    const servers = await Promise.all([connect(kind, file), connect(kind, file)]);
    const work = servers.map((server, which) =>
      writeGroups(server, `k${round}.${which}`, acknowledged),
    );
    await pause(40 + Math.random() ** 2 * 2460);
    for (const server of servers) server.kill();
    await Promise.race([Promise.all(work), pause(700)]);
    await Promise.all(servers.map((server) => server.close()));
  }
  const graph = await readAll(kind, file);
  const names = new Set(graph?.entities.map(({ name }) => name));
  const parts = (group) => ["a", "b", "c"].filter((part) => names.has(`${group}.${part}`)).length;
  const groups = new Set(
    [...names].filter((name) => /^k\d/.test(name)).map((name) => name.slice(0, -2)),
  );
  return {
    acknowledged: acknowledged.length,
    kept: acknowledged.filter((group) => parts(group) === 3).length,
    half: [...groups].filter((group) => parts(group) !== 3).length,
  };
}

async function writeGroups(server, label, acknowledged) {
  for (let i = 0; ; i++) {
    const group = `${label}.${i}`;
    const entities = ["a", "b", "c"].map((part) => ({
      name: `${group}.${part}`,
      entityType: "note",
      observations: ["v".repeat(300)],
    }));
    try {
      const answer = await server.call("create_entities", { entities });
      if (!answer.isError) acknowledged.push(group);
    } catch {
      return; // Killed.
    }
  }
}

/** The whole graph by a new server; null when it cannot be read any more. */
async function readAll(kind, file) {
  const server = await connect(kind, file);
  try {
    return structured(await server.call("read_graph", {}));
  } catch {
    return null;
  } finally {
    await server.close();
  }
}

function rate(what, ours, reference) {
  return { what, ours: ours.perSecond, reference: reference.perSecond, unit: "/s", better: "more" };
}

function keptRow(what, ours, reference) {
  return {
    what,
    ours: ours.kept,
    reference: reference.kept,
    of: { ours: ours.acknowledged, reference: reference.acknowledged },
    unit: "",
    aim: ours.acknowledged,
    aimIs: "all",
  };
}

/** From closing stdin, with calls in flight, to the end of the process. */
export async function leave(bench) {
  const times = { ours: [], reference: [] };
  for (let run = 0; run < bench.starts; run++) {
    for (const [who, kind] of Object.entries({ ours: OURS, reference: REFERENCE })) {
      const file = bench.file(`leave-${who}-${run}`);
      seed(file, 10_000);
      times[who].push(await timeToLeave(kind, file));
    }
  }
  const [ours, reference] = [median(times.ours), median(times.reference)];
  const longest = Math.max(...times.ours);
  return [
    { what: "stdin closed with calls in flight, to the end", ours, reference, unit: "ms" },
    { what: "the longest of these", ours: longest, unit: "ms", aim: 1_000, aimIs: "absolute" },
  ];
}

async function timeToLeave(kind, file) {
  const child = spawn(process.execPath, [kind.program], {
    env: { ...process.env, MEMORY_FILE_PATH: file },
    stdio: ["pipe", "pipe", "ignore"],
  });
  // A server that leaves with calls unread breaks the pipe.
  child.stdin.on("error", () => undefined);
  const send = (message) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const hello = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "b", version: "1" },
  };
  send({ id: 0, method: "initialize", params: hello });
  await once(child.stdout, "data");
  send({ method: "notifications/initialized" });
  for (let id = 1; id <= 300; id++) {
    const params = { name: "create_entities", arguments: note(`l:${id}`, "x".repeat(2_000)) };
    send({ id, method: "tools/call", params });
  }
  child.stdout.resume();
  const start = performance.now();
  child.stdin.end();
  await once(child, "close");
  return performance.now() - start;
}
