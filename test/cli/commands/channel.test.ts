import { readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["channel", ...argv], { cwd: company.root });

it("lists the channels of the page, without an account in the folder", async () => {
  const { stdout } = await hq("list", "--json");
  expect(JSON.parse(stdout).channels).toEqual([
    { channel: "x", goesTo: "folder", slots: ["Tue 09:30", "Thu 09:30"] },
    { channel: "dev.to", goesTo: "folder", slots: ["3rd Sat 10:00"] },
    { channel: "newsletter", goesTo: "newsletter", slots: [] },
  ]);
  expect((await hq("list")).stdout).toContain("Marketing/published (no account)");
});

it("leaves out one that is crossed out", async () => {
  const sop = path.join(company.root, "Marketing/sop.md");
  await writeFile(sop, (await readFile(sop, "utf8")).replace("| dev.to |", "| ~~dev.to~~ |"));
  expect((await hq("list")).stdout).not.toContain("dev.to");
});

it("tests one without posting anything", async () => {
  expect((await hq("test", "x")).stdout).toBe("x would post to Marketing/published\n");
  expect(readdirSync(path.join(company.root, "Marketing/published"))).toEqual([]);
  expect((await hq("test", "myspace")).code).toBe(2);
});

it("says when it cannot be reached", async () => {
  await writeFile(path.join(company.root, "Marketing/published"), "a file in the way");
  const { stderr, code } = await hq("test", "x");
  expect(code).toBe(1);
  expect(stderr).toContain("x cannot be reached");
});
