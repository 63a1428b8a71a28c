import { execFileSync } from "node:child_process";
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "../../cli/program.ts";
import {
  ANSWERS,
  clonedPackage,
  installedCompany,
  removeFolders,
  tempFolder,
  testIo,
} from "../setup/company.ts";

afterAll(removeFolders);

/** What the command printed, with the temporary folder under a short name. */
async function printed(argv: string[], root: string): Promise<string> {
  const io = testIo(root);
  await run(argv, io);
  return [...io.out, ...io.err].join("").replaceAll(root, "/data/ana/acme");
}

/** Diffs and conflicts show the file's own lines, and a path is not cut: both may be longer. */
function tooLong(text: string): string[] {
  return text.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
}

const FLAGS = ["--company", ANSWERS.company, "--founder", "Ana", "--country", "Portugal"];

test("hq init in a clone", async () => {
  const clone = await clonedPackage();
  for (const args of [["init"], ["remote", "add", "origin", "https://git.example/solo-hq.git"]]) {
    execFileSync("git", args, { cwd: clone, stdio: "ignore" });
  }
  const first = await printed(["init", ...FLAGS], clone);
  expect(first).toContain("IVA periodic return");
  expect(first).toContain("  git remote rename origin solo-hq\n");
  expect(tooLong(first)).toEqual([]);
  expect(tooLong(await printed(["init"], clone))).toEqual([]);
  expect(tooLong(await printed(["upgrade"], clone))).toEqual([]);
});

test("hq init in a copy without a remote has none to rename", async () => {
  const clone = await clonedPackage();
  expect(await printed(["init", ...FLAGS], clone)).not.toContain("git remote");
});

test("hq init into another repository, and a country of which it knows no duties", async () => {
  const clone = await clonedPackage();
  const root = await tempFolder();
  const flags = ["--company", "A", "--founder", "B", "--country", "Iceland", "--currency", "ISK"];
  const text = await printed(["init", "--into", root, ...flags], root);
  expect(clone).not.toBe(root);
  expect(text).toContain("+ memory: 1 entity\n");
  expect(text).not.toContain("git remote rename");
  expect(tooLong(text)).toEqual([]);
});

test("an old Node on the PATH is named before the first command fails on it", async () => {
  const root = await tempFolder();
  const bin = await tempFolder();
  await writeFile(path.join(bin, "node"), "#!/bin/sh\necho v20.20.2\n", { mode: 0o755 });
  const io = { ...testIo(root), env: { PATH: bin } };
  expect(await run(["init", "--into", root, ...FLAGS], io)).toBe(0);
  expect(io.out.join("").replaceAll(/\s+/g, " ")).toContain(
    "The node on the PATH is 20.20.2, and these need 22.18 or newer.",
  );
});

test("hq department, hq upgrade and hq lesson", async () => {
  const root = await installedCompany(await clonedPackage({ version: "0.0.1" }), {
    ...ANSWERS,
    product: [],
  });
  const removed = await printed(["department", "remove", "lawyer"], root);
  expect(removed).toContain("give them to someone else");
  expect(tooLong(removed)).toEqual([]);
  await appendFile(path.join(root, ".github/agents/cfo.agent.md"), "mine\n");
  expect(tooLong(await printed(["department", "remove", "cfo"], root))).toEqual([]);
  const conflicts = path.join(root, ".hq-kit/conflicts/Marketing/strategy.md");
  await rm(conflicts, { force: true });
  expect(tooLong(await printed(["upgrade"], root))).toEqual([]);
  const lesson = ["lesson", "add", "--agent", "coo", "--category", "bug"];
  const texts = ["--summary", "S ".repeat(300), "--detail", "", "--action", "a"];
  const refused = await printed([...lesson, ...texts], root);
  expect(tooLong(refused)).toEqual([]);
  expect(refused.length).toBeLessThan(800);
});

test("a file that cannot be read names its limit in words", async () => {
  const root = await installedCompany(await clonedPackage(), { ...ANSWERS, product: [] });
  await writeFile(path.join(root, "BOARD.md"), Buffer.from([0xff, 0xfe, 0x00]));
  const text = await printed(["board", "list"], root);
  expect(text.replaceAll(/\s+/g, " ")).toContain("UTF-8 text file of at most 2 MB");
  expect(tooLong(text)).toEqual([]);
  expect(await readFile(path.join(root, "BOARD.md"))).toHaveLength(3);
});

test("what init could not merge is said again at its end", async () => {
  const clone = await clonedPackage();
  const root = await tempFolder();
  await writeFile(path.join(root, ".mcp.json"), '{ "mcpServers": [');
  const io = testIo(root);
  expect(await run(["init", "--into", root, "--root", clone, ...FLAGS], io)).toBe(2);
  expect(await run(["init", "--into", root, ...FLAGS], io)).toBe(0);
  const end = io.out.join("").split("Next, in")[1] ?? "";
  expect(end.replaceAll(/\s+/g, " ")).toContain(
    "Left to you: .mcp.json: it is not a JSON object; add by hand what .hq-kit/base/.mcp.json has.",
  );
});

test("one broken place of a constitution is one place", async () => {
  const root = await tempFolder();
  const page = path.join(root, ".github/copilot-instructions.md");
  await mkdir(path.dirname(page));
  await writeFile(page, "## Products\n\nfoo\n");
  const text = await printed(["init", "--into", root, ...FLAGS], root);
  expect(text).toContain("1 place of the constitution");
  expect(tooLong(text)).toEqual([]);
});
