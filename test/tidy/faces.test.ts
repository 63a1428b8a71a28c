/** The commands are a face: they parse, call an act, print. What the acts work on they do not touch. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..", "..");
const COMMANDS = "cli/commands";
/** Of the company's files a face only looks where the company stands. */
const ROOT_FINDER = "files/root.ts";
const FORBIDDEN = [
  /^node:(fs|sqlite|child_process)\b/,
  /^files\//,
  /^mcp-memory\/open\.ts$/,
  /^ledger\/open\.ts$/,
  /^office\/records\//,
  /^cli\/memory\/with-store\.ts$/,
];
/** Commands that still open something themselves. May only shrink. */
const EXCEPTIONS: Record<string, string[]> = {};

const commands = readdirSync(path.join(root, COMMANDS)).filter((file) => file.endsWith(".ts"));

/** What a source imports, in whatever way: our own files as paths from the root. */
function importsOf(file: string, text: string): string[] {
  const named = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']/g);
  return [...named].map(([, name = ""]) =>
    name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : name,
  );
}

function forbiddenIn(imports: readonly string[]): string[] {
  return imports.filter(
    (name) => name !== ROOT_FINDER && FORBIDDEN.some((pattern) => pattern.test(name)),
  );
}

it("reads the imports of a real number of commands", () => {
  expect(commands.length).toBeGreaterThan(8);
  for (const file of commands) {
    const imports = importsOf(`${COMMANDS}/${file}`, source(file));
    expect(imports, file).toContain("cli/output.ts");
  }
});

it("sees every way to reach past the acts", () => {
  const reaching = [
    'import { readText } from "../../files/text.ts";',
    'import type { CompanyFiles } from "../../files/company.ts";',
    'import { readFile } from "node:fs/promises";',
    'const { openMemoryStore } = await import("../../mcp-memory/open.ts");',
    'export { openLedger } from "../../ledger/open.ts";',
    'import "../../office/records/look-into-ledger.ts";',
    'import { withStore } from "../memory/with-store.ts";',
  ];
  for (const line of reaching) {
    expect(forbiddenIn(importsOf(`${COMMANDS}/board.ts`, line)), line).toHaveLength(1);
  }
  const fine = 'import { requireRoot } from "../../files/root.ts";';
  expect(forbiddenIn(importsOf(`${COMMANDS}/board.ts`, fine))).toEqual([]);
});

it.each(commands)("%s opens and reads nothing itself", (file) => {
  const found = forbiddenIn(importsOf(`${COMMANDS}/${file}`, source(file)));
  expect(found).toEqual(EXCEPTIONS[file] ?? []);
});

function source(file: string): string {
  return readFileSync(path.join(root, COMMANDS, file), "utf8");
}
