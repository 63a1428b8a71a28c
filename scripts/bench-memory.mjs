// Our memory server beside the published reference server, in one run on this machine: medians, in
// turns. Prints a Markdown table with the ratios that matter and what is asked of them. Nothing here
// asserts a time, and nothing needs a network.
// usage: npm run bench:memory [-- PART…] [--samples N] [--sizes 0,1000] [--kills N] [--processes 4,8]
// parts: write open search recall file sustained memory growth large start leave parallel processes kills tools; default all
// SHOW=1 shows what the servers write to stderr. BESIDE=<folder with bin/ and dist/> sets another build of
// ours in the reference's place: before and after in one run.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { growth, large } from "./bench-memory/large.mjs";
import { latency } from "./bench-memory/latency.mjs";
import { connect, OURS, REFERENCE } from "./bench-memory/server.mjs";
import { start } from "./bench-memory/start.mjs";
import { table } from "./bench-memory/table.mjs";
import { kills, leave, parallel, processes } from "./bench-memory/together.mjs";

const BY_SIZE = ["write", "open", "search", "recall", "file", "sustained", "memory"];
const WHOLE = { growth, large, start, leave, parallel, processes, kills, tools };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    samples: { type: "string", default: "200" },
    sizes: { type: "string", default: "0,1000,10000,100000" },
    // At 100,000 the reference takes about half a second a call, and has no aim to be held against.
    "reference-up-to": { type: "string", default: "10000" },
    starts: { type: "string", default: "7" },
    kills: { type: "string", default: "20" },
    processes: { type: "string", default: "4,8" },
    json: { type: "boolean", default: false },
  },
});
const parts = [...BY_SIZE, ...Object.keys(WHOLE)];
const unknown = positionals.filter((part) => !parts.includes(part));
if (unknown.length > 0) {
  console.error(`Cannot measure ${unknown.join(", ")}: expected one of ${parts.join(", ")}.`);
  process.exit(2);
}
const wanted = new Set(positionals.length > 0 ? positionals : parts);
const list = (text) => text.split(",").filter(Boolean).map(Number);
const place = mkdtempSync(path.join(tmpdir(), "bench-memory-"));
const bench = {
  samples: Number(values.samples),
  starts: Number(values.starts),
  kills: Number(values.kills),
  processes: list(values.processes),
  referenceUpTo: Number(values["reference-up-to"]),
  /** The path of a memory.jsonl in a folder of its own. */
  file: (name) => {
    const folder = path.join(place, name);
    mkdirSync(folder, { recursive: true });
    return path.join(folder, "memory.jsonl");
  },
};

try {
  const rows = [];
  const report = async (what, measuring) => {
    console.error(`measuring ${what} …`);
    rows.push(...(await measuring));
  };
  if (BY_SIZE.some((part) => wanted.has(part))) {
    for (const size of list(values.sizes)) {
      await report(`${size} entities`, latency(bench, size, wanted));
    }
  }
  for (const [part, measure] of Object.entries(WHOLE)) {
    if (wanted.has(part)) await report(part, measure(bench));
  }
  if (values.json) console.log(JSON.stringify(rows, null, 1));
  else print(rows);
} finally {
  rmSync(place, { recursive: true, force: true });
}
// Clients whose server was killed keep handles.
process.exit(0);

async function tools({ file }) {
  const bytes = [];
  let hasRecall = false;
  let number = 0;
  for (const kind of [OURS, REFERENCE]) {
    const server = await connect(kind, file(`tools-${bytes.length}`));
    const listed = await server.tools();
    bytes.push(JSON.stringify(listed).length);
    if (kind === OURS) {
      hasRecall = listed.some(({ name }) => name === "recall");
      number = listed.length;
    }
    await server.close();
  }
  if (!hasRecall) console.error("There is no tool named recall yet: it is not measured.");
  const [ours, reference] = bytes;
  return [
    { what: "tools/list", ours, reference, unit: "bytes", aim: 15_500, aimIs: "absolute" },
    { what: "tools", ours: number, reference: 9, unit: "", aim: 15, aimIs: "absolute" },
  ];
}

function print(rows) {
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}`;
  console.log(
    `Node ${process.versions.node}, ${processor}, beside the ${REFERENCE.name}; medians of ${bench.samples} calls in turns; ours synced, the reference not\n`,
  );
  console.log(table(rows));
}
