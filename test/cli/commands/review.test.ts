import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE } from "../../../ledger/open.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";
import { playPost, playText, WEEK } from "./recorded-reviews.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);

describe("hq review list", () => {
  it("says that there is nothing, and makes no file", async () => {
    expect((await hq("review", "list")).stdout).toBe("No open reviews.\n");
    expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
  });

  it("shows open reviews, and with --all how the others ended", async () => {
    await playText(company.root);
    expect((await hq("review", "list")).stdout).toMatch(
      /^R-3 {2}2026-11-20 {2}cfo → accountant {2}open\n/,
    );
    const { stdout } = await hq("review", "list", "--all");
    await expect(stdout).toMatchFileSnapshot("review-list.golden.txt");
  });

  it("narrows by department and state, and gives JSON", async () => {
    await playText(company.root);
    const { stdout } = await hq(
      "review",
      "list",
      "--state",
      "answered",
      "--agent",
      "@lawyer",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, reviews: [{ id: "R-2" }, { id: "R-1" }] });
  });

  it("calls an open review past its time expired", async () => {
    await playText(company.root);
    const world = { now: () => new Date("2026-12-01T00:00:00Z") };
    const { stdout } = await runHq(
      ["review", "list", "--state", "expired", "--root", company.root],
      world,
    );
    expect(stdout).toContain("R-3");
  });

  it("refuses a department that there is not", async () => {
    const { code, stderr } = await hq("review", "list", "--agent", "bob");
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot use the department "bob"');
  });

  it("refuses a state that there is not", async () => {
    const { code, stderr } = await hq("review", "list", "--state", "done");
    expect(code).toBe(2);
    expect(stderr).toContain('found "done", expected one of open');
  });
});

describe("hq review show", () => {
  it("shows the record and exactly what the reviewer was handed", async () => {
    await playText(company.root);
    const { stdout } = await hq("review", "show", "1");
    await expect(stdout).toMatchFileSnapshot("review-show.golden.txt");
  });

  it("gives the name of a post whole, so that it can be copied", async () => {
    await playPost(company.root);
    const name = `${WEEK}#2026-11-21-devto-retries-that-are-not-new-orders`;
    expect((await hq("review", "show", "3")).stdout).toContain(` ${name}, `);
    expect((await hq("review", "list")).stdout).toContain(`\n      ${name}\n`);
  });

  it("says when there is no such review", async () => {
    const { code, stderr } = await hq("review", "show", "R-9");
    expect(code).toBe(1);
    expect(stderr).toContain("there is no such review");
  });
});

describe("hq review withdraw", () => {
  it("takes an open question back for the founder, with the reason in the story", async () => {
    await playText(company.root);
    const { stdout } = await hq("review", "withdraw", "3", "--reason", "The shop paid.");
    expect(stdout).toBe("R-3 is withdrawn. Its work still needs the review.\n");
    expect((await hq("review", "list")).stdout).toBe(
      "No open reviews. See all with: hq review list --all\n",
    );
    expect((await hq("audit")).stdout).toMatch(/founder took R-3 back\n +The shop paid\.\n/);
  });

  it("leaves an answered one alone, and makes no ledger for one that is not there", async () => {
    expect((await hq("review", "withdraw", "R-9")).stderr).toContain("Cannot withdraw R-9");
    expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
    await playText(company.root);
    const { code, stderr } = await hq("review", "withdraw", "R-1");
    expect(code).toBe(1);
    expect(stderr).toContain("Cannot withdraw R-1: R-1 is answered");
    expect((await hq("review", "withdraw", "R-9")).code).toBe(1);
    const { stdout } = await hq("review", "withdraw", "R-3", "--json");
    expect(JSON.parse(stdout)).toEqual({ ok: true, id: "R-3" });
  });
});
