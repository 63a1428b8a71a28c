import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../cli/program.ts";
import { readCompany } from "../../../files/company.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  removeFolders,
  testIo,
} from "../../setup/company.ts";

const LAWYER = ".github/agents/lawyer.agent.md";
let packageRoot: string;

beforeAll(async () => {
  packageRoot = await clonedPackage();
});
afterAll(removeFolders);

async function hq(root: string, ...args: string[]) {
  const io = testIo(root);
  const exitCode = await run(["department", ...args, "--root", root], io);
  return { exitCode, out: io.out.join(""), err: io.err.join("") };
}

test("the list shows who is on board and who could come", async () => {
  const root = await installedCompany(packageRoot, { departments: "coo,cfo" });
  const { out } = await hq(root, "list");
  expect(out.split("\n").map((line) => line.slice(0, 16).trimEnd())).toEqual([
    "on board  cfo",
    "on board  coo",
    "not here  ceo",
    "not here  market",
    "not here  accoun",
    "not here  lawyer",
    "not here  cto",
    "not here  improv",
    "",
  ]);
});

test("removed and added again, the company is as before, byte for byte", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  expect((await hq(root, "remove", "lawyer")).out).toContain("lawyer is off board");
  expect((await filesIn(root)).has(LAWYER)).toBe(false);
  expect((await readCompany(root)).findings).toEqual([]);
  expect((await hq(root, "add", "lawyer")).out).toContain("lawyer is on board");
  expect(await filesIn(root)).toEqual(before);
  expect((await hq(root, "add", "lawyer")).out).toBe(
    "lawyer is on board already. Nothing was changed.\n",
  );
});

test("a dry run shows the lines and writes nothing", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const { out } = await hq(root, "remove", "lawyer", "--dry-run");
  expect(out).toContain("-| lawyer |");
  expect(out).toContain("Nothing was changed (--dry-run).");
  expect(await filesIn(root)).toEqual(before);
});

test("the founder's own changes are only removed by force, and a copy is kept", async () => {
  const root = await installedCompany(packageRoot);
  await appendFile(path.join(root, LAWYER), "\nMine.\n");
  const refused = await hq(root, "remove", "lawyer");
  expect(refused.exitCode).toBe(1);
  expect(refused.err.replaceAll(/\s+/g, " ")).toContain(
    "you changed .github/agents/lawyer.agent.md",
  );
  const forced = await hq(root, "remove", "lawyer", "--force", "--json");
  const answer = JSON.parse(forced.out);
  expect(answer).toMatchObject({ ok: true, kind: "written", id: "lawyer" });
  expect(await readFile(path.join(root, answer.keptCopy), "utf8")).toContain("Mine.");
});

test.each([
  { words: ["remove", "coo"], exitCode: 1, sentence: "it owns the board and the standup" },
  { words: ["add", "sales"], exitCode: 2, sentence: "the kit has none of this name" },
  { words: ["add", "founder"], exitCode: 2, sentence: "expected a name such as marketing" },
  { words: ["remove", "../x"], exitCode: 2, sentence: "expected a name such as marketing" },
])("$words exits with $exitCode and says why", async ({ words, exitCode, sentence }) => {
  const root = await installedCompany(packageRoot);
  const result = await hq(root, ...words);
  expect(result.exitCode).toBe(exitCode);
  expect(result.err).toContain(sentence);
});

test("before hq init there is nothing to add to", async () => {
  const clone = await clonedPackage();
  const result = await hq(clone, "remove", "lawyer");
  expect(result.exitCode).toBe(1);
  expect(result.err).toContain("Set the company up with: hq init");
});
