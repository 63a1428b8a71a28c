// Boards as people write them: what can mean one thing only is read, and keeps its bytes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBoard } from "../../../company/board/parse.ts";
import type { Task } from "../../../company/board/task.ts";
import { readTaskLine, writeTaskLine } from "../../../company/board/task-line.ts";
import { boardUpdate } from "../../../company/board/update.ts";
import { rounds } from "../../run/rounds.ts";

const DEPARTMENTS = ["coo", "cfo", "accountant", "marketing"];

function read(line: string) {
  return parseBoard(`## Now\n${line}\n`, "BOARD.md", DEPARTMENTS);
}

const CALL = { id: "T-001", title: "Call the bank", agent: "cfo", due: "2026-11-20" };

describe("the fields at the end of a line", () => {
  test.each([
    "Call the bank · @cfo due 2026-11-20",
    "Call the bank - @cfo - due 2026-11-20",
    "Call the bank -- @cfo -- due 2026-11-20",
    "Call the bank – @cfo – due 2026-11-20",
    "Call the bank — @cfo — due 2026-11-20",
    "Call the bank | @cfo | due 2026-11-20",
    "Call the bank|@cfo|due 2026-11-20",
    "Call the bank • @cfo • due 2026-11-20",
    "Call the bank, @cfo, due 2026-11-20",
    "Call the bank; @cfo; due 2026-11-20",
    "Call the bank·@cfo·due 2026-11-20",
    "Call the bank\u00a0·\u00a0@cfo\u00a0·\u00a0due\u00a02026-11-20",
    "Call the bank · @cfo · due: 2026-11-20",
    "Call the bank · due: 2026-11-20 · @cfo",
    "Call the bank due:2026-11-20 @cfo",
    "Call the bank · @cfo 📅 2026-11-20",
    "Call the bank 📅 2026-11-20 @cfo",
    "Call the bank @cfo @{2026-11-20}",
    "Call the bank DUE 2026-11-20 @CFO",
    "Call the bank @cfo due 2026-11-20",
  ])("are read however they are parted: %s", (text) => {
    const { board, findings } = read(`- [ ] T-001 ${text}`);
    expect(findings).toEqual([]);
    expect(board.tasks).toMatchObject([CALL]);
  });

  test("are read with the misses, the reason and what was done", () => {
    const line =
      "- [ ] T-001 Call - @cfo | due 2026-11-20 (was 2026-11-10, 2026-11-01) - blocked: no answer, - @x";
    expect(read(line).board.tasks).toMatchObject([
      {
        title: "Call",
        agent: "cfo",
        due: "2026-11-20",
        was: ["2026-11-10", "2026-11-01"],
        blocked: "no answer, - @x",
      },
    ]);
    expect(read("- [x] T-001 Call, done 2026-11-20").board.tasks).toMatchObject([
      { title: "Call", doneOn: "2026-11-20" },
    ]);
  });

  test.each([
    "Ask for a logo - @seabirds",
    "Answer @seabirds, @mussels and @terns",
    "Read the note of 2026-11-20",
    "Pay what is due 2026-11-20",
    "Mail ana@cfo.example",
    "Compare A|B, and C - D",
    "Say what is blocked: nothing",
    "Call the bank - @cfo - tomorrow",
    "Weigh it, due 2026-02-30",
  ])("are not where they may be words of the title: %s", (text) => {
    expect(read(`- [ ] T-001 ${text}`).board.tasks).toMatchObject([
      { title: text, agent: null, due: null, blocked: null },
    ]);
  });

  test("leave every byte of the line where it was", () => {
    const piece = fc.constantFrom(
      ...[
        "Call",
        "@cfo",
        "@sales",
        "due 2026-11-20",
        "due: 2026-11-20",
        "📅 2026-11-20",
        "blocked: no",
      ],
      ...[
        "(was 2026-11-01)",
        "·",
        "-",
        "–",
        "|",
        ",",
        ";",
        " ",
        "  ",
        "\u00a0",
        "\t",
        "<!-- x -->",
        "@{2026-11-20}",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `- [ ] T-001 ${pieces.join("")}`;
        const line = readTaskLine(text);
        if (line.kind === "task") expect(writeTaskLine(line.line)).toBe(text);
      }),
      { numRuns: rounds({ few: 3_000, many: 200_000 }) },
    );
  });
});

