/**
 * Makes the frozen companies of this folder: `node test/upgrade/freeze-company.mjs CHECKOUT OUT`,
 * where CHECKOUT is a clone of the version to freeze after `npm ci`. Nothing here runs in the tests:
 * a frozen company is made once, with the programs of its day, and never again.
 *
 * OUT gets, for each form (a clone that ran `hq init`; a product with the kit installed into it),
 * `<form>.tar.gz` (the folder with its git history, memory, record of reviews and all that git
 * ignores, without the programs built on `npm ci`) and `<form>.before.json`: what the old programs
 * answered about it, which an upgrade must not change.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { changePages, DRAFT, DRAFT_FILE, PICTURE } from "./founders-edits.ts";

const [checkout, out] = process.argv.slice(2).map((folder) => path.resolve(folder));
if (out === undefined) throw new Error("Usage: freeze-company.mjs CHECKOUT OUT");

const ENV = {
  PATH: `${path.join(checkout, "node_modules/node/bin")}${path.delimiter}${process.env.PATH}`,
  HOME: tmpdir(),
  TZ: "UTC",
  NO_COLOR: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
};
const ANSWERS = [
  ...["--company", "Boia Software", "--founder", "Rita Exemplo", "--country", "Portugal"],
  ...[
    "--product",
    "Redeiro|live|TypeScript, SQLite|https://redeiro.example||Orders for fish shops",
  ],
  ...["--product", "Farol|beta|TypeScript|https://farol.example||Rotas for dive schools", "--yes"],
];

/** @typedef {{ root: string, hq: string, servers: string }} Company where its programs are */

