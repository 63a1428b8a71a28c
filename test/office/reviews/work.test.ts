import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReviewedWork } from "../../../company/protocol/review.ts";
import { hashNow, readWork } from "../../../office/reviews/work.ts";

const WEEK = "Marketing/drafts/week-2026-W48.md";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq work "));
  mkdirSync(path.join(root, "Marketing/drafts"), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const post = (head: string, text: string, status = "draft") =>
  `## ${head}\n\n- Status: ${status}\n- Product: Redeiro\n- Level: LIVE\n\n${text}\n`;
const TIDE = post("2026-11-24 · x · Tide", "The tide is secure.");
const MOON = post("2026-11-26 · dev.to · Moon", "The moon is a contract.");

function write(...posts: string[]): void {
  writeFileSync(path.join(root, WEEK), `# Week\n\n${posts.join("\n")}`);
}

async function work(name: string): Promise<ReviewedWork> {
  const result = await readWork(root, name);
  if ("kind" in result) throw new Error(`${result.reason} ${result.instead}`);
  return result;
}

describe("one post as work", () => {
  it("is its normal form, under its whole id", async () => {
    write(TIDE, MOON);
    expect(await work(`file:${WEEK}#2026-11-24`)).toMatchObject({
      path: `${WEEK}#2026-11-24-x-tide`,
      text: "Channel: x\nTitle: Tide\nProduct: Redeiro\nLevel: LIVE\n\nThe tide is secure.",
      bytes: 72,
      posts: [{ path: `${WEEK}#2026-11-24-x-tide` }, { path: `${WEEK}#2026-11-26-devto-moon` }],
    });
  });

  it("keeps its hash when other posts, its status or its day change, and no other", async () => {
    write(TIDE, MOON);
    const { hash } = await work(`file:${WEEK}#2026-11-24-x-tide`);
    write(MOON.replace("moon", "sun"), TIDE.replace("draft", "approved"));
    expect((await work(`file:${WEEK}#2026-11-24-x-tide`)).hash).toBe(hash);
    write(TIDE.replace("11-24", "11-28"));
    expect((await work(`file:${WEEK}#2026-11-28`)).hash).toBe(hash);
    write(TIDE.replace("secure", "safe"));
    expect((await work(`file:${WEEK}#2026-11-24`)).hash).not.toBe(hash);
  });

  it("is what a file of drafts stands for when it has only one", async () => {
    write(TIDE);
    expect((await work(`file:${WEEK}`)).path).toBe(`${WEEK}#2026-11-24-x-tide`);
  });

  it.each<[string, string, string[], RegExp]>([
    ["a file of two posts", WEEK, [TIDE, MOON], /does not say which of 2 posts is meant/],
    ["an empty name", `${WEEK}#`, [TIDE, MOON], /does not say which of 2 posts/],
    ["a post that is not there", `${WEEK}#2026-12-01`, [TIDE, MOON], /not in the file/],
    ["a beginning of two", `${WEEK}#2026-11-2`, [TIDE, MOON], /fits 2 posts/],
    [
      "a post without a status",
      `${WEEK}#2026-11-24`,
      ["## 2026-11-24 · x · Tide\n", MOON],
      /not in/,
    ],
    [
      "the only good post of a bad file",
      WEEK,
      ["## 2026-11-24 · x · Tide\n", MOON],
      /does not say/,
    ],
  ])("is refused for %s, with the ids that there are", async (...[, name, posts, reason]) => {
    write(...posts);
    const refusal = await readWork(root, `file:${name}`);
    expect(refusal).toMatchObject({
      kind: "refused",
      code: "unreadable-work",
      reason: expect.stringMatching(reason),
      instead: expect.stringContaining("2026-11-26-devto-moon"),
    });
    if (posts[0]?.includes("Status")) return;
    expect(refusal).toMatchObject({
      instead: expect.stringMatching(/:3: a post without a status/),
    });
  });

  it("is not looked for in another file, whose name may hold a #", async () => {
    writeFileSync(path.join(root, "notes #1.md"), TIDE + MOON);
    expect((await work("file:notes #1.md")).path).toBe("notes #1.md");
    writeFileSync(path.join(root, "notes.md"), TIDE + MOON);
    expect((await work("file:notes.md")).path).toBe("notes.md");
    expect((await work("file:notes.md#2026-11-26")).path).toBe("notes.md#2026-11-26-devto-moon");
    expect(await readWork(root, "file:none.md#2026-11-26")).toMatchObject({
      reason: expect.stringContaining("there is no such file"),
    });
  });

  it("cannot be stood in for by a file that is called like it", async () => {
    write(TIDE, MOON);
    writeFileSync(path.join(root, `${WEEK}#2026-11-24-x-tide`), "Harmless.");
    expect((await work(`file:${WEEK}#2026-11-24-x-tide`)).text).toContain("secure");
    expect((await work(`file:./Marketing/../${WEEK}#2026-11-24-x-tide`)).text).toContain("secure");
  });
});

describe("the hash of a recorded work now", () => {
  it("is the same where its post has another id, and another where its text changed", async () => {
    write(TIDE, MOON);
    const { path: workPath, hash: workHash } = await work(`file:${WEEK}#2026-11-24`);
    const recorded = { workPath, workHash };
    write(MOON, TIDE.replace("11-24", "11-28"));
    expect(await hashNow(root, recorded)).toBe(workHash);
    write(MOON, TIDE.replace("secure", "safe"));
    expect(await hashNow(root, recorded)).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashNow(root, recorded)).not.toBe(workHash);
    write(MOON);
    expect(await hashNow(root, recorded)).toBeNull();
    rmSync(path.join(root, WEEK));
    expect(await hashNow(root, recorded)).toBeNull();
  });

  it("is its own for a text that came with the request", async () => {
    expect(await hashNow(root, { workPath: null, workHash: "ab" })).toBe("ab");
  });
});
