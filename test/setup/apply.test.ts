import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { applyChanges } from "../../setup/apply.ts";
import type { Change } from "../../setup/change.ts";
import { filesIn, put, removeFolders, tempFolder } from "./company.ts";

afterAll(removeFolders);

function create(file: string): Change {
  return { kind: "create", path: file, text: `${file}\n` };
}

test("changes are written, files are removed, and kept ones are not touched", async () => {
  const root = await tempFolder();
  await put(root, "old.md", "old\n");
  await put(root, "mine.md", "mine\n");
  const changes: Change[] = [
    create("a/b/new.md"),
    { kind: "remove", path: "old.md", before: "old\n", note: "" },
    { kind: "keep", path: "mine.md", note: "" },
  ];
  expect(await applyChanges(root, changes)).toEqual(["a/b/new.md", "old.md"]);
  expect([...(await filesIn(root))]).toEqual([
    ["a/b/new.md", "a/b/new.md\n"],
    ["mine.md", "mine\n"],
  ]);
});

test("when one write fails, the error says what was written, and nothing behind it is", async () => {
  const root = await tempFolder();
  await put(root, "b", "a file where a folder must be\n");
  await expect(
    applyChanges(root, [create("a.md"), create("b/c.md"), create("d.md")]),
  ).rejects.toMatchObject({
    code: "write-failed",
    message: expect.stringMatching(
      /b\/c\.md failed.*1 of the files before it were written whole \(last: a\.md\)/,
    ),
  });
  expect([...(await filesIn(root)).keys()]).toEqual(["a.md", "b"]);
});

test.each([
  ["a folder that leads outside", "folder", "folder/x.md"],
  ["a file that leads outside", "x.md", "x.md"],
])("%s is refused before the first write", async (_, link, file) => {
  const root = await tempFolder();
  const outside = await tempFolder();
  await put(outside, "x.md", "theirs\n");
  await symlink(link === "folder" ? outside : path.join(outside, "x.md"), path.join(root, link));
  await expect(applyChanges(root, [create("first.md"), create(file)])).rejects.toMatchObject({
    code: "wrong-state",
  });
  expect(await readFile(path.join(outside, "x.md"), "utf8")).toBe("theirs\n");
  expect((await filesIn(root)).has("first.md")).toBe(false);
});

test("a link to nowhere is refused, since it could lead anywhere", async () => {
  const root = await tempFolder();
  await symlink("/nowhere/at/all", path.join(root, "x.md"));
  await expect(applyChanges(root, [create("x.md")])).rejects.toMatchObject({ code: "wrong-state" });
});

test("a link inside the folder, and a folder reached through a link, are fine", async () => {
  const root = await tempFolder();
  await mkdir(path.join(root, "real"));
  await symlink("real", path.join(root, "alias"));
  const door = path.join(await tempFolder(), "door");
  await symlink(root, door);
  await applyChanges(door, [create("alias/x.md")]);
  expect([...(await filesIn(root)).keys()]).toEqual(["real/x.md"]);
});
