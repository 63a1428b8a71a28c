import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";

let folder: string;
let ledger: Ledger;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo-hq-rests-"));
  ledger = await openLedger({ file: path.join(folder, "hq.db") });
});

afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (hour: number) => `2026-11-24T${hour}:00:00.000Z`;

it("an account rests until the latest instant that was told, others do not", async () => {
  const rest = (until: string, why: string) =>
    ledger.write(({ channelRests }) =>
      channelRests.set({ goesTo: "x", account: "@mare (1)", until, why }),
    );
  const find = (account: string, when: string) =>
    ledger.read(({ channelRests }) => channelRests.find("x", account, when));
  expect(await find("@mare (1)", at(10))).toBeNull();
  await rest(at(12), "the day's limit");
  await rest(at(11), "a quarter of an hour");
  expect(await find("@mare (1)", at(10))).toMatchObject({ until: at(12), why: "the day's limit" });
  expect(await find("@mare (1)", at(12))).toBeNull();
  expect(await find("@other (2)", at(10))).toBeNull();
  await rest(at(13), "later");
  expect(await find("@mare (1)", at(12))).toMatchObject({ until: at(13), why: "later" });
});
