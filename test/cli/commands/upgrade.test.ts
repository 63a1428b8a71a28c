import { appendFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { run } from "../../../cli/program.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  removeFolders,
  tempFolder,
  testIo,
} from "../../setup/company.ts";

afterAll(removeFolders);

test("a clone is told to use git, with exit code 0 and no change", async () => {
  const clone = await clonedPackage();
  const before = await filesIn(clone);
  const io = testIo(clone);
  expect(await run(["upgrade", "--root", clone], io)).toBe(0);
  expect(io.out.join("").replaceAll(/\s+/g, " ")).toContain(
    "is a clone of Solo HQ: git brings the new version",
  );
  expect(await filesIn(clone)).toEqual(before);
});

test("a folder without a company is refused with a way out", async () => {
  const folder = await tempFolder();
  const io = testIo(folder);
  expect(await run(["upgrade", "--root", folder], io)).toBe(1);
  expect(io.err.join("")).toContain("hq init --into DIR");
});

test("a conflict shows both versions with the line, and the exit code is 1", async () => {
  // The company was set up from a kit whose voice skill ended otherwise than this project's.
  const voice = ".github/skills/voice/SKILL.md";
  const older = await clonedPackage({
    version: "0.0.1",
    kit: { [voice]: "---\nname: voice\ndescription: x\n---\n\nOld\n" },
  });
  const root = await installedCompany(older);
  await appendFile(path.join(root, voice), "My line\n");
  const before = await filesIn(root);
  const io = testIo(root);
  expect(await run(["upgrade", "--root", root, "--dry-run"], io)).toBe(1);
  expect(io.err.join("")).toMatch(
    /Conflict in \.github\/skills\/voice\/SKILL\.md: you and this version changed the\s+same lines/,
  );
  expect(io.err.join("")).toContain("- yours: My line");
  expect(io.out.join("")).toContain("Nothing was changed (--dry-run).");
  expect(await filesIn(root)).toEqual(before);
});
