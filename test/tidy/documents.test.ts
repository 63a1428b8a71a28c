/** The documents cannot rot: what the code offers is named in them, and what they name exists. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runHq } from "../cli/run-hq.ts";

const root = path.join(import.meta.dirname, "..", "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const reference = read("docs/reference.md");

/** The names in the first column of a help screen's command list. */
async function subcommands(...argv: string[]): Promise<string[]> {
  const { stdout } = await runHq([...argv, "--help"]);
  // Behind a blank line stand the examples.
  const [list = ""] = (stdout.split("Commands:\n")[1] ?? "").split("\n\n");
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)]
    .map(([, name]) => name as string)
    .filter((n) => n !== "help");
}

describe("docs/reference.md", () => {
  it("names every command, subcommand and option", async () => {
    for (const name of await subcommands()) {
      const below = await subcommands(name);
      for (const command of below.length > 0 ? below.map((sub) => `${name} ${sub}`) : [name]) {
        expect(reference).toContain(`hq ${command}`);
        const { stdout } = await runHq([...command.split(" "), "--help"]);
        for (const [option] of stdout.matchAll(/--[a-z-]+/g)) expect(reference).toContain(option);
      }
    }
  });

  it("names every section and column of the constitution", () => {
    const page = read(".github/copilot-instructions.md");
    for (const [, section, columns] of page.matchAll(
      /^## (.+)\n(?:(?!## ).*\n)*?\| (.+) \|\n\|-/gm,
    )) {
      expect(reference).toContain(section);
      for (const column of (columns as string).split(" | ")) expect(reference).toContain(column);
    }
  });

  it("names every tool of both servers", () => {
    for (const server of ["mcp-memory", "mcp-company"]) {
      const tools = JSON.parse(read(`test/${server}/tools.golden.json`)) as { name: string }[];
      expect(tools.length).toBeGreaterThan(0);
      for (const { name } of tools) expect(reference).toContain(`| \`${name}\` |`);
    }
  });

  it("names every error code and environment variable", () => {
    for (const file of ["company/error.ts", "ledger/error.ts", "mcp-memory/error.ts"]) {
      for (const [, code] of read(file).matchAll(/^ {2}\| "([a-z-]+)"/gm)) {
        expect(reference).toContain(`\`${code}\``);
      }
    }
    for (const folder of [
      "cli",
      "files",
      "mcp-memory",
      "mcp-company",
      "channels",
      "office",
      "setup",
      "doctor",
    ]) {
      for (const file of readdirSync(path.join(root, folder), {
        recursive: true,
        encoding: "utf8",
      })) {
        if (!file.endsWith(".ts")) continue;
        const source = read(path.join(folder, file));
        for (const [, name] of source.matchAll(/env\.((?:HQ|MEMORY|NO|FORCE)_[A-Z_]+)/g)) {
          expect(reference).toContain(`\`${name}\``);
        }
      }
    }
  });
});

describe("every document", () => {
  it("links only to files that exist", () => {
    const files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    for (const file of [
      ...files,
      "findings/README.md",
      ...readdirSync(path.join(root, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
    ]) {
      for (const [, target] of read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        expect(
          existsSync(path.join(root, path.dirname(file), target as string)),
          `${file}: ${target}`,
        ).toBe(true);
      }
    }
  });
});

describe("every picture in docs/", () => {
  it("is shown by a document, and small enough for every clone", () => {
    const all = readdirSync(path.join(root, "docs"));
    const pages = [
      "README.md",
      ...all.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
    ];
    const texts = pages.map(read).join("\n");
    for (const name of all.filter((one) => !one.endsWith(".md"))) {
      expect(name).toMatch(/^[a-z-]+\.png$/);
      expect(texts, name).toContain(name);
      expect(statSync(path.join(root, "docs", name)).size, name).toBeLessThanOrEqual(250_000);
    }
  });
});

describe("the README", () => {
  it("promises only npm scripts and commands that exist", async () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const commands = await subcommands();
    const readme = read("README.md");
    for (const [, name] of readme.matchAll(/npm run ([a-z:]+)/g))
      expect(scripts).toHaveProperty(name as string);
    for (const [, name] of readme.matchAll(/\bbin\/hq ([a-z]+)/g)) expect(commands).toContain(name);
    expect(scripts).toHaveProperty("start");
    expect(scripts).toHaveProperty("test");
  });
});

it("tells a department what to do about every refusal of a review", () => {
  const skill = read(".github/skills/peer-review/SKILL.md");
  const [, codes = ""] =
    /type RefusalCode =([\s\S]*?);\n/.exec(read("company/protocol/review.ts")) ?? [];
  const known = [...codes.matchAll(/\| "([a-z-]+)"/g)].map(([, code]) => code);
  expect(known.length).toBeGreaterThan(15);
  for (const code of known) expect(skill).toContain(`| \`${code}\` |`);
});

/** The scripts install other people's packages, so that they are read here and never run. */
describe("the findings", () => {
  const scripts = readdirSync(path.join(root, "findings")).filter((name) => name !== "README.md");

  it("are scripts, each in a row of their page", () => {
    expect(scripts.length).toBeGreaterThan(0);
    const page = read("findings/README.md");
    for (const name of scripts) {
      expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*\.sh$/);
      expect(page).toContain(`| [${name}](${name}) |`);
    }
  });

  it.each(scripts)("%s says in its head what one would guess and what is so", (name) => {
    const lines = read(`findings/${name}`).split("\n");
    const head = lines.slice(0, lines.indexOf("set -euo pipefail"));
    expect(head[0]).toBe("#!/usr/bin/env bash");
    for (const word of ["Seen with", "Guess", "Really", "Matters"]) {
      expect(head.filter((line) => line.startsWith(`# ${word}: `))).toHaveLength(1);
    }
  });

  it.each(scripts)("%s works in a folder of its own, with exact versions, without us", (name) => {
    const script = read(`findings/${name}`);
    expect(script).toContain("folder=$(mktemp -d)");
    expect(script).toContain("trap 'rm -rf \"$folder\"' EXIT");
    expect(script).toContain("npm install ");
    expect(script).not.toMatch(/@(?:\^|~|latest|next)/);
    expect(script).not.toMatch(/solo-hq|bin\/hq|dist\//);
  });
});
