// The tools of the company server with a small and a large ledger, in turns on this machine: medians and
// the ratio between the two. The rules: no call may take longer as the ledger grows, and check_draft of
// 10 kB takes at most 30 ms. Nothing here asserts a time.
// usage: npm run bench:company [-- --samples N] [--rows 100,100000] [--json]
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { median, timed } from "./bench-memory/measure.mjs";
import { quiet, structured } from "./bench-memory/server.mjs";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "200" },
    rows: { type: "string", default: "100,100000" },
    json: { type: "boolean", default: false },
  },
});
const samples = Number(values.samples);
const sizes = values.rows.split(",").map(Number);
const place = mkdtempSync(path.join(tmpdir(), "bench-company-"));

const DRAFT = "Marketing/drafts/week-2026-W48.md";
const SENTENCES = [
  "Almadrava is in beta, and I plan to add card payments next spring.",
  "I restored Redeiro from its nightly backup, and it took longer than I had guessed.",
  "Six skippers told me that the rota is the only page they open at sea.",
  "The export of Redeiro writes one file for each day, which a shop can read without me.",
  "I think that a small tool should say what it does not do.",
];

/** One call of each tool; `turn` makes each of them another one. */
const CALLS = {
  "request_review + submit_verdict": async (call, turn) => {
    const { reviewId } = await call("request_review", {
      from: "marketing",
      to: "lawyer",
      task: `Measured ${turn}`,
      whatIDid: "Wrote it.",
      whatINeed: "Is the claim about accuracy covered?",
      context: "Almadrava is in beta.",
      work: `Almadrava: secure by default, measured ${turn}.`,
    });
    await call("submit_verdict", {
      reviewId,
      reviewer: "lawyer",
      verdict: "CONCERNS",
      reasons: ["No test proves it."],
    });
  },
  "list_open_work, lawyer": (call) => call("list_open_work", { agent: "lawyer" }),
  "list_open_work, marketing": (call) => call("list_open_work", { agent: "marketing" }),
  "list_open_work, improver": (call) => call("list_open_work", { agent: "improver" }),
  "check_draft, one post": (call) => call("check_draft", { draft: `file:${DRAFT}#2026-11-24-x` }),
  "check_draft, 10 kB": (call) => call("check_draft", { draft: longDraft(), channel: "dev.to" }),
  "board_update, add": (call, turn) =>
    call("board_update", { action: "done", by: "coo", id: turn % 2 === 0 ? "T-031" : "T-033" }),
  board_list: (call) => call("board_list", {}),
  company_facts: (call) => call("company_facts", { channel: "x" }),
  standup_brief: (call) => call("standup_brief", {}),
  report_gap: (call, turn) =>
    call("report_gap", { from: "cto", doing: "A drill", gap: `No skill says who calls, ${turn}.` }),
};

try {
  const companies = [];
  for (const rows of sizes) companies.push(await open(rows));
  const measured = [];
  for (const [what, work] of Object.entries(CALLS)) {
    console.error(`measuring ${what} …`);
    const times = companies.map(() => []);
    for (let turn = -10; turn < samples; turn += 1) {
      for (const [at, { client }] of companies.entries()) {
        if (turn % 20 === 0) await quiet(companies);
        const time = await timed(() => work(client, turn + 10));
        if (turn >= 0) times[at].push(time);
      }
    }
    measured.push({ what, ms: times.map(median) });
  }
  for (const { close } of companies) await close();
  if (values.json) console.log(JSON.stringify({ sizes, measured }, null, 1));
  else print(measured);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** A copy of the sample company with a ledger of so many reviews, and a server on it. */
async function open(reviews) {
  const folder = path.join(place, String(reviews));
  cpSync(path.join(root, "examples", "mare"), folder, { recursive: true });
  mkdirSync(path.join(folder, ".hq"));
  const post = `# Week 2026-W48\n\n## 2026-11-24 · x · One point\n\n- Status: draft\n- Product: Almadrava\n- Level: ROADMAP\n\n${SENTENCES[0]}\n`;
  writeFileSync(path.join(folder, DRAFT), post);
  const first = await serve(folder);
  // Its first review makes the ledger.
  await CALLS["request_review + submit_verdict"](first.client, -1);
  await first.close();
  fill(path.join(folder, ".hq", "hq.db"), reviews);
  return serve(folder);
}

async function serve(folder) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [path.join(root, "bin", "hq-company.js")],
    cwd: folder,
    stderr: process.env.SHOW ? "inherit" : "ignore",
  });
  const client = new Client({ name: "bench-company", version: "1" });
  await client.connect(transport);
  return {
    pid: transport.pid,
    client: async (name, input) => structured(await client.callTool({ name, arguments: input })),
    close: () => client.close(),
  };
}

