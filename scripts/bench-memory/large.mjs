// What grows with the graph: searches at 10,000 and 100,000 entities, and everything at 300,000.
import { note, rareWord, seed } from "./graph.mjs";
import { entities } from "./latency.mjs";
import { interleaved, median, timed } from "./measure.mjs";
import { connect, OURS, peakMb, settled, structured } from "./server.mjs";

const SMALL = 10_000;
const MEDIUM = 100_000;
const LARGE = 300_000;
const STREAM_MS = 6_000;

async function opened(bench, name, count) {
  const file = bench.file(name);
  if (count > 0) seed(file, count);
  const server = await connect(OURS, file);
  structured(await server.call("open_nodes", { names: ["seed:0"] }));
  return server;
}

const search = (count) => async (server, i) =>
  structured(await server.call("search_nodes", { query: rareWord(i * 7, count) }));
const recall = (count) => async (server, i) =>
  structured(await server.call("recall", { query: rareWord(i * 7, count) }));

/** The same question with equally many hits on a graph ten times as large. */
export async function growth(bench) {
  const servers = [await opened(bench, "grown", MEDIUM), await opened(bench, "small", SMALL)];
  await settled(servers);
  const [ours, own] = await interleaved(servers, { samples: bench.samples }, (server, i) =>
    search(server === servers[0] ? MEDIUM : SMALL)(server, i),
  );
  for (const server of servers) await server.close();
  const what = `search_nodes, one word, ${entities(MEDIUM)}`;
  return [
    {
      what,
      ours,
      own,
      ownIs: `ours at ${SMALL.toLocaleString("en")}`,
      unit: "ms",
      aim: 2,
      aimIs: "own",
    },
  ];
}

export async function large(bench) {
  const servers = [
    await opened(bench, "large", LARGE),
    await opened(bench, "medium", MEDIUM),
    await opened(bench, "none", 0),
  ];
  await settled(servers);
  const samples = Math.min(bench.samples, 100);
  const size = new Map([
    [servers[0], LARGE],
    [servers[1], MEDIUM],
  ]);
  const [recalled, medium] = await interleaved(servers.slice(0, 2), { samples }, (server, i) =>
    recall(size.get(server))(server, i),
  );
  const [written, , none] = await interleaved(servers, { samples }, async (server, i) =>
    structured(await server.call("create_entities", note(`w:${i}`))),
  );
  const times = [];
  const end = performance.now() + STREAM_MS;
  for (let i = 0; performance.now() < end; i++) {
    times.push(await timed(() => servers[0].call("create_entities", note(`s:${i}`))));
    times.push(await timed(() => recall(LARGE)(servers[0], i)));
  }
  const peak = peakMb(servers[0].pid);
  for (const server of servers) await server.close();
  const at = entities(LARGE);
  return [
    { what: `write, ${at}`, ours: written, own: none, unit: "ms", aim: 1.5, aimIs: "own" },
    {
      ...{ what: `recall, ${at}`, ours: recalled, own: medium, unit: "ms", aim: 2, aimIs: "own" },
      ownIs: `ours at ${MEDIUM.toLocaleString("en")}`,
    },
    { what: `peak memory, ${at}`, ours: peak, unit: "MB", aim: 500, aimIs: "absolute" },
    {
      what: `longest call of a stream of writes and recalls, ${at}`,
      ours: Math.max(...times),
      unit: "ms",
      aim: 100,
      aimIs: "absolute",
    },
    { what: `the middle of these`, ours: median(times), unit: "ms" },
  ];
}
