/** hq runs undo, synthesis and prune; hq lesson drafts; hq notify test: what a person reads. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ScriptedCompany, scriptedCompany } from "../../office/scripted-runs.ts";
import { runHq } from "../run-hq.ts";

const DRAFT = "Marketing/drafts/week-2026-W47.md";

let company: ScriptedCompany;
beforeEach(async () => {
  company = await scriptedCompany({ inGit: true });
  await company.run(async ({ call }) => {
    writeFileSync(path.join(company.root, DRAFT), "# Other\n");
    call("edit", { path: DRAFT });
    call("bash", { command: "ls" }, { text: "Tool 'bash' does not exist." });
    return undefined;
  });
});
afterEach(() => company.close());

const hq = (argv: string[], env: Record<string, string> = {}) =>
  runHq([...argv, "--root", company.root], { env, now: () => company.clock.now });

it("shows with a run what it changed and what failed", async () => {
  const { stdout } = await hq(["runs", "show", "1"]);
  expect(stdout).toContain(
    `Changed: 1 file, no changes of memory, 2 tool calls, 1 refused.\n  changed ${DRAFT}\n  bash refused: Tool 'bash' does not exist.\n`,
  );
});

it("takes a run back after a look, and only for the founder", async () => {
  const dry = await hq(["runs", "undo", "run-1", "--dry-run"], { HQ_AGENT: "ceo" });
  expect(dry).toMatchObject({ code: 0, stdout: `Would take back run-1:\n  changed ${DRAFT}\n` });
  expect(await hq(["runs", "undo", "run-1"], { HQ_AGENT: "ceo" })).toMatchObject({ code: 1 });
  expect((await hq(["runs", "undo", "run-1"])).stdout).toBe(
    `Took back run-1:\n  changed ${DRAFT}\nWhat was there is kept in git as refs/hq/runs/run-1/undone.\n`,
  );
  expect(readFileSync(path.join(company.root, DRAFT), "utf8")).not.toBe("# Other\n");
  const again = await hq(["runs", "undo", "run-1"]);
  expect(again.stderr.replaceAll("\n", " ")).toContain("it was taken back on 2026-11-20 09:00.");
});

it("names what stands against taking it back", async () => {
  writeFileSync(path.join(company.root, DRAFT), "# Mine\n");
  expect(await hq(["runs", "undo", "run-1"])).toEqual({
    code: 1,
    stdout: "",
    stderr: `Cannot take run-1 back. Nothing was changed.\n  changed since: ${DRAFT}\n`,
  });
  const { code, stdout } = await hq(["runs", "undo", "run-1", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, kind: "conflict", changedSince: [DRAFT] });
});

it("tells what the runs of a week were like", async () => {
  expect((await hq(["runs", "synthesis"])).stdout).toBe(
    "1 run, 0 not finished; 2 model calls, 45 tokens.\n  marketing: 1 run, 0 not finished, 1 refused, 0 failed\n",
  );
  expect((await hq(["runs", "synthesis", "--since", "2026-11-21"])).stdout).toBe(
    "No department was run in this time.\n",
  );
  expect((await hq(["runs", "prune", "--dry-run"])).stdout).toBe(
    "No transcript would go: they are kept 30 days, the newest 200 always.\n",
  );
});

it("lists drafts of lessons, and takes a decision on each", async () => {
  expect((await hq(["lesson", "drafts"])).stdout).toBe(
    "L-1  marketing: bash refused once, last in run-1, 2026-11-20 09:00\n     Tool 'bash' does not exist.\n",
  );
  const accepted = await hq(["lesson", "accept", "L-1", "--action", "no shell in runs"]);
  expect(accepted.stdout).toMatch(/^Remembered lesson:2026-11-20:the-tool-bash-was-refused/);
  expect((await hq(["lesson", "drafts"])).stdout).toBe(
    "No failure of a run waits to become a lesson.\n",
  );
  expect(await hq(["lesson", "drop", "L-1"])).toMatchObject({ code: 1 });
});

it("sends a notice to try it, and says when it does not arrive", async () => {
  expect(await hq(["notify", "test"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("HQ_NOTIFY is not set") as string,
  });
  const env = {
    PATH: process.env.PATH ?? "",
    HQ_NOTIFY: "cat > told",
    HQ_NOTIFY_QUIET: "08:00-10:00",
  };
  const told = path.join(company.root, "told");
  const sent = await hq(["notify", "test"], { ...env, HQ_NOTIFY: `cat > "${told}"` });
  expect(sent.stdout.replaceAll("\n", " ")).toBe(
    "The notice was sent. It is quiet time now: real ones wait until 2026-11-20 10:00. ",
  );
  expect(readFileSync(told, "utf8")).toBe("Maré Baixa: This is a test: notices reach you here.\n");
  const failed = await hq(["notify", "test"], { ...env, HQ_NOTIFY: "echo no desk >&2; exit 2" });
  expect(failed).toMatchObject({
    ...{ code: 1, stderr: "The notice was not sent: the command ended with 2.\nno desk\n" },
  });
});