describe("a change of such a line", () => {
  const context = { today: "2026-11-18", by: "founder" };
  const edited = (line: string, request: Parameters<typeof boardUpdate>[1]) =>
    boardUpdate(`## Now\n${line}\n\n## Done\n`, request, context).text.split("\n");

  test("keeps the marks of the others", () => {
    const line = "- [ ] T-001 Call | @cfo | due 2026-11-20";
    expect(edited(line, { action: "due", id: "T-001", due: "2026-11-27" })[1]).toBe(
      "- [ ] T-001 Call | @cfo | due 2026-11-27",
    );
    expect(edited(line, { action: "due", id: "T-001", due: null })[1]).toBe(
      "- [ ] T-001 Call | @cfo",
    );
    expect(edited(line, { action: "edit", id: "T-001", title: "Write" })[1]).toBe(
      "- [ ] T-001 Write | @cfo | due 2026-11-20",
    );
    expect(edited(line, { action: "edit", id: "T-001", agent: "coo" })[1]).toBe(
      "- [ ] T-001 Call | @coo | due 2026-11-20",
    );
    expect(
      edited("- [ ] T-001 Call @cfo due 2026-11-20", {
        action: "edit",
        id: "T-001",
        agent: "coo",
      })[1],
    ).toBe("- [ ] T-001 Call @coo due 2026-11-20");
    expect(edited(line, { action: "done", id: "T-001" })[4]).toBe(
      "- [x] T-001 Call | @cfo | due 2026-11-20 · done 2026-11-18",
    );
  });

  test("refuses a title that would read as fields, and says where they go", () => {
    const title = "Call the bank - @cfo - due 2026-12-01";
    expect(() => edited("", { action: "add", title, section: "Now" })).toThrow(
      /Cannot write the title "Call the bank - @cfo - due 2026-12-01"/,
    );
  });
});

describe("bullets and boxes", () => {
  test.each(["1. [ ]", "12) [ ]", "– [ ]", "— [ ]", "• [ ]", "- [ ]\u00a0", "+ [ ]"])(
    "are read as a person meant them: %s",
    (begin) => {
      const text = `## Now\n${begin} T-001 Call the bank · @cfo · due 2026-11-20\n     a note\n\n## Next\n`;
      const { board, findings } = parseBoard(text, "BOARD.md", DEPARTMENTS);
      expect(findings).toEqual([]);
      expect(board.tasks).toMatchObject([CALL]);
      const context = { today: "2026-11-18", by: "founder" };
      const moved = boardUpdate(
        text,
        { action: "move", id: "T-001", section: "Next" },
        context,
      ).text;
      expect(moved).toContain(
        `## Next\n\n${begin} T-001 Call the bank · @cfo · due 2026-11-20\n     a note\n`,
      );
      const done = boardUpdate(text, { action: "done", id: "T-001" }, context).text;
      expect(parseBoard(done, "BOARD.md").board.tasks).toMatchObject<Partial<Task>[]>([
        { section: "Done", done: true, doneOn: "2026-11-18" },
      ]);
    },
  );

  test.each([
    "[ ] T-001 Call the bank",
    "- ☐ T-001 Call the bank",
    "☐ T-001 Call the bank",
    "• T-001 Call the bank",
    "| [ ] | T-001 | Call the bank |",
  ])("that are none are told: %s", (line) => {
    const { board, findings } = read(line);
    expect(board.tasks).toEqual([]);
    expect(findings).toMatchObject([{ line: 2, severity: "error", what: `"${line}"` }]);
  });

  test.each(["[1] a footnote", "– a remark on T-001", "| T-001 | three days |"])(
    "that are words are left alone: %s",
    (line) => {
      expect(read(line)).toEqual({ board: { tasks: [] }, findings: [] });
    },
  );
});

describe("a sub task", () => {
  test("with an id, or a date, is told with the line as it should be", () => {
    const text = [
      "## Now",
      "- [ ] T-001 Call the bank",
      "  - [ ] T-002 Find the number · @cfo · due 2026-11-20",
      "\t- [ ] Ask for the form - due 2026-11-20",
      "  - [ ] write it down",
      "  - [x] T-003 look - due 2026-11-01",
      "  - [ ] T-001 once more",
    ].join("\n");
    const { board, findings } = parseBoard(text, "BOARD.md", DEPARTMENTS);
    expect(board.tasks.map(({ id }) => id)).toEqual(["T-001"]);
    expect(findings.map(({ line, what, fix }) => ({ line, what, fix }))).toEqual([
      {
        line: 3,
        what: "the sub task T-002 stands under another task, and is in no plan",
        fix: "Write, without blanks before it: - [ ] T-002 Find the number · @cfo · due 2026-11-20",
      },
      {
        line: 4,
        what: "a sub task with due 2026-11-20 stands under another task, and is in no plan",
        fix: "Write, without blanks before it: - [ ] T-004 Ask for the form - due 2026-11-20",
      },
    ]);
  });
});
