/** Style that a linter does not know. The lists of exceptions may only shrink. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..", "..");
const FOLDERS = [
  "company",
  "files",
  "ledger",
  "channels",
  "mcp-memory",
  "mcp-company",
  "office",
  "setup",
  "doctor",
  "cli",
  "bin",
  ".github/hooks",
];
const LINES_LIMIT = 300;
const LONG_FILES: Record<string, number> = {};
const VAGUE = /^(utils?|helpers?|common|manager|misc|index)\b/;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js|mjs)$/.test(file))
    .map((file) => path.join(folder, file)),
);
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

it("reads a real number of sources", () => {
  expect(sources.length).toBeGreaterThan(40);
});

it.each(sources)("%s has a name that says what it is", (file) => {
  expect(path.basename(file)).toMatch(/^[a-z][a-z0-9-]*(?:\.d)?\.(ts|js|mjs)$/);
  expect(path.basename(file)).not.toMatch(VAGUE);
});

it.each(sources)("%s is one subject long", (file) => {
  expect(read(file).split("\n").length).toBeLessThanOrEqual(LONG_FILES[file] ?? LINES_LIMIT);
});

it.each(sources)("%s has no unfinished work, no empty catch and no default export", (file) => {
  expect(read(file)).not.toMatch(/\b(TODO|FIXME|XXX)\b/);
  expect(read(file)).not.toMatch(/catch\s*(\([^)]*\))?\s*\{\s*\}/);
  expect(read(file)).not.toMatch(/^export default\b/m);
});
