/** What every pass does beside what is due. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { tick } from "../../engine/tick.ts";
import { type Simulated, simulated } from "./simulated.ts";

let company: Simulated;
beforeEach(async () => {
  company = await simulated({ start: "2026-11-30T08:00:00Z" });
});
afterEach(() => company.close());

const told = () => path.join(company.root, "told");
const pass = (instant: string, env: Record<string, string> = {}) => {
  company.clock.now = new Date(instant);
  const known = { PATH: process.env.PATH, HQ_NOTIFY: `cat >> "${told()}"` };
  return tick({ ...company.engine, ledger: company.ledger, env: { ...known, ...env } });
};

it.skipIf(process.platform === "win32")(
  "tells the founder that the plan is ready, in the pass that made it",
  async () => {
    await pass("2026-11-30T08:01:00Z");
    expect(existsSync(told())).toBe(false);
    await pass("2026-11-30T08:30:10Z");
    await pass("2026-11-30T08:31:00Z");
    expect(readFileSync(told(), "utf8")).toBe(
      "Maré Baixa: The plan of 2026-11-30 is ready: planned. hq status\n",
    );
  },
);

it("does what is due although the quiet hours cannot be read, and the record says so", async () => {
  const quiet = { HQ_NOTIFY_QUIET: "at night" };
  await pass("2026-11-30T08:01:00Z", quiet);
  expect((await pass("2026-11-30T08:30:10Z", quiet)).lines).toMatchObject([{ outcome: "ran" }]);
  const trouble = () => company.ledger.read(({ marks }) => marks.get("notices.trouble"));
  expect(await trouble()).toContain("HQ_NOTIFY_QUIET");
  await pass("2026-11-30T08:31:00Z");
  expect(await trouble()).toBe("");
});

it("notices nothing where nobody is to be told", async () => {
  await pass("2026-11-30T08:30:10Z", { HQ_NOTIFY: "" });
  expect(await company.ledger.read(({ marks }) => marks.get("notices.since"))).toBeNull();
});

it("writes down once a day what the runs of the day before were like", async () => {
  const at = "2026-11-30T09:00:00.000Z";
  await company.ledger.write(async ({ runs }) => {
    const id = await runs.add({
      ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: "s", holder: "h" },
      ...{ startedAt: at, leaseUntil: at },
    });
    const usage = { calls: 1, inputTokens: 1, outputTokens: 1 };
    await runs.end(id, { state: "done", at, result: "x", why: null, usage });
  });
  const newest = () => company.ledger.read(({ syntheses }) => syntheses.newest());
  await pass("2026-11-30T10:00:00Z", { HQ_NOTIFY: "" });
  expect(await newest()).toBeNull();
  await pass("2026-12-01T00:10:00Z", { HQ_NOTIFY: "" });
  expect(await newest()).toMatchObject({ day: "2026-11-30" });
});
