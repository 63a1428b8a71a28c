// `hq improve` over a thousand and ten thousand lessons beside `hq standup` on the sample company, in turns on
// this machine: medians and ratios. The rules: at 10,000 lessons at most 6 standups, and a time that grows no
// faster than the number of lessons. Nothing here asserts a time.
// usage: npm run bench:improve [-- RUNS]
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./bench-memory/measure.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const runs = Number(process.argv[2] ?? 7);
const hq = path.join(root, "bin", "hq");
const place = mkdtempSync(path.join(tmpdir(), "bench-improve-"));

/** Words that lessons are made of; a cause is a few of them. */
const WORDS = [
  ...[
    "invoice",
    "backup",
    "restore",
    "customer",
    "price",
    "draft",
    "release",
    "server",
    "review",
    "deadline",
  ],
  ...[
    "document",
    "supplier",
    "mail",
    "contract",
    "token",
    "migration",
    "refund",
    "metric",
    "calendar",
    "payment",
  ],
  ...[
    "newsletter",
    "picture",
    "domain",
    "certificate",
    "export",
    "password",
    "holiday",
    "meeting",
    "number",
    "order",
  ],
];
const AGENTS = ["ceo", "cfo", "coo", "marketing", "accountant", "lawyer", "cto"];
const CATEGORIES = ["bug", "process", "knowledge", "tool", "decision"];

try {
  const rows = [
    {
      name: "hq standup, sample company",
      args: ["standup", "--dry-run"],
      folder: company("sample", 0),
    },
    { name: "hq improve, 1,000 lessons", args: ["improve"], folder: company("thousand", 1_000) },
    { name: "hq improve, 10,000 lessons", args: ["improve"], folder: company("ten", 10_000) },
  ].map((row) => ({ ...row, times: [] }));
  for (let run = -1; run < runs; run += 1) {
    for (const row of rows) {
      const time = timed(row);
      if (run >= 0) row.times.push(time);
    }
  }
  const [standup, thousand, ten] = rows.map(({ times }) => median(times));
  for (const row of rows) {
    const ms = median(row.times);
    console.log(
      `${row.name.padEnd(32)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / standup).toFixed(1)} x`,
    );
  }
  console.log(
    `10,000 lessons: ${(ten / standup).toFixed(1)} x the standup (aim: 6); ${(ten / thousand).toFixed(1)} x 1,000 lessons (aim: 10)`,
  );
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** A copy of the sample company with so many more lessons: each of some causes told in other words. */
function company(name, lessons) {
  const folder = path.join(place, name);
  cpSync(path.join(root, "examples", "mare"), folder, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  if (lessons > 0) {
    const file = path.join(folder, "memory.jsonl");
    writeFileSync(
      file,
      `${readFileSync(file, "utf8").trimEnd()}\n${linesOf(lessons).join("\n")}\n`,
    );
  }
  return folder;
}

function linesOf(lessons) {
  let state = 1;
  const next = (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const pick = (list) => list[next(list.length)];
  return Array.from({ length: lessons }, (_, at) => {
    const cause = next(Math.ceil(lessons / 6));
    const own = [0, 1, 2].map((step) => WORDS[(cause * (step + 3) + step * 7) % WORDS.length]);
    const words = `${own.join(" ")} cause${cause.toString(36)} ${pick(WORDS)}`;
    const date = `2026-${String(next(10) + 1).padStart(2, "0")}-${String(next(28) + 1).padStart(2, "0")}`;
    return JSON.stringify({
      type: "entity",
      name: `lesson:${date}:number-${at}`,
      entityType: "lesson",
      observations: [
        `Agent: ${pick(AGENTS)}`,
        `Category: ${pick(CATEGORIES)}`,
        `Summary: The ${words} went wrong`,
        `Detail: Nobody had looked at the ${pick(WORDS)} before the ${pick(WORDS)}, and it was found ${next(9)} days later.`,
        `Action: The ${pick(WORDS)} is looked at first`,
      ],
    });
  });
}

function timed({ args, folder }) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [hq, ...args, "--root", folder], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (status !== 0) throw new Error(`hq ${args[0]} ended with ${status}: ${stderr}`);
  return performance.now() - began;
}
