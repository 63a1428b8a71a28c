/** What hq runs and hq jobs tell of runs that wait, and hq runs continue. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { LedgerWrites } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { client, type FakeCompany, openFakeCompany } from "../../engine/runtime/fake-company.ts";
import { runHq } from "../run-hq.ts";

let company: FakeCompany;
beforeEach(async () => {
  company = openFakeCompany();
  company.script([...client.connected, client.used(10, 5), { gives: "It is done." }]);
  await onLedger(waitForLawyer);
});
afterEach(() => company.close());

const hq = (...argv: string[]) =>
  runHq([...argv, "--root", company.root], {
    env: company.env,
    cwd: company.root,
    now: () => new Date(),
  });
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

async function onLedger(write: (tables: LedgerWrites) => Promise<void>): Promise<void> {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  await ledger.write(write);
  await ledger.close();
}

/** Marketing handed a contract to the lawyer and ended its turn. */
async function waitForLawyer({ runs, handOvers }: LedgerWrites): Promise<void> {
  const at = new Date().toISOString();
  const run = await runs.add({
    ...{ agent: "marketing", chain: ["marketing"], task: "Plan the launch", due: null },
    ...{ session: crypto.randomUUID(), holder: "gone", leaseUntil: at, startedAt: at },
  });
  await handOvers.add({
    ...{ run, leg: 1, agent: "lawyer", task: "Read the contract", taskHash: "x" },
    ...{ review: null, at },
  });
  const usage = { calls: 1, inputTokens: 10, outputTokens: 5 };
  await runs.wait(run, { leg: 1, at, for: "answers", usage });
}

it("who waits for whom is told, and what is stuck", async () => {
  const waits = "run-1: marketing waits for H-1 (lawyer: not begun)";
  const { stdout } = await hq("runs", "list");
  expect(stdout).toMatch(/^run-1 .* waiting {2}marketing {2}[\d,]+ tokens {2}Plan the launch\n/);
  expect(flat(stdout)).toContain(`${waits}. hq up and hq tick carry on what waits`);
  expect(flat((await hq("jobs")).stdout)).toContain(`${waits}.`);
  await hq("stop", "--agent", "lawyer", "--why", "too dear");
  const stuck = `${waits}; it is stuck: lawyer is stopped by the founder (too dear).`;
  expect(flat((await hq("jobs")).stdout)).toContain(stuck);
  expect(flat((await hq("runs", "list")).stdout)).toContain(stuck);
  const shown = flat((await hq("runs", "show", "1")).stdout);
  expect(shown).toMatch(/^run-1: marketing waits after .* Asked: H-1 \(lawyer: not begun\)\./);
  const cannot = await hq("runs", "continue");
  expect(cannot).toMatchObject({ code: 1, stdout: "" });
  expect(flat(cannot.stderr)).toContain("run-1 cannot go on: lawyer is stopped");
});

it("what waits is carried on, all of it or one run", async () => {
  const { code, stdout } = await hq("runs", "continue", "1");
  expect(code).toBe(0);
  expect(stdout.replaceAll(/ after [\d:]+ \([^)]*\)/g, "")).toBe(
    "run-2: lawyer is done.\nrun-1: marketing is done.\n",
  );
  const { args, prompt } = await company.seen();
  expect(args.find((arg) => arg.startsWith("--resume="))).toMatch(/^--resume=[0-9a-f-]{36}$/);
  expect(prompt).toContain("## H-1: lawyer: done (run-2)\n\n```\nIt is done.\n```");
  expect(flat((await hq("runs", "show", "2")).stdout)).toContain("Handed over by run-1 (H-1).");
  const transcript = (await hq("runs", "show", "1")).stdout;
  expect(transcript).toContain("goes on: H-1 (lawyer of run-2, done) came back");
  expect((await hq("runs", "continue")).stdout).toBe("Nothing waits.\n");
  expect((await hq("runs", "continue", "1")).stdout).toMatch(
    /^Nothing of it waits\. run-1: marketing is done/,
  );
  const none = await hq("runs", "continue", "run-9");
  expect(none).toMatchObject({ code: 1, stdout: "" });
  expect(none.stderr).toContain('Cannot find the run "run-9"');
});

it("what waits is ended by the founder, once, and nobody begins what it handed over", async () => {
  const { code, stdout } = await hq("runs", "end", "run-1");
  expect({ code, stdout: stdout.replace(/after .*/s, "") }).toEqual({
    code: 0,
    stdout: "run-1: marketing was stopped ",
  });
  expect((await hq("runs", "end", "1")).stderr).toContain("Cannot end run-1: it is stopped");
  await hq("runs", "continue");
  expect((await hq("runs", "list")).stdout).not.toContain("run-2");
});

it("hq tick carries on what waits, on the machine that is the runner", async () => {
  const file = path.join(company.root, ".github", "copilot-instructions.md");
  const rows = "| Field | Value |\n|---|---|\n| Time zone | UTC |\n| Runner | laptop |";
  writeFileSync(file, `${readFileSync(file, "utf8")}## Company\n${rows}\n`);
  await onLedger(({ marks }) => marks.set("engine.began", new Date().toISOString()));
  company.env.HQ_MACHINE = "laptop";
  const { code, stdout, stderr } = await hq("tick");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.replaceAll(/ after [\d:]+ \([^)]*\)/g, "")).toBe(
    "run-2: lawyer is done.\nrun-1: marketing is done.\n",
  );
  expect((await hq("tick")).stdout).toContain("Nothing is due.");
});
