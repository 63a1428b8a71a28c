import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIGRATIONS } from "../../ledger/migrations.ts";
import { inspectLedger, openLedger } from "../../ledger/open.ts";
import { builtProgram } from "../run/built-program.ts";
import { firstLine, output, start } from "./processes.ts";
import { ANSWER, EVENT, newReview } from "./samples.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq ledger "));
  file = path.join(folder, ".hq", "hq.db");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The database as SQLite sees it, apart from our code. */
function raw<T>(body: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file);
  try {
    return body(db);
  } finally {
    db.close();
  }
}

it("makes the file in a folder of its own that git ignores", async () => {
  await (await openLedger({ file })).close();
  expect(readFileSync(path.join(folder, ".hq", ".gitignore"), "utf8")).toBe("*\n");
  expect(statSync(path.join(folder, ".hq")).mode & 0o777).toBe(0o700);
  expect(raw((db) => db.prepare("PRAGMA journal_mode").get())).toEqual({ journal_mode: "wal" });
});

it("has the schema of the golden file", async () => {
  await (await openLedger({ file })).close();
  const rows = raw((db) =>
    db.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name").all(),
  );
  const schema = rows.map(({ sql }) => `${sql};`).join("\n\n");
  await expect(`${schema}\n`).toMatchFileSnapshot("schema.golden.sql");
});

it("knows every migration of its folder, in order", () => {
  const files = readdirSync(path.join(import.meta.dirname, "../../ledger/migrations")).sort();
  expect(MIGRATIONS.map(({ name }) => `${name}.sql`)).toEqual(files);
});

