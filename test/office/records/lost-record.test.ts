/** A record of reviews that was deleted is not passed off as one that never was. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditStory } from "../../../company/protocol/audit-story.ts";
import { LEDGER_FILE, LEDGER_SUBJECT, openLedger } from "../../../ledger/open.ts";
import { lostRecord } from "../../../office/records/lost-record.ts";

let root: string;
let file: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq lost "));
  file = path.join(root, LEDGER_FILE);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () => openLedger({ file });
const now = () => new Date();

it("says nothing of a record that never was, nor of the first one", async () => {
  expect(await lostRecord({ ledger: null, root, now: now() })).toEqual([]);
  const ledger = await open();
  expect(await lostRecord({ ledger, root, now: now() })).toEqual([]);
  await ledger.close();
  const again = await open();
  expect(await lostRecord({ ledger: again, root, now: now() })).toEqual([]);
  await again.close();
});

it("says that the record is gone, and for a month that it was begun anew", async () => {
  await (await open()).close();
  rmSync(file);
  const gone = await lostRecord({ ledger: null, root, now: now() });
  expect(gone).toEqual([expect.stringContaining("was deleted: a BLOCKING given before")]);
  const ledger = await open();
  const anew = await lostRecord({ ledger, root, now: now() });
  expect(anew).toEqual([expect.stringContaining("begun anew on 20")]);
  const later = new Date(Date.now() + 31 * 86_400_000);
  expect(await lostRecord({ ledger, root, now: later })).toEqual([]);
  const events = await ledger.read((tables) => tables.events.ofSubjects([LEDGER_SUBJECT]));
  expect(events).toHaveLength(1);
  const story = auditStory(events, { timeZone: "UTC", width: 80, works: new Map() });
  expect(story.join("\n")).toContain("The record was begun anew");
  await ledger.close();
});

it("tells it too of a record that is deleted under a server that goes on", async () => {
  const ledger = await open();
  await ledger.read(async () => undefined);
  rmSync(file);
  rmSync(`${file}-wal`, { force: true });
  rmSync(`${file}-shm`, { force: true });
  await ledger.write(async () => undefined);
  expect(await lostRecord({ ledger, root, now: now() })).toHaveLength(1);
  await ledger.close();
});
