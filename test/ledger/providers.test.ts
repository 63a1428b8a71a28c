/** What every ledger must do with providers of models, whatever keeps it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { NO_USAGE } from "../../office/runs/runtime.ts";
import { newRun } from "./samples.ts";

const AT = "2026-11-30T08:31:00.000Z";
const LATER = "2026-11-30T08:32:00.000Z";

describe.each(["a file", ":memory:"])("a ledger in %s", (place) => {
  let folder: string;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "hq razão "));
    const file = place === ":memory:" ? place : path.join(folder, ".hq", "hq.db");
    ledger = await openLedger({ file });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = () => ledger.write(({ runs }) => runs.add(newRun()));
  const end = (run: string) =>
    ledger.write(({ runs }) =>
      runs.end(run, { state: "lost", at: AT, result: null, why: "gone", usage: NO_USAGE }),
    );
  const ask = (run: string, more: { priority?: number; slots?: number; at?: string } = {}) =>
    ledger.write(({ providers }) =>
      providers.askSlot({ ...{ provider: "gpu", run, priority: 1, slots: 1, at: AT }, ...more }),
    );
  const leave = (run: string) => ledger.write(({ providers }) => providers.leaveSlot("gpu", run));

  it("keeps a breaker until it is dropped, the newest state of each provider", async () => {
    const breaker = { provider: "gpu", faults: 1, openUntil: LATER, why: "500", at: AT };
    await ledger.write(({ providers }) => providers.putBreaker(breaker));
    await ledger.write(({ providers }) => providers.putBreaker({ ...breaker, faults: 2 }));
    expect(await ledger.read(({ providers }) => providers.breakers())).toEqual([
      { ...breaker, faults: 2 },
    ]);
    expect(await ledger.write(({ providers }) => providers.dropBreaker("gpu"))).toBe(true);
    expect(await ledger.write(({ providers }) => providers.dropBreaker("gpu"))).toBe(false);
  });

  it("gives as many slots as there are, and the next to whoever waits longest", async () => {
    const [a, b, c] = [await begin(), await begin(), await begin()] as const;
    expect(await ask(a)).toBe(true);
    expect(await ask(a)).toBe(true);
    expect(await ask(b)).toBe(false);
    expect(await ask(c, { at: LATER })).toBe(false);
    await leave(a);
    expect(await ask(c, { at: LATER })).toBe(false);
    expect(await ask(b)).toBe(true);
    await leave(b);
    expect(await ask(c)).toBe(true);
  });

  it("gives a slot to the lower number first, and another provider's at once", async () => {
    const [a, b, c] = [await begin(), await begin(), await begin()] as const;
    await ask(a);
    expect(await ask(b, { priority: 2 })).toBe(false);
    expect(await ask(c, { priority: 0, at: LATER })).toBe(false);
    await leave(a);
    expect(await ask(b, { priority: 2 })).toBe(false);
    expect(await ask(c, { priority: 0, at: LATER })).toBe(true);
    const other = { provider: "cloud", run: b, priority: 2, slots: 1, at: AT };
    expect(await ledger.write(({ providers }) => providers.askSlot(other))).toBe(true);
  });

  it("takes back what a run holds whose hq was killed, while it waits to be taken up again", async () => {
    const [a, b] = [await begin(), await begin()] as const;
    await ask(a);
    await ledger.write(({ runs }) =>
      runs.wait(a, { leg: 1, at: AT, for: "crash", usage: NO_USAGE }),
    );
    expect(await ledger.read(({ providers }) => providers.slots())).toEqual([]);
    expect(await ask(b)).toBe(true);
    await ledger.write(({ runs }) =>
      runs.takeUp(a, { leg: 2, at: LATER, holder: "desk\t7", leaseUntil: LATER }),
    );
    expect(await ask(a)).toBe(false);
  });

  it("takes back what a run holds, or waits for, that has ended", async () => {
    const [a, b, c] = [await begin(), await begin(), await begin()] as const;
    await ask(a);
    await ask(b);
    await ask(c, { at: LATER });
    await end(a);
    await end(b);
    expect(await ask(c)).toBe(true);
    const slots = await ledger.read(({ providers }) => providers.slots());
    expect(slots.map(({ run }) => run)).toEqual([c]);
  });

  it("gives two slots to two of four", async () => {
    const runs = [await begin(), await begin(), await begin(), await begin()];
    const given = [];
    for (const run of runs) given.push(await ask(run, { slots: 2 }));
    expect(given).toEqual([true, true, false, false]);
  });
});
