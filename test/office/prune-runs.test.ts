/** Old transcripts go, with what git kept; the record stays. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pruneRuns } from "../../office/prune-runs.ts";
import { type ScriptedCompany, scriptedCompany } from "./scripted-runs.ts";

const PAGE = ".github/copilot-instructions.md";
const LATER = new Date("2027-01-20T09:00:00.000Z");

let company: ScriptedCompany;
beforeEach(async () => {
  company = await scriptedCompany({ inGit: true });
});
afterEach(() => company.close());

const folder = (id: string) => path.join(company.root, ".hq/runs", id);
const prune = (now = LATER, dryRun = false) => pruneRuns({ root: company.root, now, dryRun });

/** So many runs of one instant, the first of them with a transcript. */
async function manyRuns(count: number): Promise<void> {
  await company.run(async () => undefined);
  const at = company.clock.now.toISOString();
  const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
  await company.ledger.write(async ({ runs }) => {
    for (let n = 1; n < count; n += 1) {
      const id = await runs.add({
        ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: String(n), holder: "h" },
        ...{ startedAt: at, leaseUntil: at },
      });
      await runs.end(id, { state: "done", at, result: "x", why: null, usage });
    }
  });
}

it("removes what is older than thirty days but the newest 200, and keeps the record", async () => {
  await manyRuns(202);
  mkdirSync(folder("run-2"));
  mkdirSync(folder("run-3"));
  mkdirSync(folder("run-999"));
  expect(await prune(LATER, true)).toEqual({ pruned: ["run-1", "run-2"], keepDays: 30 });
  expect(existsSync(folder("run-1"))).toBe(true);
  expect(company.git("for-each-ref", "refs/hq")).toContain("refs/hq/runs/run-1/leg-1/before");
  expect(await prune()).toEqual({ pruned: ["run-1", "run-2"], keepDays: 30 });
  expect(["run-1", "run-2", "run-3", "run-999"].map((id) => existsSync(folder(id)))).toEqual([
    ...[false, false, true, true],
  ]);
  expect(company.git("for-each-ref", "refs/hq")).toBe("");
  expect(await company.ledger.read(({ runs }) => runs.find("run-1"))).toMatchObject({
    state: "done",
  });
  expect((await prune()).pruned).toEqual([]);
});

it("keeps what is younger, and as the table Retention says", async () => {
  await manyRuns(201);
  expect((await prune(new Date("2026-12-20T08:59:00.000Z"))).pruned).toEqual([]);
  const page = path.join(company.root, PAGE);
  const text = readFileSync(page, "utf8");
  const withRow = (keep: string) =>
    writeFileSync(page, text.replace(/^\| standup \| 7 days \|$/m, `$&\n| run | ${keep} |`));
  withRow("forever");
  expect(await prune()).toEqual({ pruned: [], keepDays: null });
  withRow("3 days");
  expect(await prune(new Date("2026-11-24T09:00:00.000Z"), true)).toEqual({
    ...{ pruned: ["run-1"], keepDays: 3 },
  });
});
