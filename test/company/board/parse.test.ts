import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isChronic, misses } from "../../../company/board/misses.ts";
import { parseBoard } from "../../../company/board/parse.ts";
import type { Task } from "../../../company/board/task.ts";
import { findingSentence } from "../../../company/finding.ts";

const FILE = "BOARD.md";

function tasksOf(text: string): Task[] {
  return parseBoard(text, FILE).board.tasks;
}

function sentences(text: string): string[] {
  return parseBoard(text, FILE).findings.map(findingSentence);
}

const FULL = `# Board

Prose that is nobody's task.

## Now

- [ ] T-012 Publish the week 47 post · @marketing · due 2026-11-27 (was 2026-11-20, 2026-11-13)
  - [ ] ask for a picture
  due 2026-01-01 is only a note
- [x] T-013 Pay the hosting bill · done 2026-11-19

## Next
* [ ] T-014 Write the A·B test plan · root cause: no numbers · @CFO

## Blocked
- [ ] T-015 Open the bank account · blocked: waiting for the bank · due 2026-12-01 <!-- call them -->

## Ideas
- [ ] a boat
- anything

## Done
- [X] T-001 Found the company · done 2026-10-01
`;

describe("parseBoard", () => {
  test("reads every field of every task, in the file's order", () => {
    expect(parseBoard(FULL, FILE)).toEqual({
      board: {
        tasks: [
          task({
            id: "T-012",
            title: "Publish the week 47 post",
            agent: "marketing",
            due: "2026-11-27",
            was: ["2026-11-20", "2026-11-13"],
            line: 7,
          }),
          task({
            id: "T-013",
            title: "Pay the hosting bill",
            done: true,
            doneOn: "2026-11-19",
            line: 10,
          }),
          task({
            id: "T-014",
            title: "Write the A·B test plan",
            section: "Next",
            rootCause: "no numbers",
            agent: "cfo",
            line: 13,
          }),
          task({
            id: "T-015",
            title: "Open the bank account",
            section: "Blocked",
            blocked: "waiting for the bank",
            due: "2026-12-01",
            line: 16,
          }),
          task({
            id: "T-001",
            title: "Found the company",
            section: "Done",
            done: true,
            doneOn: "2026-10-01",
            line: 23,
          }),
        ],
      },
      findings: [],
    });
  });

  test("reads the same tasks with CRLF, lone CR, a byte order mark and no final newline", () => {
    const expected = tasksOf(FULL);
    expect(tasksOf(FULL.replaceAll("\n", "\r\n"))).toEqual(expected);
    expect(tasksOf(FULL.replaceAll("\n", "\r"))).toEqual(expected);
    expect(tasksOf(`\uFEFF${FULL.slice(FULL.indexOf("## Now")).trimEnd()}`)).toHaveLength(5);
  });

  test("knows a section by its words, whatever their case, closing marks or indent", () => {
    const text = "  ##  NOW ##\n- [ ] T-1 a\n## next\t\n- [ ] T-2 b\n### Now\n- [ ] T-3 c\n";
    expect(tasksOf(text).map(({ id, section }) => `${id} ${section}`)).toEqual([
      "T-1 Now",
      "T-2 Next",
      "T-3 Next",
    ]);
  });

  test("takes missed dates from a task that has no due date any more", () => {
    const [task] = tasksOf("## Next\n- [ ] T-1 a · was 2026-11-02, 2026-10-02\n");
    expect(task).toMatchObject({ due: null, was: ["2026-11-02", "2026-10-02"] });
  });

  test("keeps a separator that belongs to the title", () => {
    expect(tasksOf("## Now\n- [ ] T-1 Pricing · draft two · @cfo\n")[0]).toMatchObject({
      title: "Pricing · draft two",
      agent: "cfo",
    });
  });

  test("does not read code fences, HTML comments and notes", () => {
    const text = [
      "## Now",
      "```",
      "- [ ] T-1 in a fence",
      "## Done",
      "```",
      "<!--",
      "- [ ] T-2 in a comment",
      "-->",
      "<!-- - [ ] T-3 on one line -->",
      "- [ ] T-4 real",
      "",
      "  ~~~",
      "  - [ ] T-5 in a note's fence",
      "- [ ] T-6 real: the note's fence ended with its task",
      "    - [ ] T-7 a note",
      "\t- [ ] T-8 a note",
      "",
      "1. a numbered list",
      "   - [ ] T-9 a note of it",
    ].join("\n");
    expect(tasksOf(text).map(({ id }) => id)).toEqual(["T-4", "T-6"]);
    expect(sentences(text)).toEqual([]);
  });

  test("reads tasks that a person indented by two", () => {
    const text = "## Now\n\n  - [ ] T-1 a\n    - [ ] T-9 a note\n  - [ ] T-2 b\n";
    expect(tasksOf(text).map(({ id }) => id)).toEqual(["T-1", "T-2"]);
  });

  test("says where and how each malformed line is wrong", async () => {
    const text = [
      "- [ ] T-90 before the first section",
      "## Now",
      "- [] T-1 no space in the box",
      "-[ ] T-2 no space before the box",
      "- [?] T-3 another mark",
      "- T-4 no box",
      "- [ ] Buy milk",
      "- [ ] T-x5 no number",
      "- [ ] T-6",
      "- [ ]",
      "- [ ] T-7 Impossible day · due 2026-02-30",
      "- [ ] T-8 Impossible miss · due 2026-11-30 (was 2026-11-31, 2026-11-02)",
      "- [ ] T-9 Words for a day · due soon",
      "- [ ] T-10 No day · due",
      "- [ ] T-11 Twice · due 2026-11-01 · due 2026-11-02",
      "- [ ] T-12 Unknown · @cfo · prio high ·",
      "- [x] T-13 Done some day · done 2026-13-01",
      "- [ ] T-012 The same number",
      "- [link](https://mare.example) and [another][1] are prose",
      "- [1]: https://mare.example",
      "## Archive",
      "- [ ] T-91 in an unknown section",
      "- [ ] Buy milk",
      "## Done",
      "- [ ] T-14 not ticked",
      "```",
      "never closed",
    ].join("\n");
    await expect(`${sentences(text).join("\n")}\n`).toMatchFileSnapshot("findings.golden.txt");
    expect(tasksOf(text).map(({ id }) => id)).toEqual([
      "T-7",
      "T-8",
      "T-9",
      "T-10",
      "T-11",
      "T-12",
      "T-13",
      "T-012",
      "T-14",
    ]);
    expect(tasksOf(text)[1]).toMatchObject({ due: "2026-11-30", was: ["2026-11-02"] });
  });

  test("shows fifty findings and how many more there are", () => {
    const findings = parseBoard(`## Now\n${"- [ ] no id\n".repeat(200)}`, FILE).findings;
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)).toMatchObject({ line: 52, what: "150 more problems from here on" });
  });

  test("gives a value for any text, binary and half-edited ones included", () => {
    const bits = fc.constantFrom(
      "## Now\n",
      "- [ ] T-1 a",
      " · due ",
      "2026-02-30",
      "(was ",
      "```\n",
      "<!--",
      "-->",
      "\0",
      "\r",
      "\n",
      "  ",
      "\t",
      "- [",
      "·",
      "@",
      "\uFEFF",
      "\uD800",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.array(bits, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (anything) => {
        const { board, findings } = parseBoard(anything, FILE);
        expect(findings.length).toBeLessThanOrEqual(51);
        for (const { line, title } of board.tasks)
          expect([line > 0, title !== ""]).toEqual([true, true]);
      }),
    );
    expect(sentences("## Now\n\0\u0001\n")).toEqual([
      "BOARD.md:2: a NUL byte, expected text. Restore the file from git.",
    ]);
  });

  test("reads one very long line and very many lines in a time that grows with their size", () => {
    const long = `## Now\n- [ ] T-1 ${"a · ".repeat(100_000)}${" ".repeat(200_000)}x\n${"#".repeat(200_000)}\n`;
    const many = `## Now\n${Array.from({ length: 50_000 }, (_, at) => `- [ ] T-${at} a · due 2026-11-20`).join("\n")}`;
    expect(tasksOf(long)).toHaveLength(1);
    expect(tasksOf(many)).toHaveLength(50_000);
  });
});

describe("misses", () => {
  const today = "2026-11-20";

  test("are the dates in was, and the due date when it passed undone", () => {
    expect(misses(task({ was: ["2026-11-01"], due: "2026-11-19" }), today)).toBe(2);
    expect(misses(task({ was: ["2026-11-01"], due: today }), today)).toBe(1);
    expect(misses(task({ was: ["2026-11-01"], due: "2026-11-19", done: true }), today)).toBe(1);
    expect(misses(task({}), today)).toBe(0);
  });

  test("are chronic from the second on", () => {
    expect(isChronic(task({ due: "2026-11-19" }), today)).toBe(false);
    expect(isChronic(task({ was: ["2026-11-01"], due: "2026-11-19" }), today)).toBe(true);
  });
});

function task(fields: Partial<Task>): Task {
  return {
    id: "T-001",
    title: "A task",
    agent: null,
    section: "Now",
    done: false,
    due: null,
    was: [],
    blocked: null,
    rootCause: null,
    doneOn: null,
    line: 1,
    ...fields,
  };
}
