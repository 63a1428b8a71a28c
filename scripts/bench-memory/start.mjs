// From spawning a server to the answer of its first open_nodes.
import { rmSync } from "node:fs";
import path from "node:path";
import { seed } from "./graph.mjs";
import { entities } from "./latency.mjs";
import { median, timed } from "./measure.mjs";
import { connect, OURS, quiet, REFERENCE, structured } from "./server.mjs";

const LARGE = 100_000;

export async function start(bench) {
  const none = bench.file("start-none");
  const cases = [
    { what: `start to first open_nodes, ${entities(0)}`, kind: OURS, file: none },
    { what: "", kind: REFERENCE, file: bench.file("start-reference") },
    { what: `the same, ${entities(LARGE)}, database there`, kind: OURS, file: "start-kept" },
    { what: `the same, ${entities(LARGE)}, database rebuilt`, kind: OURS, file: "start-rebuilt" },
  ];
  for (const item of cases.slice(2)) {
    item.file = bench.file(item.file);
    seed(item.file, LARGE);
  }
  // Makes the database, and waits until a checkpoint that may follow is done.
  const first = await connect(OURS, cases[2].file);
  structured(await first.call("open_nodes", { names: ["seed:0"] }));
  await quiet([first]);
  await first.close();

  const times = cases.map(() => []);
  for (let run = 0; run < bench.starts; run++) {
    for (const [which, { kind, file }] of cases.entries()) {
      if (which === 3) forget(file);
      let server;
      const time = await timed(async () => {
        server = await connect(kind, file);
        structured(await server.call("open_nodes", { names: ["seed:0"] }));
      });
      times[which].push(time);
      await server.close();
    }
  }
  const [ours, reference, kept, rebuilt] = times.map(median);
  const large = { unit: "ms", own: ours, aim: 3, aimIs: "own" };
  return [
    { what: cases[0].what, ours, reference, unit: "ms" },
    { what: cases[2].what, ours: kept, ...large },
    { what: cases[3].what, ours: rebuilt, ...large },
  ];
}

function forget(file) {
  rmSync(path.join(path.dirname(file), ".memory"), { recursive: true, force: true });
}
