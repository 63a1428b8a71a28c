import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE } from "../../../ledger/open.ts";
import { ask, openOffice } from "../../mcp-company/reviews/office.ts";
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

const WEEK = "Marketing/drafts/week-2026-W47.md";
const MINUTES = "2026-11-19-x-41-minutes";

/** A post is blocked, then reworded under another title, and approved; another is asked about. */
async function playPost(): Promise<void> {
  const file = path.join(company.root, LEDGER_FILE);
  const { desk, clock, ledger } = await openOffice({ root: company.root, file });
  const later = () => {
    clock.now = new Date(clock.now.getTime() + 10 * 60_000);
  };
  const answer = async (reviewId: string, verdict: "BLOCKING" | "APPROVED") => {
    later();
    const form = { reviewId, reviewer: "lawyer", verdict, reasons: ["It is said so."] };
    expect(await desk.submit(form, "headless-run")).toMatchObject({ kind: "answered" });
    later();
  };
  await desk.request(ask({ work: `file:${WEEK}#2026-11-19` }));
  await answer("R-1", "BLOCKING");
  edit("41 minutes\n", "A restore, timed\n");
  edit("The backups are encrypted before", "I mean to encrypt the backups before");
  await desk.request(ask({ task: "Post", work: `file:${WEEK}#2026-11-19` }));
  await answer("R-2", "APPROVED");
  await desk.request(ask({ task: "Retries", work: `file:${WEEK}#2026-11-21` }));
  await ledger.close();
}

function edit(found: string, put: string): void {
  const file = path.join(company.root, WEEK);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(found);
  writeFileSync(file, text.replace(found, put));
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
    await play();
    const { stdout } = await hq("review", "show", "1");
    await expect(stdout).toMatchFileSnapshot("review-show.golden.txt");
  });

  it("gives the name of a post whole, so that it can be copied", async () => {
    await playPost();
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
    await play();
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
    await play();
    const { code, stderr } = await hq("review", "withdraw", "R-1");
    expect(code).toBe(1);
    expect(stderr).toContain("Cannot withdraw R-1: R-1 is answered");
    expect((await hq("review", "withdraw", "R-9")).code).toBe(1);
    const { stdout } = await hq("review", "withdraw", "R-3", "--json");
    expect(JSON.parse(stdout)).toEqual({ ok: true, id: "R-3" });
  });
});

describe("hq audit --post", () => {
  it("tells the story of the post's work, under all its names", async () => {
    await playPost();
    const { stdout } = await hq("audit", "--post", `week-2026-W47#${MINUTES}`);
    await expect(stdout).toMatchFileSnapshot("audit-post.golden.txt");
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    const now = await hq("audit", "--post", "2026-11-19-x-a-restore", "--json");
    expect(JSON.parse(now.stdout)).toMatchObject({
      ok: true,
      post: {
        path: `${WEEK}#2026-11-19-x-a-restore-timed`,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        alsoCalled: [`${WEEK}#${MINUTES}`],
      },
      reviews: [{ id: "R-1" }, { id: "R-2" }],
      events: { length: 4 },
    });
  });

  it("tells of a post that has no review, with and without a ledger", async () => {
    for (const prepare of [async () => {}, playPost]) {
      await prepare();
      const { stdout, code } = await hq("audit", "--post", "2026-11-22-NEWSLETTER");
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Post 2026-11-22-newsletter-tide-windows-by-mail\n/);
      expect(stdout).toContain("No review of it was asked for.\n");
    }
  });

  it("takes a whole id before a longer one that begins so", async () => {
    edit("2026-11-20 · x · Twelve of thirty-five", "2026-11-19 · x · 41 minutes later");
    expect((await hq("audit", "--post", MINUTES)).stdout).toMatch(`Post ${MINUTES}\n`);
    expect((await hq("audit", "--post", MINUTES.slice(0, -1))).code).toBe(2);
    expect((await hq("audit", "--post", `week-2026-W46#${MINUTES}`)).code).toBe(1);
  });

  it("narrows a story by day", async () => {
    await playPost();
    const { stdout } = await hq("audit", "--post", MINUTES, "--since", "2026-11-21");
    expect(stdout).toContain("Nothing is recorded of it since 2026-11-21.\n");
  });

  it("refuses a name that fits several, none or is none, and two stories at once", async () => {
    await playPost();
    const several = await hq("audit", "--post", "2026-11-2");
    expect(several.code).toBe(2);
    expect(several.stderr).toContain("week-2026-W47#2026-11-20-x-twelve-of-thirty-five");
    expect((await hq("audit", "--post", "2027-01-01-x")).code).toBe(1);
    expect((await hq("audit", "--post", "../x")).code).toBe(2);
    expect((await hq("audit", "--post", MINUTES, "--review", "R-1")).code).toBe(2);
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

  it("fits a narrow terminal, but for names, and so do reviews and drafts", async () => {
    await playPost();
    const narrow = (...argv: string[]) =>
      runHq([...argv, "--root", company.root], { columns: 40, cwd: company.root });
    const printed = [
      await narrow("audit"),
      await narrow("audit", "--post", "2026-11-21"),
      await narrow("claims", "check", WEEK),
      await narrow("review", "show", "3"),
    ].map(({ stdout }) => stdout.split("\nWhat the reviewer was handed:")[0] ?? "");
    for (const line of printed.join("").split("\n")) {
      const isName = /Marketing\/drafts\/|^Post |SHA-256:/.test(line);
      if (!isName) expect([...line].length, line).toBeLessThanOrEqual(40);
    }
  });

  it("names the work of each review in a story of days", async () => {
    await playPost();
    const { stdout } = await hq("audit");
    expect(stdout).toMatch(/for review R-1, bytes \w+…\n {9}.*#2026-11-19-x-41-minutes\n {9}to /);
  });

  it("refuses a day and a review that there are not", async () => {
    expect((await hq("audit", "--since", "yesterday")).code).toBe(2);
    expect((await hq("audit", "--review", "R-9")).code).toBe(1);
  });
});
