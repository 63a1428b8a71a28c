// What scripts/build.mjs makes: chunks are joined there after the bundler, and heavy packages are asked for later.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const DIST = path.join(import.meta.dirname, "..", "..", "dist");
const scripts = readdirSync(DIST).filter((name) => name.endsWith(".js"));
const textOf = (name: string) => readFileSync(path.join(DIST, name), "utf8");

/** The file of a command and all that Node reads before it runs. */
function readFor(command: string): string[] {
  const first = scripts.filter((name) => new RegExp(`^${command}-[A-Z0-9]{8}\\.js$`).test(name));
  expect(first).toHaveLength(1);
  const found = new Set(first);
  for (const name of found) {
    for (const [, file = ""] of textOf(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      found.add(file);
    }
  }
  return [...found];
}

it("has in each file what the others import of it", () => {
  const link = path.join(import.meta.dirname, "link-all.mjs");
  const args = ["--no-warnings", "--experimental-vm-modules", link, DIST];
  expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe(`${scripts.length}\n`);
});

it("finds every file that is asked for later", () => {
  for (const name of scripts) {
    for (const [, file = ""] of textOf(name).matchAll(/(?:import|ask)\("\.\/([^"]+\.js)"\)/g)) {
      expect(scripts, `${name} asks for ${file}`).toContain(file);
    }
  }
});

describe.each([
  ["standup", "standup"],
  ["doctor", "examine"],
])("hq %s", (_, command) => {
  it("reads few files before it runs, each of which takes time", () => {
    expect(readFor(command).length).toBeLessThan(30);
  });

  it.each([
    ["zod", "ZodError"],
    ["the Markdown parser", "codeFenced"],
    ["the reader of YAML", "js-yaml"],
    ["the stemmers", "stemWord"],
  ])("does not read %s before it needs it", (_what, mark) => {
    const holding = scripts.filter((name) => textOf(name).includes(mark));
    expect(holding.length).toBeGreaterThan(0);
    const read = readFor(command);
    expect(holding.filter((name) => read.includes(name))).toEqual([]);
  });
});
