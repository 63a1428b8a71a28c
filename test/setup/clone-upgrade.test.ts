/** A company that is a clone: the commands that `hq upgrade` prints bring the new version, in two real repositories. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { wordsOfLine } from "../../cli/completion/complete.ts";
import { run } from "../../cli/program.ts";
import { clonedPackage, put, removeFolders, tempFolder, testIo } from "./company.ts";

afterAll(removeFolders);

const TAX = ".github/skills/portuguese-tax";

let upstream: string;
let company: string;

/** Whose commits they are, and none of the machine's own settings. */
const ENV = {
  ...{ PATH: process.env.PATH ?? "", HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" },
  ...{ GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@example.com" },
  ...{ GIT_COMMITTER_NAME: "Ana", GIT_COMMITTER_EMAIL: "ana@example.com" },
};

function git(root: string, ...words: string[]): string {
  return execFileSync("git", words, { cwd: root, env: ENV, encoding: "utf8", stdio: "pipe" });
}

function commit(root: string, message: string): void {
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", message);
}

/** A company of another country: the pack's pages are gone, the page is filled in, and all of it committed. */
beforeEach(async () => {
  upstream = await clonedPackage();
  await put(upstream, `${TAX}/calendar.md`, "# Days\n");
  git(upstream, "init", "-q", "-b", "main");
  commit(upstream, "0.1.0");
  company = await tempFolder();
  rmSync(company, { recursive: true });
  git(path.dirname(company), "clone", "-q", upstream, company);
  git(company, "config", "user.name", "Ana");
  git(company, "config", "user.email", "ana@example.com");
  rmSync(path.join(company, TAX), { recursive: true });
  await put(company, ".hq-kit/manifest.json", "{}");
  await put(company, "Founder/operations.md", "Ours\n");
  git(company, "remote", "rename", "origin", "solo-hq");
  commit(company, "The company");
});

async function release(): Promise<void> {
  await put(upstream, `${TAX}/SKILL.md`, "Changed\n");
  await put(upstream, `${TAX}/fresh.md`, "New in this version\n");
  await put(upstream, "README.md", "0.2.0\n");
  commit(upstream, "0.2.0");
}

async function hq(...words: string[]): Promise<{ code: number; text: string }> {
  const io = testIo(company);
  const code = await run(words, io);
  return { code, text: [...io.out, ...io.err].join("") };
}

/** What `hq upgrade` prints, typed line by line; npm is not part of it here. */
async function typePrinted(): Promise<string[]> {
  const { text, code } = await hq("upgrade");
  expect(code).toBe(0);
  const lines = text.split("\n").filter((line) => line.startsWith("  "));
  for (const line of lines) {
    const [program = "", ...words] = wordsOfLine(`shell ${line.trim()}`);
    if (program === "git") git(company, ...words);
    else if (program !== "npm") expect((await hq(...words)).code).toBe(0);
  }
  return lines.map((line) => line.trim());
}

describe("hq upgrade in a clone", () => {
  it("prints commands that bring the new version, and keep deleted what was deleted", async () => {
    await release();
    const typed = await typePrinted();
    expect(typed).toEqual([
      "git fetch solo-hq",
      expect.stringMatching(/hq upgrade --merge solo-hq\/main$/),
      "npm ci",
    ]);
    expect(readFileSync(path.join(company, "README.md"), "utf8")).toBe("0.2.0\n");
    expect(existsSync(path.join(company, TAX))).toBe(false);
    expect(readFileSync(path.join(company, "Founder/operations.md"), "utf8")).toBe("Ours\n");
    expect(git(company, "status", "--porcelain", "--untracked-files=no")).toBe("");
    // Both histories are in it, and a second time there is nothing.
    git(company, "merge-base", "--is-ancestor", "solo-hq/main", "HEAD");
    expect((await hq("upgrade", "--merge", "solo-hq/main")).text).toContain("Nothing new");
  });

  it("says first what is to be committed", async () => {
    await release();
    git(company, "fetch", "-q", "solo-hq");
    writeFileSync(path.join(company, "Founder/operations.md"), "Ours, edited\n");
    const refused = await hq("upgrade", "--merge", "solo-hq/main");
    expect(refused).toMatchObject({ code: 1 });
    expect(await typePrinted()).toHaveLength(5);
    expect(readFileSync(path.join(company, "Founder/operations.md"), "utf8")).toContain("edited");
  });

  it("names the files in which a person has to decide, and goes on when they did", async () => {
    await release();
    await put(upstream, "Founder/operations.md", "Theirs\n");
    commit(upstream, "another");
    git(company, "fetch", "-q", "solo-hq");
    const { code, text } = await hq("upgrade", "--merge", "solo-hq/main");
    expect({ code, text }).toMatchObject({ code: 1, text: expect.stringContaining("Founder/op") });
    expect(existsSync(path.join(company, TAX))).toBe(false);
    await put(company, "Founder/operations.md", "Both\n");
    git(company, "add", "-A");
    expect(await hq("upgrade", "--merge", "solo-hq/main")).toMatchObject({ code: 0 });
    git(company, "merge-base", "--is-ancestor", "solo-hq/main", "HEAD");
  });

  it("refuses a version that git does not know, and one without a common history", async () => {
    const unknown = await hq("upgrade", "--merge", "solo-hq/nowhere");
    expect(unknown).toMatchObject({ code: 1, text: expect.stringContaining("git fetch solo-hq") });
    git(company, "checkout", "-q", "--orphan", "other");
    commit(company, "Anew");
    const foreign = await hq("upgrade", "--merge", "solo-hq/main");
    expect(foreign).toMatchObject({ code: 1, text: expect.stringContaining("in common") });
  });

  it("knows a remote that was never renamed, and says when none is Solo HQ's", async () => {
    git(company, "remote", "rename", "solo-hq", "origin");
    expect((await hq("upgrade")).text).toContain("  git fetch origin\n");
    git(company, "remote", "remove", "origin");
    expect((await hq("upgrade")).text).toContain("  git remote add solo-hq ADDRESS-OF-SOLO-HQ\n");
  });
});
