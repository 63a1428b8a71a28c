/**
 * The scenarios of the kit on the real client: each passes on the kit as it is, and each fails when the
 * sentence, the tool, the hook or the row that it is about is taken out of the company.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type EvalPlace,
  playSuite,
  type SuiteReport,
  scenarioPlayer,
} from "../../engine/evals/eval-place.ts";
import { compareScenarios } from "../../office/evals/compare-scenarios.ts";
import { readKitTexts } from "../../office/evals/kit-texts.ts";
import { pinnedClient, UNPACKED } from "./client.ts";
import { REPOSITORY, systemPath } from "./furnish.ts";
import { type Office, openOffice } from "./office.ts";

const DRAFT_POST = ".github/skills/draft-post/SKILL.md";
const STALE = "Past the Fresh facts limit: have its owner renew it, or leave it out.";

let temporary: string;
let env: Record<string, string>;
const { signal } = new AbortController();

beforeAll(async () => {
  temporary = mkdtempSync(path.join(tmpdir(), "evals-"));
  env = {
    PATH: systemPath(),
    HOME: temporary,
    HQ_COPILOT_BIN: await pinnedClient(),
    COPILOT_CACHE_HOME: UNPACKED,
  };
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const place = (root = REPOSITORY): EvalPlace => ({
  ...{ root, env, now: () => new Date(), packageRoot: REPOSITORY, node: process.execPath },
});

const strays = (folder = tmpdir()) =>
  readdirSync(folder).filter((name) => name.startsWith("hq-eval-"));

function requirePlayed(report: SuiteReport) {
  if (report.kind !== "played") throw new Error(report.why);
  return report;
}

describe("the scenarios of the kit", () => {
  it("pass on the kit, and each fails without what it is about", async () => {
    const report = requirePlayed(await playSuite(place(), { takenOut: true, jobs: 2, signal }));
    expect(report.results.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.results.length).toBeGreaterThanOrEqual(48);
    expect(report.leftOut).toBe(0);
    const unmoved = report.without.filter(({ fails }) => !fails);
    expect(unmoved).toEqual([]);
    expect(report.without).toHaveLength(report.results.length);
    expect(strays()).toEqual([]);
  }, 900_000);

  it("compare a kit before and after a change, by those that it touches", async () => {
    const before = await readKitTexts(REPOSITORY);
    const page = before.get(DRAFT_POST) ?? "";
    const player = scenarioPlayer(place());
    const lowered = await compareScenarios(
      player,
      before,
      new Map(before).set(DRAFT_POST, page.replace(STALE, "An old figure looks bad.")),
    );
    expect(lowered).toMatchObject({ kind: "played", before: "1/1", after: "0/1" });
    expect(lowered.kind === "played" && lowered.lowered[0]).toMatch(
      /marketing\/stale-figure-is-left-out fails: "Past the Fresh facts limit/,
    );
    const better = await compareScenarios(
      player,
      before,
      new Map(before).set(DRAFT_POST, page.replace("# Draft a post", "# Draft one post")),
    );
    expect(better).toEqual({ kind: "played", before: "1/1", after: "1/1", lowered: [] });
    const elsewhere = await compareScenarios(
      player,
      before,
      new Map(before).set(".github/skills/metrics/SKILL.md", "Another page."),
    );
    expect(elsewhere).toMatchObject({ kind: "none", why: "it touches what no scenario is about" });
  });
});

describe("hq eval as the founder types it", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office?.close());
  /** No model is asked for: the scenarios bring their own. */
  const hq = (...args: string[]) =>
    office.hq(["eval", ...args], "http://127.0.0.1:9/v1", { TMPDIR: temporary });

  it("tells what was expected, what was found and where it stands, and leaves the company as it was", async () => {
    const page = path.join(office.root, DRAFT_POST);
    const text = office.read(DRAFT_POST);
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: office.root, encoding: "utf8" });
    const whole = await hq("--department", "marketing").ended;
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    expect(whole.stdout).toMatch(/marketing +8 +8 +\d/);
    // There the version of the client is kept.
    expect(git("status", "--porcelain").replace("?? .hq/\n", "")).toBe("");
    writeFileSync(page, text.replace(STALE, "Leave it."));
    const { code, stdout } = await hq("--scenario", "stale-figure-is-left-out").ended;
    writeFileSync(page, text);
    expect(code).toBe(1);
    expect(stdout).toContain("marketing/stale-figure-is-left-out");
    expect(stdout).toMatch(/expected: A figure past its freshness/);
    expect(stdout).toMatch(/found: "Past the Fresh facts limit/);
    expect(stdout).toContain(`about: ${DRAFT_POST}`);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(strays(temporary)).toEqual([]);
  });

  it("leaves no client when it is killed, and no folder after the next start", async () => {
    const killed = hq("--department", "cfo");
    await until(() => clients().length > 0);
    process.kill(killed.pid, "SIGKILL");
    await killed.ended;
    await until(() => clients().length === 0);
    expect(strays(temporary)).toHaveLength(1);
    expect(await hq("--scenario", "old-figure-says-its-age").ended).toMatchObject({ code: 0 });
    expect(strays(temporary)).toEqual([]);
  });

  it("ends on Ctrl-C with words, and leaves nothing", async () => {
    const stopped = hq("--department", "coo");
    await until(() => clients().length > 0);
    process.kill(stopped.pid, "SIGINT");
    const { code, stderr } = await stopped.ended;
    expect(code).toBe(1);
    expect(stderr).toContain("The scenarios were stopped. You ended it with Ctrl-C.");
    expect(clients()).toEqual([]);
    expect(strays(temporary)).toEqual([]);
  });

  /** Processes of the client in a company of these tests. */
  function clients(): string[] {
    const listed = execFileSync("ps", ["-axo", "pid=,args="], { encoding: "utf8" });
    const own = path.join(temporary, "hq-eval-");
    return listed.split("\n").filter((line) => line.includes(own) && line.includes("--session-id"));
  }
});

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("waited a minute for nothing");
    await pause(50);
  }
}