/** Reviews with text, verdict and two events each, of the same departments as those measured; every fiftieth is open. */
function fill(file, reviews) {
  const db = new DatabaseSync(file);
  const review = db.prepare(
    `INSERT INTO review (state, owner, requester, reviewer, chain, in_reply_to, work_key, work_path, work_hash,
      work_bytes, task_key, topics, asked_at, expires_at, closed_at)
    VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, 60, ?, '["Trust"]', ?, ?, ?) RETURNING id`,
  );
  const text = db.prepare("INSERT INTO review_text (review, asked, request) VALUES (?, ?, ?)");
  const verdict = db.prepare(
    "INSERT INTO verdict (review, verdict, reasons, reviewer, at) VALUES (?, 'APPROVED', '[\"Fine.\"]', ?, ?)",
  );
  const event = db.prepare(
    "INSERT INTO event (at, who, what, subject, hash, detail) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const agents = ["marketing", "ceo", "coo", "cfo"];
  const begin = Date.now() - reviews * 600_000;
  db.exec("BEGIN");
  for (let number = 0; number < reviews; number += 1) {
    const at = new Date(begin + number * 600_000).toISOString();
    // Few are open, however old the company is: departments answer, and the rest expires.
    const isOpen = number >= reviews - 40 && number % 2 === 0;
    const from = agents[number % agents.length];
    const hash = number.toString(16).padStart(64, "0");
    const { id } = review.get(
      ...[isOpen ? "open" : "answered", from, from, "lawyer", JSON.stringify([from, "lawyer"])],
      ...[`text:${hash}`, null, hash, `task ${number % 5_000}`, at],
      ...[new Date(Date.now() + 604_800_000).toISOString(), isOpen ? null : at],
    );
    text.run(id, `A text about trust, number ${number}`, "The request.");
    event.run(at, from, "review.asked", id, hash, "lawyer: is it so?");
    if (isOpen) continue;
    verdict.run(id, "lawyer", at);
    event.run(at, "lawyer", "review.answered", id, hash, "APPROVED: fine.");
  }
  db.exec("COMMIT");
  db.close();
}

function longDraft() {
  let text = "# What I learned\n\n";
  for (let line = 0; text.length < 10_000; line += 1) {
    text += `${SENTENCES[line % SENTENCES.length]}${line % 4 === 3 ? "\n\n" : " "}`;
  }
  return text;
}

function print(measured) {
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}`;
  console.log(
    `Node ${process.versions.node}, ${processor}; medians of ${samples} calls over stdio\n`,
  );
  console.log(
    `| Tool | ${sizes.map((rows) => `${rows.toLocaleString("en")} reviews`).join(" | ")} | Ratio |`,
  );
  console.log(`|---|${sizes.map(() => "---").join("|")}|---|`);
  for (const { what, ms } of measured) {
    const cells = ms.map((time) => `${time.toFixed(2)} ms`);
    console.log(`| ${what} | ${cells.join(" | ")} | ${(ms.at(-1) / ms[0]).toFixed(2)} × |`);
  }
}
