// How long the programs take, as ratios to an empty Node process in the same run. Machines are noisy:
// the runs are interleaved and medians are printed. Nothing here asserts a time.
// usage: npm run bench [-- RUNS]
//        BESIDE=<folder with bin/ and dist/ of another build> npm run bench [-- RUNS]
// BESIDE sets the plan and the doctor of another build beside ours, in the same turns and on companies of its
// own, with the processor time (user and system, children too) that other work on the machine disturbs less.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const runs = Number(process.argv[2] ?? 11);
const node = process.execPath;
const hq = path.join(root, "bin", "hq");
const guard = path.join(root, ".github", "hooks", "guard.mjs");
const beside = process.env.BESIDE;
const place = mkdtempSync(path.join(tmpdir(), "solo-hq-bench-"));

try {
  const small = company("small", { tasks: 0, entities: 0 });
  const large = company("large", { tasks: 1_000, entities: 10_000 });
  const forget = () => rmSync(path.join(large, ".memory"), { recursive: true, force: true });
  const payload = JSON.stringify({
    tool_name: "Edit",
    tool_input: { path: "NOTES.md" },
    cwd: small,
  });
  const rows = [
    { name: "node -e 0", args: ["-e", "0"] },
    { name: "hq --version", args: [hq, "--version"], target: 3 },
    { name: "hq standup, sample company", args: [hq, "standup", "--root", small] },
    {
      name: "hq standup, 1,000 tasks and 10,000 entities",
      args: [hq, "standup", "--root", large],
      target: 10,
    },
    {
      name: "the same, memory database rebuilt from the files",
      args: [hq, "standup", "--root", large],
      before: forget,
      target: 10,
    },
    { name: "hq doctor", args: [hq, "doctor", "--root", root] },
    { name: "guard hook, one edit", args: [guard], input: payload },
  ];
  if (beside === undefined) {
    takeTurns(rows, timed);
    print(rows);
  } else {
    const pairs = [...besideRows("ours", root), ...besideRows("theirs", path.resolve(beside))];
    takeTurns([rows[0], ...pairs], measured);
    printBeside(rows[0], pairs);
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}

function takeTurns(rows, measure) {
  for (const row of rows) row.times = [];
  for (let run = -1; run < runs; run += 1) {
    for (const row of rows) {
      row.before?.();
      const time = measure(row);
      if (run >= 0) row.times.push(time);
    }
  }
}

/** What is compared with another build: each has companies of its own, and its own clone. */
function besideRows(side, build) {
  const own = path.join(build, "bin", "hq");
  const large = company(`large-${side}`, { tasks: 1_000, entities: 10_000 });
  const small = company(`small-${side}`, { tasks: 0, entities: 0 });
  return [
    {
      name: "hq standup, 1,000 tasks and 10,000 entities",
      args: [own, "standup", "--root", large],
    },
    { name: "hq doctor, sample company", args: [own, "doctor", "--root", small] },
    { name: "hq doctor, clone", args: [own, "doctor", "--root", build] },
  ];
}

/** Wall time and processor time in milliseconds; bash counts the children that were waited for. */
function measured({ args }) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync("bash", ["-c", script, "bench", node, ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const [wall, user, system] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { wall: wall * 1_000, processor: (user + system) * 1_000 };
}

function printBeside(empty, pairs) {
  const half = pairs.length / 2;
  const median = (row, kind) =>
    row.times.map((time) => time[kind]).toSorted((a, b) => a - b)[row.times.length >> 1];
  console.log(`Node ${process.versions.node}, ${runs} interleaved runs, medians\n`);
  for (const [at, ours] of pairs.slice(0, half).entries()) {
    const theirs = pairs[at + half];
    console.log(ours.name);
    for (const kind of ["wall", "processor"]) {
      const [one, other] = [median(ours, kind), median(theirs, kind)];
      const base = median(empty, kind);
      const words = `${one.toFixed(0)} ms for ${other.toFixed(0)} ms, ${(one / base).toFixed(1)} × for ${(other / base).toFixed(1)} × an empty Node`;
      console.log(`${(one / other).toFixed(2).padStart(8)} ×  ${kind.padEnd(9)}  ${words}`);
    }
  }
}

/** A copy of the sample company with `tasks` more tasks and `entities` more entities. */
function company(name, { tasks, entities }) {
  const folder = path.join(place, name);
  cpSync(path.join(root, "examples", "mare"), folder, { recursive: true });
  if (tasks > 0) writeFileSync(path.join(folder, "BOARD.md"), board(tasks));
  if (entities > 0) writeFileSync(path.join(folder, "memory.jsonl"), memory(entities));
  rmSync(path.join(folder, "memory.origins.jsonl"), { force: true });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  return folder;
}

function board(tasks) {
  const lines = ["# Board", "", "## Now", ""];
  for (let i = 1; i <= tasks; i += 1) {
    const day = String((i % 28) + 1).padStart(2, "0");
    const was = i % 5 === 0 ? ` (was 2026-0${(i % 9) + 1}-${day}, 2026-0${(i % 8) + 1}-11)` : "";
    lines.push(
      `- [ ] T-${String(i).padStart(3, "0")} Task number ${i} · @coo · due 2026-11-${day}${was}`,
    );
  }
  return `${lines.join("\n")}\n\n## Next\n\n## Blocked\n\n## Done\n`;
}

function memory(entities) {
  const types = ["product", "lesson", "decision", "metric"];
  const lines = [];
  for (let i = 0; i < entities; i += 1) {
    const observations = [`Summary: observation number ${i}`, `As of: 2026-0${(i % 9) + 1}-11`];
    lines.push(
      JSON.stringify({ type: "entity", name: `seed:${i}`, entityType: types[i % 4], observations }),
    );
  }
  return `${lines.join("\n")}\n`;
}

function timed({ args, input = "" }) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(node, args, { input, maxBuffer: 64 * 1024 * 1024 });
  const time = performance.now() - start;
  if (error || (status !== 0 && !args.includes("doctor"))) {
    throw new Error(`${args.join(" ")} ended with ${status}: ${error ?? stderr}`);
  }
  return time;
}

function print(rows) {
  const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
  const base = median(rows[0].times);
  console.log(`Node ${process.versions.node}, ${runs} interleaved runs, medians\n`);
  for (const { name, times, target } of rows) {
    const ratio = (median(times) / base).toFixed(1);
    const aim = target ? `  (aim: at most ${target} ×)` : "";
    console.log(
      `${ratio.padStart(6)} ×  ${median(times).toFixed(0).padStart(5)} ms  ${name}${aim}`,
    );
  }
}
