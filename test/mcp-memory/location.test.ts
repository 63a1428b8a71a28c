import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
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
