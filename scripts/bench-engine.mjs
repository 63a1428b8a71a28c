// What the engine costs, beside a bare baseline in the same run: jobs on one ledger from four processes beside
// raw SQLite transactions of four processes; `hq tick` with nothing due beside an empty Node; the size of an
// installed kit; and, with --client, a run of the real Copilot CLI beside the same client without hq.
// Nothing here asserts a time.
// usage: npm run bench:engine [-- --rounds N] [--seconds N] [--client]
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { median } from "./bench-memory/measure.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    client: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const place = mkdtempSync(path.join(tmpdir(), "bench-engine-"));
const PROCESSES = 4;
/** Taken, and given its outcome. */
const TRANSACTIONS_OF_A_JOB = 2;

try {
  await throughput();
  tick();
  kit();
  if (values.client) {
    const { measureRuns } = await import("./bench-engine/client-runs.mjs");
    await measureRuns({ place, rounds });
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}

async function throughput() {
  const ledgerModule = await bundledLedger();
  const { openLedger } = await import(pathToFileURL(ledgerModule).href);
  const ledgerFile = path.join(place, "ledger", "hq.db");
  const ledger = await openLedger({ file: ledgerFile });
  for (let number = 0; number < PROCESSES; number += 1) {
    const now = new Date().toISOString();
    const job = { id: `prompt:bench-${number}`, reckonedUntil: now, since: now };
    await ledger.write((tables) => tables.jobs.put(job));
  }
  await ledger.close();
  const rawFile = path.join(place, "raw.db");
  const db = new DatabaseSync(rawFile);
  db.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE counter (id INTEGER PRIMARY KEY, at TEXT, value INTEGER)",
  );
  for (let id = 0; id < PROCESSES; id += 1) db.exec(`INSERT INTO counter VALUES (${id}, '', 0)`);
  db.close();
  const seen = { jobs: [], raw: [] };
  for (let round = 0; round < rounds; round += 1) {
    seen.jobs.push(await together("jobs", ledgerFile, ledgerModule));
    seen.raw.push(await together("raw", rawFile, ledgerModule));
  }
  const [jobs, raw] = [median(seen.jobs), median(seen.raw)];
  console.log(`${PROCESSES} processes on one ledger, median of ${rounds} rounds`);
  console.log(`  jobs taken and done        ${jobs.toFixed(0)} a second`);
  console.log(`  raw SQLite transactions    ${raw.toFixed(0)} a second`);
  const share = (jobs * TRANSACTIONS_OF_A_JOB) / raw;
  console.log(
    `  ours of the raw ones       ${share.toFixed(2)} (aim: at least 0.33; a job needs ${TRANSACTIONS_OF_A_JOB})\n`,
  );
}

/** The ledger by itself, as the programs have it. */
async function bundledLedger() {
  const outfile = path.join(place, "ledger.mjs");
  const entry = path.join(root, "ledger", "open.ts");
  const form = { bundle: true, format: "esm", platform: "node", loader: { ".sql": "text" } };
  await build({ entryPoints: [entry], outfile, ...form });
  return outfile;
}

/** How many a second all of them got done. */
async function together(kind, file, ledgerModule) {
  const worker = path.join(root, "scripts", "bench-engine", "worker.mjs");
  const all = Array.from({ length: PROCESSES }, (_, number) => {
    const args = [worker, kind, file, values.seconds, String(number), ledgerModule];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) =>
        code === 0
          ? resolve(JSON.parse(said).done)
          : reject(new Error(`a worker ended with ${code}`)),
      );
    });
  });
  const done = await Promise.all(all);
  return done.reduce((sum, each) => sum + each, 0) / Number(values.seconds);
}

function tick() {
  const company = path.join(place, "company");
  cpSync(path.join(root, "examples", "mare"), company, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: company });
  const hq = (...args) => [path.join(root, "bin", "hq"), ...args, "--root", company];
  const env = { ...process.env, HQ_MACHINE: "bench" };
  const run = (args) => {
    const begun = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
    return performance.now() - begun;
  };
  run(hq("runner", "set"));
  run(hq("tick"));
  const rows = [
    { name: "node -e 0", args: ["-e", "0"], times: [] },
    { name: "hq --version", args: hq("--version").slice(0, 2), times: [] },
    { name: "hq tick, nothing due", args: hq("tick"), times: [] },
  ];
  for (let round = 0; round < 4 * rounds; round += 1) {
    for (const row of rows) row.times.push(run(row.args));
  }
  const bare = median(rows[0].times);
  console.log(`Starting, median of ${4 * rounds}`);
  for (const { name, times } of rows) {
    const ms = median(times);
    console.log(`  ${name.padEnd(26)} ${ms.toFixed(0)} ms  ${(ms / bare).toFixed(1)} x`);
  }
  console.log("  (aim for hq tick: at most 5 x)\n");
}

function kit() {
  const into = path.join(place, "installed");
  mkdirSync(into);
  const answers = [
    "--company",
    "Farol",
    "--founder",
    "Ana",
    "--country",
    "Portugal",
    "--product",
    "Farol|beta",
  ];
  execFileSync(process.execPath, [
    path.join(root, "bin", "hq"),
    "init",
    "--into",
    into,
    ...answers,
  ]);
  const bytes = readdirSync(path.join(into, ".hq-kit"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
  console.log(`An installed kit (.hq-kit): ${(bytes / 1e6).toFixed(1)} MB (aim: under 10 MB)\n`);
}
