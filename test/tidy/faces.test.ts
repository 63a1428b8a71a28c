/** The commands are a face: they parse, call an act, print. What the acts work on they do not touch. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..", "..");
const FOLDERS = ["cli/commands", "cli/memory", "cli/post"];
/** Of the company's files a face only looks where the company stands. */
const ROOT_FINDER = "files/root.ts";
const FORBIDDEN = [
  /^node:(fs|sqlite)\b/,
  /^files\//,
  /^mcp-memory\/open\.ts$/,
  /^ledger\/open\.ts$/,
  /^office\/records\//,
];
/** Faces that still open something themselves. May only shrink. */
const EXCEPTIONS: Record<string, string[]> = {};

const faces = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`),
);

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

it("reads the imports of a real number of faces", () => {
  expect(faces.length).toBeGreaterThan(15);
  const printing = faces.filter((file) => importsOf(file, source(file)).includes("cli/output.ts"));
  expect(printing.length).toBeGreaterThan(15);
});

it("sees every way to reach past the acts", () => {
  const reaching = [
    'import { readText } from "../../files/text.ts";',
    'import type { CompanyFiles } from "../../files/company.ts";',
    'import { readFile } from "node:fs/promises";',
    'const { openMemoryStore } = await import("../../mcp-memory/open.ts");',
    'export { openLedger } from "../../ledger/open.ts";',
    'import "../../office/records/look-into-ledger.ts";',
  ];
  for (const line of reaching) {
    expect(forbiddenIn(importsOf("cli/commands/board.ts", line)), line).toHaveLength(1);
  }
  const fine = 'import { requireRoot } from "../../files/root.ts";';
  expect(forbiddenIn(importsOf("cli/commands/board.ts", fine))).toEqual([]);
});

it.each(faces)("%s opens and reads nothing itself", (file) => {
  expect(forbiddenIn(importsOf(file, source(file)))).toEqual(EXCEPTIONS[file] ?? []);
});

function source(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