function git(root, ...args) {
  execFileSync(
    "git",
    ["-c", "user.name=Rita Exemplo", "-c", "user.email=rita@boia.example", ...args],
    {
      cwd: root,
      env: ENV,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
}

function hq(company, ...args) {
  const ran = spawnSync("node", [path.join(company.root, company.hq), ...args], {
    cwd: company.root,
    env: ENV,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`hq ${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** Calls to one server of the company, in order; `agent` is the department of a headless run. */
async function call(company, server, calls, agent) {
  const client = new Client({ name: "freeze", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: "node",
      args: [path.join(company.root, company.servers, `${server}.js`)],
      cwd: company.root,
      env: { ...ENV, ...(agent === undefined ? {} : { HQ_AGENT: agent }) },
    }),
  );
  const answers = [];
  for (const [name, args] of calls) {
    const answer = await client.callTool({ name, arguments: args });
    if (answer.isError) throw new Error(`${name}: ${JSON.stringify(answer.content)}`);
    answers.push(answer.structuredContent);
  }
  await client.close();
  return answers;
}

/** A clone of the kit, one commit old, as its founder has it after `npm ci` and `hq init`. */
function cloneOfTheKit(root) {
  mkdirSync(root);
  const tree = execFileSync("git", ["archive", "HEAD"], { cwd: checkout, maxBuffer: 1e9 });
  execFileSync("tar", ["x"], { cwd: root, input: tree });
  git(root, "init", "-q", "-b", "main");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "Solo HQ");
  cpSync(path.join(checkout, "dist"), path.join(root, "dist"), { recursive: true });
  const company = { root, hq: "bin/hq", servers: "bin" };
  hq(company, "init", ...ANSWERS);
  return company;
}

/** A product of the founder's own, with a history, into whose repository the kit was installed. */
function productWithTheKit(root) {
  mkdirSync(path.join(root, "src"), { recursive: true });
  writeFileSync(
    path.join(root, "package.json"),
    '{\n  "name": "redeiro",\n  "version": "3.1.0"\n}\n',
  );
  writeFileSync(path.join(root, "src/order.ts"), "export const order = 1;\n");
  writeFileSync(path.join(root, "README.md"), "# Redeiro\n\nOrders for fish shops.\n");
  writeFileSync(path.join(root, ".gitignore"), "node_modules\ndist\n");
  writeFileSync(
    path.join(root, ".mcp.json"),
    '{\n  "mcpServers": {\n    "tides": { "command": "tides-server", "args": ["--port", "0"] }\n  }\n}\n',
  );
  git(root, "init", "-q", "-b", "main");
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "The product");
  execFileSync("node", [path.join(checkout, "bin/hq"), "init", "--into", root, ...ANSWERS], {
    cwd: checkout,
    env: ENV,
  });
  const company = { root, hq: ".hq-kit/bin/hq", servers: ".hq-kit/bin" };
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "The company");
  hq(company, "department", "remove", "cfo", "--yes");
  return company;
}

/** Weeks of facts through the tools of the day, some of them archived, removed or damaged since. */
async function remember(company) {
  const entity = (name, entityType, ...observations) => ({ name, entityType, observations });
  await call(
    company,
    "hq-memory",
    [
      [
        "create_entities",
        {
          entities: [
            entity("client:mercado-novo", "client", "Status: paying", "Since: 2025-03-01"),
            entity("client:peixaria-sul", "client", "Status: trial"),
            entity(
              "decision:2026-11-03:yearly-plan",
              "decision",
              "Decision: a yearly plan at ten times the month",
              "Reason: twelve shops asked for one invoice a year",
            ),
            entity("deadline:domain-renewal", "deadline", "Due: 2027-02-14", "Owner: cto"),
            entity(
              "standup:2026-01-05",
              "standup",
              "Date: 2026-01-05",
              "Promised the shop in the port a call",
            ),
          ],
        },
      ],
      [
        "create_relations",
        {
          relations: [
            { from: "client:mercado-novo", to: "Redeiro", relationType: "uses" },
            { from: "decision:2026-11-03:yearly-plan", to: "Redeiro", relationType: "concerns" },
          ],
        },
      ],
      [
        "log_lesson",
        {
          agent: "marketing",
          category: "process",
          summary: "A link led to a page that was gone",
          detail: "The post went out with an address of the old site",
          action: "Links are taken from the table Products alone",
        },
      ],
      [
        "record_prompt_run",
        { prompt: "weekly-review", agent: "ceo", result: "Two bets stay, one is paused" },
      ],
      [
        "create_entities",
        {
          entities: [
            entity(
              ...["metric:redeiro-shops", "metric", "Value: 35 shops"],
              ...["As of: 2026-10-30", "Source: order log"],
            ),
          ],
        },
      ],
      [
        "add_observations",
        {
          observations: [
            {
              entityName: "metric:redeiro-shops",
              contents: ["Value: 38 shops", "As of: 2026-11-20"],
            },
          ],
        },
      ],
      ["delete_entities", { entityNames: ["client:peixaria-sul"] }],
    ],
    "coo",
  );
  await call(
    company,
    "hq-memory",
    [
      [
        "create_entities",
        { entities: [entity("note:marketing:words", "note", 'ação, 渔网, "quoted", back\\slash')] },
      ],
    ],
    "marketing",
  );
  hq(company, "memory", "prune");
  hq(company, "memory", "checkpoint");
  const memory = path.join(company.root, "memory.jsonl");
  appendFileSync(
    memory,
    '{"type":"note","text":"of another program"}\n{"type":"entity","name":"torn:line","entityTy',
  );
  hq(company, "memory", "status");
  hq(company, "memory", "checkpoint");
}

/** Reviews in every state, attested and not, one of them void because the post was edited since. */
async function review(company) {
  const file = path.join(company.root, DRAFT_FILE);
  writeFileSync(file, DRAFT);
  const work = (post) => `file:${DRAFT_FILE}#${post}`;
  const ask = (to, one, task) => [
    "request_review",
    {
      from: "marketing",
      to,
      task,
      whatIDid: "Wrote the post",
      whatINeed: "Is the wording of it covered?",
      context: "Evidence: order log of 2026-11-20",
      work: one,
    },
  ];
  const asked = await call(
    company,
    "hq-company",
    [
      ask("lawyer", work("2026-12-01-x-export"), "A post on the export"),
      ask("lawyer", work("2026-12-03-x-secure"), "A post on security"),
      ask("cto", work("2026-12-03-x-secure"), "A post on security"),
      ask(
        "lawyer",
        "The terms of use may say that we delete personal data within 30 days.",
        "Terms of use",
      ),
    ],
    "marketing",
  );
  const answerTo = (index, reviewer, verdict, reasons) => [
    "submit_verdict",
    { reviewId: asked[index].reviewId, reviewer, verdict, reasons },
  ];
  await call(
    company,
    "hq-company",
    [
      answerTo(0, "lawyer", "APPROVED", ["The figure has its source and date"]),
      answerTo(1, "lawyer", "BLOCKING", ['"secure" is a THESIS, say what was tested']),
    ],
    "lawyer",
  );
  await call(company, "hq-company", [
    answerTo(2, "cto", "CONCERNS", ["The test was of one server"]),
  ]);
  await call(
    company,
    "hq-company",
    [
      [
        "report_gap",
        {
          from: "marketing",
          doing: "Writing about a price",
          gap: "No page says how to write about price",
        },
      ],
    ],
    "marketing",
  );
  await call(
    company,
    "hq-company",
    [
      [
        "board_update",
        {
          by: "coo",
          action: "add",
          title: "Answer the port shop",
          agent: "marketing",
          section: "Now",
          due: "2026-12-04",
        },
      ],
    ],
    "coo",
  );
  writeFileSync(file, DRAFT.replace("Mondays", "Tuesdays"));
}

/** What an upgrade must not change, as the programs of the day tell it. */
function before(company) {
  const json = (...args) => JSON.parse(hq(company, ...args, "--json"));
  return {
    board: json("board", "list"),
    reviews: json("review", "list", "--all"),
    audit: json("audit", "--since", "2026-01-01"),
    memory: hq(company, "memory", "export").trimEnd().split("\n"),
    log: json("memory", "log", "--limit", "100"),
    archive: json("memory", "restore", "--list"),
    doctor: json("doctor"),
  };
}

async function freeze(form, make) {
  const parent = await mkdtemp(path.join(tmpdir(), "freeze-"));
  const company = make(path.join(parent, form));
  git(company.root, "add", "-A");
  git(company.root, "commit", "-q", "-m", "hq init");
  await remember(company);
  hq(company, "standup");
  hq(company, "board", "done", "T-001");
  const late = JSON.parse(
    hq(
      company,
      ...["board", "add", "Renew the mooring", "--agent", "coo", "--due", "2026-11-20", "--json"],
    ),
  );
  hq(company, "board", "due", late.id, "2026-12-15");
  changePages(company.root);
  mkdirSync(path.join(company.root, "Marketing/drafts"), { recursive: true });
  writeFileSync(path.join(company.root, "Marketing/drafts/boia.png"), PICTURE);
  await review(company);
  hq(company, "memory", "checkpoint");
  writeFileSync(
    path.join(out, `${form}.before.json`),
    `${JSON.stringify(before(company), null, 1)}\n`,
  );
  if (form === "clone") rmSync(path.join(company.root, "dist"), { recursive: true });
  git(company.root, "add", "-A");
  git(company.root, "commit", "-q", "-m", "A week of work");
  // The driver's command holds the path of a folder that is about to go; a clone has none either.
  git(company.root, "config", "--remove-section", "merge.hq-memory");
  rmSync(path.join(company.root, ".git/hooks"), { recursive: true, force: true });
  git(company.root, "gc", "-q", "--prune=now");
  // All else is in the history: unpacking ends with a checkout.
  const kept = [".git", ".hq", ".memory"].map((folder) => `${form}/${folder}`);
  execFileSync(
    "tar",
    ["czf", path.join(out, `${form}.tar.gz`), "--owner=0", "--group=0", ...kept],
    {
      cwd: parent,
    },
  );
  console.log(form, readFileSync(path.join(out, `${form}.tar.gz`)).length, "bytes");
  rmSync(parent, { recursive: true, force: true });
}

mkdirSync(out, { recursive: true });
await freeze("clone", cloneOfTheKit);
await freeze("installed", productWithTheKit);
