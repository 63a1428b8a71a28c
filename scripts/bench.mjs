// How long the programs take, as ratios to an empty Node process in the same run. Machines are noisy:
// the runs are interleaved and medians are printed. Nothing here asserts a time.
// usage: npm run bench [-- RUNS]
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
  for (const row of rows) row.times = [];
  for (let run = -1; run < runs; run += 1) {
    for (const row of rows) {
      row.before?.();
      const time = timed(row);
      if (run >= 0) row.times.push(time);
    }
  }
  print(rows);
} finally {
  rmSync(place, { recursive: true, force: true });
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
