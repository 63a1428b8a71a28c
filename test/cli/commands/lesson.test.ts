/** `hq lesson`: the list, and a new one that names or asks everything it lacks. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { wordsOfLine } from "../../../cli/completion/complete.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

const hq = (...words: string[]) => runHq([...words, "--root", company.root]);

it("lists lessons, the newest first, with what changes by them", async () => {
  const { stdout, code } = await hq("lesson");
  expect(code).toBe(0);
  const dates = stdout.match(/^\d{4}-\d{2}-\d{2}/gm) ?? [];
  expect(dates.length).toBeGreaterThan(1);
  expect(dates).toEqual([...dates].sort().reverse());
  const { lessons } = JSON.parse((await hq("lesson", "list", "--json")).stdout);
  expect(lessons[0]).toMatchObject({ date: dates[0], action: expect.any(String) });
});

it("names everything that is missing in one error, with an example that is taken", async () => {
  const { code, stderr } = await hq("lesson", "add", "--agent", "cto");
  expect(code).toBe(2);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(
    "--category, --summary, --detail, --action missing",
  );
  const example = stderr.split("\n").find((line) => line.startsWith("  hq lesson add")) ?? "";
  expect(await hq(...wordsOfLine(example.trim()))).toMatchObject({ code: 0 });
  expect((await hq("lesson")).stdout).toContain("2026-11-20 Backup was never restored · cto");
});
