// One of the processes of bench-engine.mjs: works on a database for a while and prints what it got done.
// usage: node worker.mjs jobs|raw FILE SECONDS PROCESS LEDGER, the last one a module with openLedger
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

const [kind, file, seconds, number, ledgerModule] = process.argv.slice(2);
const until = performance.now() + Number(seconds) * 1_000;
console.log(JSON.stringify({ done: kind === "raw" ? raw() : await jobs() }));

/** A row changed in a transaction of its own, as plainly as SQLite lets one. */
function raw() {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec("PRAGMA synchronous = FULL");
  const change = db.prepare("UPDATE counter SET at = ?, value = value + 1 WHERE id = ?");
  let done = 0;
  for (; performance.now() < until; done += 1) {
    db.exec("BEGIN IMMEDIATE");
    change.run(new Date().toISOString(), Number(number));
    db.exec("COMMIT");
  }
  db.close();
  return done;
}

/** What the engine does with a due time that has nothing in it: taken, and given its outcome. */
async function jobs() {
  const { openLedger } = await import(pathToFileURL(ledgerModule).href);
  const ledger = await openLedger({ file });
  // Another one in each round: what has its outcome is not taken again.
  const start = Date.now() - Math.floor(Math.random() * 1e12);
  const holder = `bench ${number}`;
  let done = 0;
  for (let at = 0; performance.now() < until; at += 1) {
    const due = {
      job: `prompt:bench-${number}`,
      dueAt: new Date(start + at * 60_000).toISOString(),
    };
    const now = new Date().toISOString();
    const claimed = await ledger.write(async (tables) => {
      await tables.jobs.add(due.job, [due.dueAt]);
      return tables.jobs.claim({ ...due, givenUp: null }, { holder, at: now, until: now });
    });
    const claim = { ...due, token: claimed.token };
    const outcome = { state: "ran", at: now, why: null };
    if (await ledger.write((tables) => tables.jobs.settle(claim, outcome))) done += 1;
  }
  await ledger.close();
  return done;
}
