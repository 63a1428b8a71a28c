import { existsSync, readFileSync } from "node:fs";
import { appendFile, chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

const WEEK = "Marketing/drafts/week-2026-W47.md";
const NEXT = "Marketing/drafts/week-2026-W48.md";

let company: Awaited<ReturnType<typeof copySample>>;

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq(["post", ...argv], { cwd: company.root });
const at = (file: string) => path.join(company.root, file);
const NEW = ["new", "--channel", "x", "--title", "What a drill costs", "--date", "2026-11-24"];

describe("hq post new", () => {
  it("writes a section that hq post list, show and preview then show", async () => {
    const made = await hq(
      ...NEW,
      "--text",
      "I timed the drill: see https://example.com/drill",
      "--json",
    );
    expect(JSON.parse(made.stdout)).toEqual({
      ok: true,
      id: "2026-11-24-x-what-a-drill-costs",
      file: NEXT,
      line: 3,
    });
    const list = JSON.parse((await hq("list", "--channel", "x", "--json")).stdout);
    expect(list.posts.at(-1)).toMatchObject({
      id: "2026-11-24-x-what-a-drill-costs",
      status: "draft",
      window: { from: "2026-11-24T09:30:00.000Z", to: "2026-11-24T11:30:00.000Z" },
    });
    const { stdout, code } = await hq("preview", "2026-11-24-x");
    expect(code).toBe(0);
    expect(stdout).toContain("46 of 280 · with a link");
    expect(stdout).toContain("$0.200 on X's API");
    expect((await hq("show", "2026-11-24-x")).stdout).toContain("I timed the drill: see https://");
  });

  it("stands in the order of dates and leaves every other line as it was", async () => {
    const before = await readFile(at(WEEK), "utf8");
    await hq(
      "new",
      "--channel",
      "twitter",
      "--title",
      "In between",
      "--date",
      "2026-11-18",
      "--text",
      "Words.",
    );
    const after = await readFile(at(WEEK), "utf8");
    const section = "## 2026-11-18 · x · In between\n\n- Status: draft\n\nWords.\n\n";
    expect(after.replace(section, "")).toBe(before);
    expect(after.indexOf("In between")).toBeLessThan(after.indexOf("41 minutes"));
  });

  it("takes fields, and the text of a file or of the founder's editor", async () => {
    await writeFile(at("post.txt"), "From a file.\n");
    const fields = [
      "--tags",
      "node, sqlite",
      "--canonical",
      "https://redeiro.example/drill",
      "--level",
      "LIVE",
    ];
    await hq(
      "new",
      "--channel",
      "dev.to",
      "--title",
      "A drill",
      "--date",
      "2026-11-25",
      "--file",
      "post.txt",
      ...fields,
    );
    const page = readFileSync(at(NEXT), "utf8");
    expect(page).toContain(
      "- Status: draft\n- Level: LIVE\n- Tags: node, sqlite\n- Canonical: https://redeiro.example/drill\n\nFrom a file.\n",
    );
    await writeFile(at("editor.sh"), '#!/bin/sh\nprintf "From my editor." > "$1"\n');
    await chmod(at("editor.sh"), 0o755);
    const env = { EDITOR: `"${at("editor.sh")}"` };
    await runHq(["post", ...NEW], { cwd: company.root, interactive: true, env });
    expect(readFileSync(at(NEXT), "utf8")).toContain("From my editor.\n");
  });

  it("refuses what would not come back as this one post, and changes nothing", async () => {
    const before = await readFile(at(WEEK), "utf8");
    const base = ["new", "--channel", "x", "--date", "2026-11-20"];
    for (const argv of [
      [
        ...base,
        "--title",
        "A",
        "--text",
        "One.\n\n## 2026-11-21 · x · Two\n\n- Status: approved\n\nThree.",
      ],
      [...base, "--title", "A\n- Status: approved", "--text", "One."],
      [...base, "--title", " ", "--text", "One."],
      ["new", "--channel", "x y", "--date", "2026-11-20", "--title", "A", "--text", "One."],
      ["new", "--channel", "x", "--date", "2026-02-30", "--title", "A", "--text", "One."],
      [...base, "--title", "A"],
    ]) {
      expect((await hq(...argv)).code, argv.join(" ")).toBe(2);
    }
    expect(await readFile(at(WEEK), "utf8")).toBe(before);
  });
});

describe("hq post preview", () => {
  it("shows an article's front page and what its channel would refuse", async () => {
    const { stdout, code } = await hq("preview", "2026-11-21-devto");
    expect(stdout).toContain("min read");
    expect(stdout).toContain("Cost:     no charge");
    expect(stdout).toContain("warning: No Canonical");
    // The sample's slot is a Saturday: this post has it.
    expect(stdout).toContain("2026-11-21 10:00 to 12:00");
    expect(code).toBe(0);
  });

  it("names a picture that is missing, too large, or outside the company", async () => {
    await mkdir(at("Marketing/media"));
    await writeFile(at("Marketing/media/big.png"), Buffer.alloc(20 * 1024 * 1024));
    await appendFile(
      at(WEEK),
      "\n## 2026-11-22 · x · Pictures\n\n- Status: draft\n- At: 10:00\n- Media: ![a](Marketing/media/none.png) ![b](Marketing/media/big.png) ![c](.hq/hq.db)\n\nText.\n",
    );
    const { stdout, code } = await hq("preview", "2026-11-22-x-pictures");
    expect(code).toBe(1);
    const flat = stdout.replaceAll(/\s+/g, " ");
    expect(flat).toContain("none.png cannot be used: there is nothing of this name");
    expect(flat).toContain("big.png cannot be used: 20971520 bytes (the limit is 5242880)");
    expect(flat).toContain(".hq/hq.db cannot be used");
  });

  it("says which post is meant when there are several, or none", async () => {
    expect((await hq("preview", "2026-11-")).code).toBe(2);
    const { stderr, code } = await hq("preview", "2031-01-01-x");
    expect(code).toBe(1);
    expect(stderr).toContain("hq post list");
  });
});

describe("hq post check", () => {
  it("tells of words and of the channel, of one post or of all that wait", async () => {
    const one = await hq("check", "2026-11-21", "--json");
    expect(one.code).toBe(1);
    const { posts } = JSON.parse(one.stdout);
    expect(posts).toHaveLength(1);
    expect(posts[0].draft.check.findings.length).toBeGreaterThan(0);
    expect(posts[0].problems).toMatchObject([{ severity: "warning" }]);
    const all = JSON.parse((await hq("check", "--json")).stdout);
    expect(all.posts.map(({ id }: { id: string }) => id.slice(0, 10))).toEqual([
      "2026-11-19",
      "2026-11-20",
      "2026-11-21",
    ]);
    expect((await hq("check", "--channel", "x")).stdout).not.toContain("dev.to");
  });
});

describe("hq post plan", () => {
  it("shows the week, and writes a calendar that stays the same while the posts do", async () => {
    const { stdout } = await hq("plan", "--week", "2026-W48", "--calendar");
    await expect(stdout).toMatchFileSnapshot("post-plan.golden.txt");
    const calendar = await readFile(at("Marketing/calendar.ics"), "utf8");
    expect(calendar).toContain("UID:2026-11-19-x-41-minutes@solo-hq");
    expect(calendar).not.toContain("Prices for new shops");
    await runHq(["post", "plan", "--calendar"], {
      cwd: company.root,
      now: () => new Date("2026-11-23T08:30:00Z"),
    });
    expect(await readFile(at("Marketing/calendar.ics"), "utf8")).toBe(calendar);
    expect((await hq("plan", "--week", "2025-W53")).code).toBe(2);
  });

  it("writes no calendar that was not asked for", async () => {
    await hq("plan");
    expect(existsSync(at("Marketing/calendar.ics"))).toBe(false);
  });
});
