import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { oldSystemNode } from "../../doctor/system-node.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "solo-hq-node-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A `node` on the PATH that says it is this version. */
function pathWith(version: string): { PATH: string } {
  const folder = path.join(root, "path");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "node"), `#!/bin/sh\necho ${version}\n`);
  chmodSync(path.join(folder, "node"), 0o755);
  return { PATH: folder };
}

test.each([
  ["v20.20.2", "20.20.2"],
  ["v22.17.0", "22.17.0"],
  ["v22.18.0", null],
  ["v24.1.0", null],
  ["nonsense", null],
])("an installed kit on a PATH with Node %s", async (version, expected) => {
  expect(await oldSystemNode({ root, env: pathWith(version) })).toBe(expected);
});

test("HQ_NODE replaces an old one", async () => {
  const env = { ...pathWith("v20.20.2"), HQ_NODE: process.execPath };
  expect(await oldSystemNode({ root, env })).toBeNull();
});

test("so does the pinned Node of a clone", async () => {
  mkdirSync(path.join(root, "bin"));
  writeFileSync(path.join(root, "bin", "launch.js"), "");
  mkdirSync(path.join(root, "node_modules", "node", "bin"), { recursive: true });
  writeFileSync(path.join(root, "node_modules", "node", "bin", "node"), "");
  expect(await oldSystemNode({ root, env: pathWith("v20.20.2") })).toBeNull();
});

test("no node at all is another finding", async () => {
  expect(await oldSystemNode({ root, env: { PATH: path.join(root, "nothing") } })).toBeNull();
});
