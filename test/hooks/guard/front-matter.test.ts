/** The guard's own reading of front matter against the readers of YAML that clients use. */
import path from "node:path";
import fc from "fast-check";
import matter from "gray-matter";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { GUARD } from "../workplace.ts";

const parts = path.join(path.dirname(GUARD), "guard");
const { headOf, GUARDED_KEYS } = (await import(path.join(parts, "front-matter.mjs"))) as {
  headOf: (text: string) => { text: string; end: boolean; keys: Map<string, string> | null };
  GUARDED_KEYS: string[];
};
const { listOf } = (await import(path.join(parts, "grants.mjs"))) as {
  listOf: (value: string, key: string) => string[] | null;
};

/** The ways in which programs cut front matter out of a file; null when they see none. */
const CUTTERS: ((file: string) => string | null)[] = [
  (file) => /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(file)?.[1] ?? null,
  (file) => /^\s*---\s*\n([\s\S]*?)\n\s*---\s*(\n|$)/.exec(file)?.[1] ?? null,
  (file) => {
    const lines = file.split(/\r\n|\r|\n/);
    const end = lines.findIndex((one, at) => at > 0 && one.trimEnd() === "---");
    return lines[0]?.trimEnd() === "---" && end > 0 ? lines.slice(1, end).join("\n") : null;
  },
];

type Reader = (file: string) => unknown;
const READERS: [string, Reader][] = [
  ["gray-matter", (file) => matter(file, {}).data],
  ...CUTTERS.flatMap((cut, at): [string, Reader][] => [
    [`gray-matter ${at}`, (file) => matter(`---\n${cut(file) ?? ""}\n---\n`, {}).data],
    [`yaml ${at}`, (file) => parse(cut(file) ?? "", { logLevel: "error" }) as unknown],
  ]),
];

/** What a reader makes of a head: its keys with values, or null when it takes none of it. */
function seenBy(read: Reader, file: string): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = read(file);
  } catch {
    return null; // A client that cannot read a file does not load it.
  }
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

const itemsOf = (value: unknown): string[] | null => {
  if (Array.isArray(value)) return value.map((item) => String(item).toLowerCase());
  return typeof value === "string" ? value.split(",").map((one) => one.trim().toLowerCase()) : null;
};

/** Fails when a reader sees a guarded key, or an item of one, that the guard does not see. */
function expectSameReading(head: string): void {
  const file = `---\n${head}\n---\n# Body\n`;
  const { keys } = headOf(file);
  if (keys === null) return;
  for (const [name, read] of READERS) {
    const seen = seenBy(read, file);
    if (seen === null) continue;
    for (const key of GUARDED_KEYS) {
      const note = `${name} of ${JSON.stringify(head)}: ${key}`;
      expect(Object.hasOwn(seen, key), note).toBe(keys.has(key));
      const own = keys.get(key);
      if (own === undefined || !/tools$/.test(key)) continue;
      const listed = listOf(own, key);
      if (listed === null) continue;
      const items =
        key === "allowed-tools"
          ? itemsOf(seen[key])?.flatMap((one) => one.split(/\s+/))
          : itemsOf(seen[key]);
      expect(items?.filter(Boolean) ?? null, note).toEqual(listed);
    }
  }
}

const key = fc.constantFrom(
  "tools",
  "Tools",
  "mcp-servers",
  "hooks",
  "allowed-tools",
  "description",
  "name",
  '"tools"',
  "'tools'",
  "? tools",
  "!!str tools",
  "&a tools",
  "*a",
  "<<",
  "tools ",
  " tools",
  "-",
  "- tools",
  "model",
  "tools:",
  "{tools",
  "[tools",
);
const scalar = fc.constantFrom(
  "",
  "a",
  "read, edit",
  "['read']",
  "[read, 'edit']",
  "[ ]",
  "[]",
  "['*']",
  "['a', \"b\"]",
  "[a,",
  "]",
  "{",
  "}",
  "{a: b}",
  "{a: [b]}",
  "|",
  ">",
  "|-",
  ">+2",
  "&x",
  "*x",
  "!!seq",
  "!<tag:yaml.org,2002:seq>",
  '"',
  "'",
  '"a',
  'a"',
  "'a' b",
  '"a\\',
  '"\\n"',
  "# c",
  "a # c",
  "a #",
  "a: b",
  "a:b",
  "- a",
  "-",
  "---",
  "...",
  "%YAML 1.2",
  "@",
  "`",
  "? a",
  ": a",
  "[a]#b",
  "[a] # b",
  "'it''s'",
  "[a b, c]",
  "[a\tb]",
  "null",
  "~",
  "true",
  "1_0",
  "0x10",
  "[1, 2]",
  "[null]",
  "[~, a]",
  "[true]",
  "[a: b]",
  "[{a: b}]",
  "['a' 'b']",
  "[,]",
  "[a,]",
  "[a,,b]",
  "a,",
  ", a",
  "\\",
  "memory/*",
  "[memory/*]",
  "é",
  "[é]",
  "\u00a0",
  "\u2028",
  "\u0085",
  "\ufeff",
  "\r",
  "\t",
  "\0",
);
const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(key, fc.constantFrom(":", ": ", ":  ", " : ", ":\t"), scalar)
      .map((one) => one.join("")),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("  ", " ", "- ", "  - ", "    ", "\t", " \t", "-", "  -"), scalar)
      .map((one) => one.join("")),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("  ", "- ", "  - ", " "), key, fc.constantFrom(":", ": "), scalar)
      .map((one) => one.join("")),
  },
  { weight: 1, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "tools: ['*']", "hooks:", "#", "# tools: a", "mcp-servers: {}"),
  },
);

describe("front matter that the guard can read", () => {
  it("is read by every reader of YAML with the same tools, servers and hooks", () => {
    const head = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
    fc.assert(fc.property(head, expectSameReading), {
      numRuns: Number(process.env.RUNS ?? 3_000),
      examples: [["\n---\ntools:"], [" \n\t\n---\ntools: ['*']"], ["# a\n---\ntools:"]],
    });
  });
});
