import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { memoryFilePath } from "../../mcp-memory/location.ts";
import { workbench } from "./workbench.ts";

const bench = workbench();
const at = (env: Record<string, string>, cwd = bench.folder()) =>
  memoryFilePath({ env, cwd, home: path.join(path.sep, "home", "ana") });

it("takes MEMORY_FILE_PATH, from the home folder or the working folder", () => {
  const absolute = path.join(path.sep, "x", "m.jsonl");
  expect(at({ MEMORY_FILE_PATH: absolute })).toBe(absolute);
  expect(at({ MEMORY_FILE_PATH: "x/m.jsonl" })).toBe(bench.at("x/m.jsonl"));
  expect(at({ MEMORY_FILE_PATH: "~/m.jsonl" })).toBe(path.join(path.sep, "home", "ana", "m.jsonl"));
  expect(at({ MEMORY_FILE_PATH: "~m.jsonl" })).toBe(bench.at("~m.jsonl"));
});

it("else takes the company's root, and without a company the working folder", () => {
  mkdirSync(bench.at("deep/er"), { recursive: true });
  expect(at({ MEMORY_FILE_PATH: " " }, bench.at("deep/er"))).toBe(bench.at("deep/er/memory.jsonl"));
  mkdirSync(bench.at(".github"));
  writeFileSync(bench.at(".github/copilot-instructions.md"), "");
  expect(at({}, bench.at("deep/er"))).toBe(bench.at());
});

describe("a path with something to expand", () => {
  const around = (given: string) => ({
    env: { MEMORY_FILE_PATH: given, APPDATA: path.resolve("/data"), NAME: "b" },
    cwd: path.resolve("/work folder"),
    home: path.resolve("/srv/ana"),
  });
  it.each([
    ["\u0024{workspaceFolder}/memory.jsonl", "/work folder/memory.jsonl"],
    ["\u0024{workspaceRoot}/m.jsonl", "/work folder/m.jsonl"],
    ["\u0024{env:NAME}/m.jsonl", "/work folder/b/m.jsonl"],
    ["\u0024{userHome}/m.jsonl", "/srv/ana/m.jsonl"],
    ["$HOME/m.jsonl", "/srv/ana/m.jsonl"],
    ["%APPDATA%/m.jsonl", "/data/m.jsonl"],
    ['"~/m.jsonl"', "/srv/ana/m.jsonl"],
    ["file:///data/a%20b.jsonl", "/data/a b.jsonl"],
    ["a$.jsonl", "/work folder/a$.jsonl"],
  ])("%s is %s", (given, expected) => {
    expect(memoryFilePath(around(given))).toBe(path.resolve(expected));
  });

  it.each([
    "\u0024{workspaceFolder:other}/m.jsonl",
    "\u0024{input:path}/m.jsonl",
    "$NOTHING/m.jsonl",
    "%NOTHING%\\m.jsonl",
    "~root/m.jsonl",
    "https://example.org/m.jsonl",
    "file://elsewhere/m.jsonl",
    "C:\\temp\\m.jsonl",
  ])("%s is refused with words", (given) => {
    expect(() => memoryFilePath(around(given))).toThrow(/^Cannot use MEMORY_FILE_PATH .*expected/);
  });
});
