import { existsSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE } from "../../../ledger/open.ts";
import { ask, openOffice } from "../../mcp-company/review-office.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);

/** The story of the issue: a claim is blocked, rewritten as a plan, and approved. */
async function play(): Promise<void> {
  const office = await openOffice({
    root: company.root,
    file: path.join(company.root, LEDGER_FILE),
  });
  const { desk, clock } = office;
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  const claim = ask({ work: "Almadrava plans a crew with 99% accuracy.", callChain: ["coo"] });
  const first = await desk.request(claim);
  later(11);
  await desk.submit(
    {
      reviewId: "R-1",
      reviewer: "lawyer",
      verdict: "BLOCKING",
      reasons: ["There is no test behind 99%, and Almadrava is in beta: the claim is not LIVE."],
    },
    "headless-run",
  );
  later(2);
  await desk.request(claim);
  later(20);
  await desk.request({
    ...claim,
    work: "I plan to publish how accurate the rota is.",
    inReplyTo: "R-1",
  });
  later(5);
  await desk.submit(
    { reviewId: "R-2", reviewer: "lawyer", verdict: "APPROVED", reasons: ["A plan, said as one."] },
    null,
  );
  expect(first.kind).toBe("asked");
  later(60);
  await desk.request(
    ask({ from: "cfo", to: "accountant", work: "A refund", task: "Refund a shop" }),
  );
  await office.ledger.close();
}

describe("hq review list", () => {
  it("says that there is nothing, and makes no file", async () => {
    expect((await hq("review", "list")).stdout).toBe("No open reviews.\n");
    expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
  });

  it("shows open reviews, and with --all how the others ended", async () => {
    await play();
    expect((await hq("review", "list")).stdout).toMatch(
      /^R-3 {2}2026-11-20 {2}cfo → accountant {2}open\n/,
    );
    const { stdout } = await hq("review", "list", "--all");
    await expect(stdout).toMatchFileSnapshot("review-list.golden.txt");
  });

  it("narrows by department and state, and gives JSON", async () => {
    await play();
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
    await play();
    const world = { now: () => new Date("2026-12-01T00:00:00Z") };
    const { stdout } = await runHq(
      ["review", "list", "--state", "expired", "--root", company.root],
      world,
    );
    expect(stdout).toContain("R-3");
  });

  it("refuses a state that there is not", async () => {
    const { code, stderr } = await hq("review", "list", "--state", "done");
    expect(code).toBe(2);
    expect(stderr).toContain('found "done", expected open');
  });
});

describe("hq review show", () => {
  it("shows the record and exactly what the reviewer was handed", async () => {
    await play();
    const { stdout } = await hq("review", "show", "1");
    await expect(stdout).toMatchFileSnapshot("review-show.golden.txt");
  });

  it("says when there is no such review", async () => {
    const { code, stderr } = await hq("review", "show", "R-9");
    expect(code).toBe(1);
    expect(stderr).toContain("there is no such review");
  });
});

describe("hq audit", () => {
  it("tells the story of the work, its refused calls and all its versions", async () => {
    await play();
    const { stdout } = await hq("audit", "--review", "R-2");
    await expect(stdout).toMatchFileSnapshot("audit.golden.txt");
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it("tells everything since a day, and nothing before it", async () => {
    await play();
    expect((await hq("audit")).stdout).toContain("cfo asked for review R-3");
    expect((await hq("audit", "--since", "2026-11-21")).stdout).toBe(
      "Nothing is recorded since 2026-11-21.\n",
    );
    const { stdout } = await hq("audit", "--since", "2026-11-20", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, events: { length: 6 } });
  });

  it("refuses a day and a review that there are not", async () => {
    expect((await hq("audit", "--since", "yesterday")).code).toBe(2);
    expect((await hq("audit", "--review", "R-9")).code).toBe(1);
  });
});
