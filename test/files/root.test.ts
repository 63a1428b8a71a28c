import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CONSTITUTION_FILE, findRoot, requireRoot } from "../../files/root.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo-hq-root-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function makeCompany(name: string): Promise<string> {
  const root = path.join(folder, name);
  await mkdir(path.join(root, ".github"), { recursive: true });
  await writeFile(path.join(root, CONSTITUTION_FILE), "# Constitution\n");
  return root;
}

it("finds the nearest company upward", async () => {
  const outer = await makeCompany("outer");
  const inner = await makeCompany("outer/inner");
  const below = path.join(inner, "a", "b");
  await mkdir(below, { recursive: true });
  expect(findRoot(below)).toBe(inner);
  expect(findRoot(outer)).toBe(outer);
});

it("takes the folder given with --root, relative to where the founder stands", async () => {
  const root = await makeCompany("maré e sol");
  expect(requireRoot("maré e sol", folder)).toBe(root);
});

it("says what it looked for when there is no company", () => {
  expect(() => requireRoot(undefined, folder)).toThrow(
    expect.objectContaining({ code: "no-company", hint: expect.stringContaining("hq init") }),
  );
  expect(() => requireRoot("nowhere", folder)).toThrow(/nowhere/);
});
