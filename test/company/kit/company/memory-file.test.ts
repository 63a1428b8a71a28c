import fc from "fast-check";
import { expect, test } from "vitest";
import { checkMemoryFile } from "../../../../company/kit/company/memory-file.ts";

function found(text: string): string[] {
  return checkMemoryFile({ path: "memory.jsonl", text }).map(
    ({ line, severity, what }) => `${line} ${severity} ${what}`,
  );
}

function entity(name: string, entityType: string, ...observations: string[]): string {
  return `${JSON.stringify({ type: "entity", name, entityType, observations })}\n`;
}

test("a memory in order has no findings, with or without a newline at its end", () => {
  const text =
    entity("Mare", "product", "Status: live") +
    entity(
      "lesson:2026-11-02:dates",
      "lesson",
      "Agent: coo",
      "Category: process",
      "Summary: A date slipped.",
      "Detail: Nobody looked.",
      "Action: Look on Mondays.",
    ) +
    entity("deadline:vat:2026-11-20", "deadline", "Due: 2026-11-20", "Owner: accountant") +
    entity("deadline:iva:2026-08-20", "deadline", "Completed: 2026-08-19") +
    '{"type":"relation","from":"Mare","to":"deadline:vat:2026-11-20","relationType":"owes"}\n';
  expect(found(text)).toEqual([]);
  expect(found(text.trimEnd())).toEqual([]);
  expect(found("")).toEqual([]);
});

test("a byte order mark, CRLF and blank lines cost no record", () => {
  expect(found(`\uFEFF${entity("A", "product")}`.replace("\n", "\r\n\r\n"))).toEqual([]);
});

test("a deadline needs a Due date that exists and fits its name", () => {
  // Its name is the day that the plan reads.
  expect(found(entity("deadline:vat:2026-11-20", "deadline", "Owner: coo"))).toEqual([]);
  expect(found(entity("deadline:vat:2026-11-20", "deadline", "due: 2026-11-20 by mail"))).toEqual(
    [],
  );
  expect(found(entity("deadline:vat", "deadline", "Owner: coo"))).toEqual([
    '1 error the deadline "deadline:vat" without a Due date',
  ]);
  expect(found(entity("deadline:vat", "deadline", "Due: 2026-02-30"))).toEqual([
    '1 error the deadline "deadline:vat" due "2026-02-30"',
  ]);
  expect(found(entity("deadline:vat:2026-11-20", "deadline", "Due: 2026-11-25"))).toEqual([
    '1 warning the deadline "deadline:vat:2026-11-20" due 2026-11-25',
  ]);
  // Moved by a second line.
  const moved = ["Due: 2026-11-20", "Due: 2026-11-25"];
  expect(found(entity("deadline:vat:2026-11-20", "deadline", ...moved))).toEqual([]);
  expect(
    found(entity("deadline:vat:2026-11-20", "deadline", "Due: 2026-11-20", "Due: soon")),
  ).toEqual(['1 error the deadline "deadline:vat:2026-11-20" due "soon"']);
});

test("two records on one line and a torn one are named with their line", () => {
  const one = entity("A", "product").trim();
  expect(found(`${one}${one}\n${one.slice(0, 20)}`)).toEqual([
    "1 error a line that is not JSON",
    "2 error a line that is not JSON",
  ]);
});

test("a relation given twice is named once", () => {
  const relation = '{"type":"relation","from":"A","to":"A","relationType":"is"}\n';
  expect(found(entity("A", "product") + relation + relation)).toEqual([
    "3 warning the same relation as on line 2",
  ]);
});

test("a file of nothing but faults gives a list that can be read", () => {
  const findings = found("x\n".repeat(1_000));
  expect(findings).toHaveLength(51);
  expect(findings.at(-1)).toBe("0 error 950 more faults");
});

test("no text makes it throw", () => {
  const value = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        type: fc.constantFrom("entity", "relation", "other"),
        name: fc.anything(),
        entityType: fc.constantFrom("lesson", "deadline", 1, null),
        observations: fc.anything(),
      })
      .map((record) => JSON.stringify(record) ?? ""),
  );
  fc.assert(
    fc.property(fc.array(value), (lines) => {
      found(lines.join("\n"));
    }),
  );
});
