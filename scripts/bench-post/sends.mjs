// A post from its claim to its recorded outcome, as `hq post send` does it, beside a bare call and two commits.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { median } from "../bench-memory/measure.mjs";
import { withoutPolyfills } from "../without-polyfills.mjs";

const BODY = JSON.stringify({ text: "The key lay in a drawer." });
const BEFORE = new Date("2026-12-07T08:00:00.000Z");
const DUE = new Date("2026-12-07T10:00:00.000Z");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export async function measureSends({ root, place, sends }) {
  const acts = await bundledActs(root, place);
  const server = createServer((ask, answer) => {
    ask.resume().on("end", () => answer.writeHead(201).end(JSON.stringify({ id: "1" })));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  const company = newCompany(root, place);
  const ledger = await acts.openLedger({ file: path.join(company, ".hq", "hq.db") });
  const raw = rawDatabase(path.join(place, "raw.db"));
  const times = { ours: [], bare: [] };
  try {
    for (let at = 0; at < sends; at += 1) {
      await approveOne(acts, company, { at, url });
      times.bare.push(await bare(raw, url));
      times.ours.push(await sendOne(acts, company, { ledger, url }));
    }
  } finally {
    await ledger.close();
    raw.close();
    server.closeAllConnections();
    server.close();
  }
  const [ours, base] = [median(times.ours), median(times.bare)];
  console.log(`Sending, median of ${sends} in turns`);
  console.log(`  a bare call and two synced commits     ${base.toFixed(2)} ms`);
  const ratio = `${(ours / base).toFixed(2)} x  (aim: at most 2 x)`;
  console.log(`  claim, call, recorded outcome          ${ours.toFixed(2)} ms  ${ratio}`);
}

/** The office's own acts, as the programs have them. */
async function bundledActs(root, place) {
  const from = (file, names) =>
    `export { ${names} } from ${JSON.stringify(path.join(root, file))};`;
  const contents = [
    from("ledger/open.ts", "openLedger"),
    from("office/posts/send-posts.ts", "sendPosts"),
    from("office/posts/approve-post.ts", "approvePost, askToApprove"),
    from("office/answer-statements.ts", "answerStatements, listStatements"),
  ].join("\n");
  const outfile = path.join(place, "posts.mjs");
  const banner =
    'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = import.meta.filename;';
  await build({
    stdin: { contents, resolveDir: root },
    ...{ outfile, bundle: true, format: "esm", platform: "node", loader: { ".sql": "text" } },
    banner: { js: banner },
    plugins: [withoutPolyfills()],
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
  });
  return import(pathToFileURL(outfile).href);
}

function newCompany(root, place) {
  const company = path.join(place, "sending");
  cpSync(path.join(root, "examples", "mare"), company, { recursive: true });
  mkdirSync(path.join(company, ".hq"));
  const drafts = path.join(company, "Marketing", "drafts");
  rmSync(drafts, { recursive: true });
  mkdirSync(drafts);
  return company;
}

/** One post in the file of its week, which the founder approves. */
async function approveOne(acts, company, { at, url }) {
  const name = `${LETTERS[Math.floor(at / 26) % 26]}${LETTERS[at % 26]}`;
  const page = `# Week\n\n## 2026-12-07 · x · Drawer ${name}\n\n- Status: draft\n- At: 09:30 to 11:30\n\nThe key lay in drawer ${name}.\n`;
  writeFileSync(path.join(company, "Marketing/drafts/week-2026-W50.md"), page);
  const sources = { root: company, now: () => BEFORE, env: {}, open: () => channelAt(url) };
  const id = `2026-12-07-x-drawer-${name}`;
  const week = { ...sources, work: `file:Marketing/drafts/week-2026-W50.md#${id}` };
  const { statements } = await acts.listStatements(week);
  const answers = statements.map(({ number }) => ({ statement: number, is: "no claim" }));
  if (answers.length > 0) await acts.answerStatements(week, answers);
  const { textHash, approvable } = await acts.askToApprove(sources, id);
  const waived = new Map(approvable.waivable.map(({ what }) => [what, "It is a bench."]));
  await acts.approvePost(sources, id, { waived, textHash, passphrase: null });
}

/** From the beginning of the claim's transaction to the end of the outcome's. */
async function sendOne({ sendPosts }, company, { ledger, url }) {
  let begun = 0;
  let ended = 0;
  const watched = {
    ...ledger,
    write: async (body) => {
      const at = performance.now();
      let isStep = false;
      const result = await ledger.write((tables) =>
        body({
          ...tables,
          outbox: {
            ...tables.outbox,
            addStep: (step) => {
              isStep = true;
              return tables.outbox.addStep(step);
            },
          },
        }),
      );
      if (isStep && begun === 0) begun = at;
      if (isStep) ended = performance.now();
      return result;
    },
  };
  const [sent] = await sendPosts({
    ...{ root: company, ledger: watched, env: {}, open: () => channelAt(url), now: () => DUE },
    ...{ holder: "bench\t1", isGone: () => false },
  });
  if (sent?.kind !== "posted") throw new Error(`a post is ${sent?.kind}: ${sent?.why}`);
  return ended - begun;
}

function channelAt(url) {
  return {
    name: "bench",
    account: async () => ({ kind: "account", account: "@bench" }),
    check: () => [],
    cost: () => 0,
    parts: ({ text }) => [text],
    send: async () => ({ kind: "posted", id: await call(url), url: null, costMicroUsd: 0 }),
    find: async () => ({ kind: "absent" }),
  };
}

function rawDatabase(file) {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec("CREATE TABLE sent (id INTEGER PRIMARY KEY, what TEXT)");
  return db;
}

async function bare(db, url) {
  const begun = performance.now();
  const commit = () => db.exec("BEGIN IMMEDIATE; INSERT INTO sent (what) VALUES ('x'); COMMIT");
  commit();
  await call(url);
  commit();
  return performance.now() - begun;
}

function call(url) {
  return new Promise((done, failed) => {
    const ask = request(url, { method: "POST", agent: false }, (answer) => {
      let said = "";
      answer.setEncoding("utf8").on("data", (piece) => {
        said += piece;
      });
      answer.on("end", () => done(JSON.parse(said).id));
    });
    ask.on("error", failed).end(BODY);
  });
}