it("refuses a newer database and leaves every byte of it", async () => {
  await (await openLedger({ file })).close();
  raw((db) => db.exec("PRAGMA user_version = 99"));
  const before = readFileSync(file);
  await expect(openLedger({ file })).rejects.toMatchObject({
    code: "newer-format",
    message: expect.stringContaining("format 99"),
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

it("names a file that is no database, and leaves it", async () => {
  mkdirSync(path.dirname(file));
  writeFileSync(file, "not a database, but long enough to look like one".repeat(50));
  await expect(openLedger({ file })).rejects.toMatchObject({ code: "damaged" });
  expect(readFileSync(file, "utf8")).toContain("not a database");
});

it("says so when the place cannot be used", async () => {
  writeFileSync(path.join(folder, ".hq"), "a file where the folder should be");
  await expect(openLedger({ file })).rejects.toMatchObject({
    name: "LedgerError",
    message: expect.stringContaining(file),
  });
});

it("goes on in a new file when its folder was deleted, and loses nothing that it records then", async () => {
  const ledger = await openLedger({ file });
  await ledger.write(({ reviews }) => reviews.add(newReview()));
  rmSync(path.dirname(file), { recursive: true });
  const id = await ledger.write(({ reviews }) => reviews.add(newReview({ requester: "ceo" })));
  await ledger.close();
  const again = await openLedger({ file });
  const kept = await again.read(({ reviews }) => reviews.list({ limit: 10 }));
  await again.close();
  expect(kept.map(({ requester }) => requester)).toEqual(["ceo"]);
  expect(kept[0]?.id).toBe(id);
});

it("records once more what went into a file that was deleted meanwhile", async () => {
  const ledger = await openLedger({ file });
  let runs = 0;
  await ledger.write(async ({ reviews }) => {
    runs += 1;
    if (runs === 1) rmSync(path.dirname(file), { recursive: true });
    return reviews.add(newReview());
  });
  expect(runs).toBe(2);
  const always = ledger.write(async ({ reviews }) => {
    rmSync(path.dirname(file), { recursive: true, force: true });
    return reviews.add(newReview({ requester: "ceo" }));
  });
  await expect(always).rejects.toMatchObject({ code: "failed" });
  await ledger.close();
});

it("gives up on a lock that another process does not release, and has written nothing", async () => {
  const ledger = await openLedger({ file, busyMs: 50 });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  const writing = ledger.write(({ reviews }) => reviews.add(newReview()));
  await expect(writing).rejects.toMatchObject({ code: "busy" });
  other.exec("ROLLBACK");
  other.close();
  expect(await ledger.write(({ reviews }) => reviews.add(newReview()))).toBe("R-1");
  await ledger.close();
});

it("never lets a record be changed or removed, by whatever program", async () => {
  const ledger = await openLedger({ file });
  await ledger.write(async ({ reviews, events }) => {
    const id = await reviews.add(newReview());
    await reviews.answer(id, { ...ANSWER, reasons: [...ANSWER.reasons] });
    await events.add({ ...EVENT });
  });
  await ledger.close();
  for (const sql of [
    "UPDATE event SET who = 'ceo'",
    "DELETE FROM event",
    "UPDATE verdict SET verdict = 'APPROVED'",
    "DELETE FROM verdict",
    "UPDATE review SET state = 'open', closed_at = NULL",
    "DELETE FROM review",
  ]) {
    expect(() => raw((db) => db.exec(sql)), sql).toThrow(/never/);
  }
});

it("is made by several processes at once, and each finds its place", async () => {
  const script = await builtProgram(path.join(import.meta.dirname, "opener.ts"));
  const ids = await Promise.all(
    ["a", "b", "c", "d", "e"].map((name) => output(start(script, file, "", name))),
  );
  expect(ids.map((id) => id.trim()).sort()).toEqual(["R-1", "R-2", "R-3", "R-4", "R-5"]);
});

it("has nothing of a transaction whose process was killed", async () => {
  const script = await builtProgram(path.join(import.meta.dirname, "opener.ts"));
  const child = start(script, file, "hang", "a");
  expect(await firstLine(child)).toBe("R-1");
  child.kill("SIGKILL");
  await once(child, "exit");
  const ledger = await openLedger({ file });
  expect(await ledger.read(({ reviews }) => reviews.find("R-1"))).toBeNull();
  expect(await ledger.write(({ reviews }) => reviews.add(newReview()))).toBe("R-1");
  await ledger.close();
  expect(existsSync(file)).toBe(true);
});

it("can be looked at without a trace, in use or not", async () => {
  const ledger = await openLedger({ file });
  await ledger.write(({ events }) => events.add(EVENT));
  expect(inspectLedger(file)).toBeNull();
  await ledger.close();
  const before = readdirSync(path.dirname(file));
  expect(inspectLedger(file)).toBeNull();
  expect(readdirSync(path.dirname(file))).toEqual(before);
});

it("says on a look what is wrong with it", async () => {
  await (await openLedger({ file })).close();
  raw((db) => db.exec("PRAGMA user_version = 99"));
  expect(inspectLedger(file)).toMatchObject({ code: "newer-format" });
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.subarray(0, bytes.length - 4096));
  expect(inspectLedger(file)).toMatchObject({
    code: expect.stringMatching(/damaged|newer-format/),
  });
  writeFileSync(file, "no database ".repeat(500));
  expect(inspectLedger(file)).toMatchObject({ code: "damaged" });
  rmSync(file);
  mkdirSync(file);
  expect(inspectLedger(file)).toMatchObject({ code: "failed" });
});

it("brings a record of before runs could wait, spend or be told of to this form, with all that stood in it", async () => {
  mkdirSync(path.dirname(file));
  const before = MIGRATIONS.slice(0, 5);
  expect(before.at(-1)?.name).toBe("0005-results");
  raw((db) => {
    for (const { sql } of before) db.exec(sql);
    db.exec(`PRAGMA user_version = 5; PRAGMA foreign_keys = ON;
      INSERT INTO mark VALUES ('engine.began', '2026-11-20T08:00:00.000Z');
      INSERT INTO job VALUES ('prompt:standup', '2026-11-20T08:30:00.000Z', '2026-11-20T08:00:00.000Z');
      INSERT INTO due (job, due_at, state, attempts, settled_at) VALUES
        ('prompt:standup', '2026-11-20T08:30:00.000Z', 'ran', 1, '2026-11-20T08:30:05.000Z');
      INSERT INTO stop VALUES ('lawyer', '2026-11-20T08:00:00.000Z', 'founder', 'holiday');`);
    const add =
      db.prepare(`INSERT INTO run (agent, chain, task, job, due_at, state, session, holder, lease_until,
      started_at, ended_at, result, why, calls, input_tokens, output_tokens)
      VALUES ('coo', '["coo"]', 'Plan', ?, ?, ?, ?, 'desk', '2026-11-20T08:31:00.000Z',
        '2026-11-20T08:30:00.000Z', ?, ?, ?, 3, 40, 5)`);
    const end = "2026-11-20T08:40:00.000Z";
    const due = ["prompt:standup", "2026-11-20T08:30:00.000Z"];
    add.run(...due, "done", "s-1", end, "Planned.", null);
    add.run(null, null, "lost", "s-2", end, null, "gone");
    add.run(null, null, "running", "s-3", null, null, null);
    db.exec("INSERT INTO run_result VALUES ('run-3', '2026-11-20T08:35:00.000Z', 'Written.')");
  });
  const ledger = await openLedger({ file });
  const NEW = { leg: 1, waiting: null, crashedLeg: null, model: null, timeoutMs: null };
  expect(await ledger.read(({ runs }) => runs.list(5))).toMatchObject([
    { ...NEW, id: "run-3", state: "running", session: "s-3" },
    { ...NEW, id: "run-2", state: "lost", why: "gone" },
    { ...NEW, id: "run-1", state: "done", result: "Planned.", due: { job: "prompt:standup" } },
  ]);
  const at = "2026-11-20T08:50:00.000Z";
  const spent = await ledger.read(({ spend }) => spend.since("2026-11-20T00:00:00.000Z"));
  expect(spent).toMatchObject(
    [1, 2, 3].map((each) => ({
      ...{ run: `run-${each}`, reserved: {}, isRunning: each === 3 },
      usage: [{ model: "", calls: 3, inputTokens: 40, outputTokens: 5 }],
    })),
  );
  // A run that was at work through the upgrade is settled by the newer programs.
  const usage = { calls: 3, inputTokens: 40, outputTokens: 5 };
  await ledger.write(async ({ runs }) => {
    expect(await runs.givenResult("run-3")).toBe("Written.");
    const wait = { leg: 1, at, for: "crash", usage } as const;
    expect(await runs.wait("run-3", wait)).toBe(true);
    expect(
      await runs.takeUp("run-3", { leg: 2, at, holder: "desk", leaseUntil: at }),
    ).not.toBeNull();
    const done = { state: "done", at, result: "Written.", why: null, usage, leg: 2 } as const;
    expect(await runs.end("run-3", done)).toBe(true);
  });
  expect(await ledger.read(({ stops }) => stops.all())).toMatchObject([{ scope: "lawyer" }]);
  await ledger.close();
  const whole = raw((db) => [
    ...db.prepare("PRAGMA foreign_key_check").all(),
    ...db.prepare("PRAGMA integrity_check").all(),
  ]);
  expect(whole).toEqual([{ integrity_check: "ok" }]);
});
