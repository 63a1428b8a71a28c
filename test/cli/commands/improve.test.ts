import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["improve", ...argv, "--root", company.root]);

it("shows what came back, the change for it, and what happened once", async () => {
  const { stdout, code } = await hq();
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot("improve.golden.txt");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

it("gives all of it with --json, and refuses a day that is none", async () => {
  const { stdout } = await hq("--json", "--since", "2026-11-01");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, since: "2026-11-01", lessons: 4 });
  expect(await hq("--since", "soon")).toMatchObject({ code: 2, stdout: "" });
});

it("names all that happened once with --all", async () => {
  const { stdout } = await hq("--all");
  expect(stdout).toContain("lesson:2026-09-18:draft-without-a-number");
  expect(stdout).not.toContain("more.");
});

it.each([
  ["--pattern", "1"],
  ["--timeout", "5m"],
  ["--budget", "20 calls"],
])("refuses %s without --run, and passes nothing over", async (option, value) => {
  const { code, stdout, stderr } = await hq(option, value);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`hq improve --run ${option} ${JSON.stringify(value)}`);
});

it("says that nothing came back in a company without lessons", async () => {
  for (const name of ["memory.jsonl", "memory.origins.jsonl", ".memory"]) {
    await rm(path.join(company.root, name), { force: true, recursive: true });
  }
  expect((await hq()).stdout).toBe("No mistake came back in 0 lessons.\n");
});
