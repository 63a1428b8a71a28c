/** Several processes on one ledger: the rules hold in what all of them together recorded. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openLedger } from "../../../ledger/open.ts";
import { output, start } from "../../ledger/processes.ts";
import { builtProgram } from "../../run/built-program.ts";
import { allReviews, brokenRules } from "./invariants.ts";

const page = path.join(
  import.meta.dirname,
  "../../../examples/mare/.github/copilot-instructions.md",
);
let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "hq processes "));
  script = await builtProgram(path.join(import.meta.dirname, "player.ts"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("four processes that ask and answer at once break no rule, and no answer is given twice", async () => {
  const file = path.join(folder, "all", "hq.db");
  const players = [1, 2, 3, 4].map((seed) => output(start(script, file, page, String(seed), "60")));
  const counts = (await Promise.all(players)).map(
    (text) => JSON.parse(text) as { asked: number; answered: number; refused: number },
  );
  const ledger = await openLedger({ file });
  const reviews = await allReviews(ledger);
  const events = await ledger.read((tables) => tables.events.since("", 10_000));
  await ledger.close();
  const sum = (key: "asked" | "answered" | "refused") =>
    counts.reduce((total, each) => total + each[key], 0);
  expect(brokenRules(reviews)).toEqual([]);
  // What each process was told is what is recorded: nothing was acknowledged twice or lost.
  expect(reviews.length).toBe(sum("asked"));
  expect(reviews.filter(({ state }) => state === "answered").length).toBe(sum("answered"));
  const told = (what: string) => events.filter((event) => event.what === what).length;
  expect(told("review.asked")).toBe(sum("asked"));
  expect(told("review.answered")).toBe(sum("answered"));
  expect(told("review.refused")).toBe(sum("refused"));
  expect(sum("answered")).toBeGreaterThan(10);
});
