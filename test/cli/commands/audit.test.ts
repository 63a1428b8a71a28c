import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";
import { editWeek, MINUTES, playPost, playText, WEEK } from "./recorded-reviews.ts";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root]);

describe("hq audit --post", () => {
  it("tells the story of the post's work, under all its names", async () => {
    await playPost(company.root);
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
      events: expect.arrayContaining([expect.objectContaining({ what: "statement.answered" })]),
    });
  });

  it("tells of a post that has no review, with and without a ledger", async () => {
    for (const prepare of [async () => {}, playPost]) {
      await prepare(company.root);
      const { stdout, code } = await hq("audit", "--post", "2026-11-22-NEWSLETTER");
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Post 2026-11-22-newsletter-tide-windows-by-mail\n/);
      expect(stdout).toContain("No review of it was asked for.\n");
    }
  });

  it("takes a whole id before a longer one that begins so", async () => {
    editWeek(
      company.root,
      "2026-11-20 · x · Twelve of thirty-five",
      "2026-11-19 · x · 41 minutes later",
    );
    expect((await hq("audit", "--post", MINUTES)).stdout).toMatch(`Post ${MINUTES}\n`);
    expect((await hq("audit", "--post", MINUTES.slice(0, -1))).code).toBe(2);
    expect((await hq("audit", "--post", `week-2026-W46#${MINUTES}`)).code).toBe(1);
  });

  it("narrows a story by day", async () => {
    await playPost(company.root);
    const { stdout } = await hq("audit", "--post", MINUTES, "--since", "2026-11-21");
    expect(stdout).toContain("Nothing is recorded of it since 2026-11-21.\n");
  });

  it("refuses a name that fits several, none or is none, and two stories at once", async () => {
    await playPost(company.root);
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
    await playText(company.root);
    const { stdout } = await hq("audit", "--review", "R-2");
    await expect(stdout).toMatchFileSnapshot("audit.golden.txt");
    for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it("tells everything since a day, and nothing before it", async () => {
    await playText(company.root);
    expect((await hq("audit")).stdout).toContain("cfo asked for review R-3");
    expect((await hq("audit", "--since", "2026-11-21")).stdout).toBe(
      "Nothing is recorded since 2026-11-21.\n",
    );
    const { stdout } = await hq("audit", "--since", "2026-11-20", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, events: { length: 6 } });
  });

  it("fits a narrow terminal, but for names, and so do reviews and drafts", async () => {
    await playPost(company.root);
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
    await playPost(company.root);
    const { stdout } = await hq("audit");
    expect(stdout).toMatch(/for review R-1, bytes \w+…\n {9}.*#2026-11-19-x-41-minutes\n {9}to /);
  });

  it("refuses a day and a review that there are not", async () => {
    expect((await hq("audit", "--since", "someday")).code).toBe(2);
    expect((await hq("audit", "--review", "R-9")).code).toBe(1);
  });
});
