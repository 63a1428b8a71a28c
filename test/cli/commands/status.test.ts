/** hq status on the sample company. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["status", ...argv, "--root", company.root]);

it("is one screen of short lines", async () => {
  const { code, stdout, stderr } = await hq();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // What is wrong with the machine differs from one to the next.
  const shown = stdout.replace(/\d+ errors?, \d+ warnings?/, "19 errors, 7 warnings");
  await expect(shown).toMatchFileSnapshot("status.golden.txt");
  const lines = stdout.trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines.filter((line) => line.length > 78)).toEqual([]);
});

it("says the same as one JSON value", async () => {
  const { code, stdout } = await hq("--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ ok: true, company: "Maré Baixa", stuck: [], running: [], runner: null },
    plan: { date: "2026-11-20" },
    spent: { today: { runs: 0 }, week: { runs: 0 } },
  });
});
