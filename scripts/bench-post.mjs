// What publishing costs, beside a bare baseline in the same run: `hq post check` of many posts beside an empty
// Node; a post from its claim to its recorded outcome on a loopback channel, beside the bare call and two synced
// SQLite commits. Nothing here asserts a time.
// usage: npm run bench:post [-- --rounds N] [--sends N]
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./bench-memory/measure.mjs";
import { measureSends } from "./bench-post/sends.mjs";
import { articleText, many, postText } from "./bench-post/texts.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "9" },
    sends: { type: "string", default: "60" },
  },
});
const place = mkdtempSync(path.join(tmpdir(), "bench-post-"));
const POSTS = 100;
const ARTICLES = 20;

try {
  checks(Number(values.rounds));
  await measureSends({ root, place, sends: Number(values.sends) });
} finally {
  rmSync(place, { recursive: true, force: true });
}

function checks(rounds) {
  const company = path.join(place, "company");
  cpSync(path.join(root, "examples", "mare"), company, { recursive: true });
  // As every company has it that did anything: what is kept between runs lies there.
  mkdirSync(path.join(company, ".hq"));
  const voice = path.join(".github", "skills", "voice");
  cpSync(path.join(root, voice), path.join(company, voice), { recursive: true });
  const drafts = path.join(company, "Marketing", "drafts");
  rmSync(drafts, { recursive: true });
  mkdirSync(drafts);
  writeFileSync(path.join(drafts, "week-2026-W50.md"), many(POSTS, "x", postText));
  writeFileSync(path.join(drafts, "week-2026-W51.md"), many(ARTICLES, "dev.to", articleText));
  const check = (channel) => [
    ...[path.join(root, "bin", "hq"), "post", "check", "--channel", channel],
    ...["--root", company],
  ];
  const rows = [
    { name: "node -e 0", args: ["-e", "0"], times: [] },
    { name: `hq post check, ${POSTS} posts on X`, args: check("x"), times: [], aim: 10 },
    {
      name: `hq post check, ${ARTICLES} articles of 10 kB`,
      args: check("dev.to"),
      times: [],
      aim: 25,
    },
  ];
  // The first run of a company takes in its memory and keeps the constitution; it is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const row of rows) {
      const ms = run(row.args);
      if (round >= 0) row.times.push(ms);
    }
  }
  const bare = median(rows[0].times);
  console.log(`Checking, median of ${rounds}`);
  for (const { name, times, aim } of rows) {
    const ms = median(times);
    const wanted = aim === undefined ? "" : `  (aim: at most ${aim} x)`;
    console.log(`  ${name.padEnd(38)} ${ms.toFixed(0)} ms  ${(ms / bare).toFixed(1)} x${wanted}`);
  }
  console.log("");
}

function run(args) {
  const begun = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  // Posts with findings end with 1, and are checked all the same.
  if (status !== 0 && !(status === 1 && stdout !== "")) {
    throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  }
  return performance.now() - begun;
}
