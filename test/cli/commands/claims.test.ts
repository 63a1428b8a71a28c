import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE } from "../../../ledger/open.ts";
import { ask, openOffice } from "../../office/reviews/office.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

const WEEK = "Marketing/drafts/week-2026-W47.md";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["claims", "check", ...argv], { cwd: company.root });

const answer = (...argv: string[]) => runHq(["claims", "answer", ...argv], { cwd: company.root });

describe("hq claims check", () => {
  it("shows what is wrong with the sample's drafts and what is left to a reviewer", async () => {
    const { stdout, code } = await hq(WEEK);
    expect(code).toBe(1);
    for (const line of stdout.split("\n")) {
      if (!line.trim().startsWith("file:")) expect(line.length).toBeLessThanOrEqual(80);
    }
    await expect(stdout).toMatchFileSnapshot("claims-check.golden.txt");
  });

  it("checks one channel's posts, finished ones with --all, and gives the lines of the file", async () => {
    const { stdout } = await hq(WEEK, "--channel", "devto", "--json");
    const { posts, skipped, ok } = JSON.parse(stdout);
    expect(ok).toBe(false);
    expect(skipped).toBe(4);
    expect(posts).toMatchObject([
      {
        id: "2026-11-21-devto-retries-that-are-not-new-orders",
        channel: "dev.to",
        status: "draft",
      },
    ]);
    const [{ lineOffset, check }] = posts;
    const absolute = check.findings.find(({ rule }: { rule: string }) => rule === "absolute");
    expect(lineOffset + absolute.line).toBe(55);
    const all = JSON.parse((await hq(WEEK, "--all", "--json")).stdout);
    expect([all.posts.length, all.skipped]).toEqual([5, 0]);
  });

  it("checks one post alone, and counts a review of exactly its text", async () => {
    const post = `${WEEK}#2026-11-21`;
    const rules = async () => {
      const { posts } = JSON.parse((await hq(post, "--json")).stdout);
      expect(posts).toHaveLength(1);
      return posts[0].check.findings
        .filter(({ line }: { line: number }) => line === 0)
        .map(({ rule, severity, what }: Record<string, string>) => `${severity} ${rule}: ${what}`);
    };
    expect(await rules()).toContain(
      "blocking missing-review: lawyer has not answered on this text.",
    );
    expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
    const file = path.join(company.root, LEDGER_FILE);
    const { desk, ledger } = await openOffice({ root: company.root, file });
    await desk.request(ask({ work: `file:${post}` }));
    expect(await rules()).toContain(
      "blocking missing-review: lawyer was asked (R-1) and has not answered.",
    );
    const form = { reviewId: "R-1", reviewer: "lawyer", reasons: ["Fine."] };
    await desk.submit({ ...form, verdict: "APPROVED" }, null);
    await ledger.close();
    const found = await rules();
    expect(found.join()).not.toContain("lawyer has not");
    expect(found).toContain(
      "warning review-unattested: Code did not see that lawyer itself answered R-1: it counts as advice.",
    );
  });

  it("says whose work it is not: --author", async () => {
    const ceo = await hq(`${WEEK}#2026-11-20`, "--author", "@CEO", "--json");
    expect(JSON.parse(ceo.stdout).posts[0].reviews.needed).toMatchObject([
      { reviewer: "lawyer", standing: { kind: "missing" } },
      { reviewer: "marketing", standing: { kind: "missing" } },
    ]);
    const { code, stderr } = await hq(WEEK, "--author", "sales");
    expect([code, stderr.includes('by "sales"')]).toEqual([2, true]);
  });

  it("lists what waits for an answer, and takes the founder's from a file", async () => {
    const post = `${WEEK}#2026-11-20`;
    const list = await answer(post, "--json");
    const { statements } = JSON.parse(list.stdout);
    expect([list.code, statements.length]).toEqual([1, 4]);
    const file = path.join(company.root, "answers.json");
    const all = statements.map(({ number: statement }: { number: number }) => ({
      ...{ statement, is: "THESIS", by: "campaign:redeiro-data-export" },
    }));
    await writeFile(file, JSON.stringify([{ statement: 99, is: "no claim" }]));
    const refused = await answer(post, "--from", "answers.json");
    expect([refused.code, refused.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      2,
      expect.stringContaining("no statement 99 was put. Nothing was changed."),
    ]);
    await writeFile(file, JSON.stringify(all));
    const done = await answer(post, "--from", "answers.json");
    expect(done.stdout).toMatch(/4 answers recorded\.\s+Every statement of \S+ is answered/);
    expect(done.code).toBe(0);
    const checked = JSON.parse((await hq(post, "--json")).stdout).posts[0];
    expect(checked.reviews.unanswered).toEqual({ forReviewer: [], forFounder: [] });
    const audit = await runHq(["audit", "--post", "2026-11-20-x"], { cwd: company.root });
    expect(audit.stdout.replaceAll(/\s+/g, " ")).toContain("founder answered a statement of");
    await writeFile(file, "[1]");
    expect((await answer(post, "--from", "answers.json")).stderr).toContain("no list of answers");
    const [, id = ""] = post.split("#");
    expect((await answer(id)).stdout).toContain("is answered");
    expect((await answer("1999-01-01")).stderr).toContain("no draft has this id");
    expect((await answer("BOARD.md")).stderr).toContain("no post");
  });

  it("refuses a post that is not there with the ids that there are", async () => {
    const { code, stderr } = await hq(`${WEEK}#2026-11-30`);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("2026-11-19-x-41-minutes");
  });

  it("counts no review, and says so, when the ledger cannot be read", async () => {
    await mkdir(path.join(company.root, ".hq"));
    await writeFile(path.join(company.root, LEDGER_FILE), "no database ".repeat(100));
    const { stdout, stderr, code } = await hq(WEEK);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("No review is counted.");
    expect(stdout).toContain("lawyer has not answered");
  });

  it("takes any other text as one draft, and leaves with 0 when nothing blocks", async () => {
    const file = path.join(company.root, "note.txt");
    await writeFile(file, "I dropped an index today. See https://redeiro.example\n");
    expect((await hq("note.txt")).code).toBe(0);
    await writeFile(file, "Redeiro is secure by default.\n");
    const { code, stdout } = await hq("note.txt");
    expect(code).toBe(1);
    expect(stdout).toContain("line 1:");
  });

  it("refuses a file that is not there, not text, or a channel that is none", async () => {
    expect((await hq("none.md")).stderr).toContain("there is no such file");
    const folder = await hq("Marketing/drafts");
    expect([folder.code, folder.stderr]).toEqual([2, expect.stringContaining("week-2026-W47.md")]);
    await writeFile(path.join(company.root, "latin.txt"), Buffer.from([0x63, 0xe9]));
    expect((await hq("latin.txt")).stderr.replaceAll(/\s+/g, " ")).toContain("not UTF-8");
    expect((await hq(WEEK, "--channel", "../x")).code).toBe(2);
    await writeFile(path.join(company.root, "long.txt"), "long ".repeat(60_000));
    const { code, stdout } = await hq("long.txt");
    expect([code, stdout.includes("refused")]).toEqual([1, true]);
  });
});
