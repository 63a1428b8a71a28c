import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addTask, completeTask, moveTask, setTaskFields } from "../../../company/board/edit.ts";
import { parseBoard } from "../../../company/board/parse.ts";
import { setDue } from "../../../company/board/redate.ts";
import { BOARD_SECTIONS, type Task } from "../../../company/board/task.ts";
import { HqError } from "../../../company/error.ts";

const TODAY = "2026-11-20";

const BOARD = `# Board
<!-- ours -->

## Now

- [ ] T-001 First · @cto
  a note of the first

  - [ ] and its step
- [ ] T-002 Second · due 2026-11-10

## Next

- [ ] T-003 Third · due 2026-11-02 (was 2026-10-02)

## Notes

- not a task

## Done

- [x] T-000 Before · done 2026-10-01
`;

function taskIn(text: string, id: string): Task {
  const found = parseBoard(text, "BOARD.md").board.tasks.find((task) => task.id === id);
  if (found === undefined) throw new Error(`no ${id} in:\n${text}`);
  return found;
}

function failure(work: () => unknown): { code: string; sentence: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof HqError)
      return { code: error.code, sentence: `${error.message} ${error.hint ?? ""}`.trim() };
    throw error;
  }
  throw new Error("it was not refused");
}

describe("addTask", () => {
  test("puts the task at the end of its section under the next free number", () => {
    const { text, id } = addTask(BOARD, {
      title: " Write  it\n down ",
      section: "Now",
      agent: "@CFO",
      due: "2026-11-30",
    });
    expect(id).toBe("T-004");
    expect(text).toBe(
      BOARD.replace(
        "due 2026-11-10\n",
        "due 2026-11-10\n- [ ] T-004 Write it down · @cfo · due 2026-11-30\n",
      ),
    );
  });

  test("does not give out a number that a note still mentions", () => {
    const text = "<!--\n- [ ] T-900 an example\n-->\n## Now\n\nfollows T-041\n";
    expect(addTask(text, { title: "a", section: "Now" }).id).toBe("T-042");
    const odd = "## Now\n\n- [ ] T-007 Close the T-999999 ticket of the bank\n";
    expect(addTask(odd, { title: "a", section: "Now" }).id).toBe("T-008");
  });

  test("makes a missing section where the order of the sections puts it", () => {
    const add = (text: string, section: Task["section"]) =>
      addTask(text, { title: "a", section }).text;
    expect(add("", "Now")).toBe("## Now\n\n- [ ] T-001 a\n");
    expect(add("# Board\n", "Next")).toBe("# Board\n\n## Next\n\n- [ ] T-001 a\n");
    expect(add("## Next\n## Done\n", "Now")).toBe("## Now\n\n- [ ] T-001 a\n\n## Next\n## Done\n");
    expect(add("## Now\n\n## Done\n", "Blocked")).toBe(
      "## Now\n\n## Blocked\n\n- [ ] T-001 a\n\n## Done\n",
    );
    expect(add("## Now\nprose\n## Done", "Next")).toBe(
      "## Now\nprose\n\n## Next\n\n- [ ] T-001 a\n\n## Done",
    );
  });

  test("keeps CRLF, the byte order mark and the missing final newline", () => {
    const text = "\uFEFF## Now\r\n\r\n- [ ] T-001 a\r\n  note";
    expect(addTask(text, { title: "b", section: "Now" }).text).toBe(
      "\uFEFF## Now\r\n\r\n- [ ] T-001 a\r\n  note\r\n- [ ] T-002 b",
    );
  });

  test("refuses what would not read back as it was given", () => {
    const add = (task: Partial<Parameters<typeof addTask>[1]>) =>
      failure(() => addTask(BOARD, { title: "a", section: "Now", ...task }));
    expect(add({ title: " " }).code).toBe("usage");
    expect(add({ title: "a · due 2026-01-01" }).code).toBe("usage");
    expect(add({ title: "escape \u001b[31m" }).code).toBe("usage");
    expect(add({ agent: "the lawyer" }).code).toBe("usage");
    expect(add({ due: "2026-02-30" }).code).toBe("usage");
    expect(add({ section: "Done" }).code).toBe("usage");
    expect(add({ blocked: "bank · @cfo" }).code).toBe("usage");
  });

  test("refuses a board whose unclosed fence would swallow the task, and says where", () => {
    expect(failure(() => addTask("## Now\n\n```\n", { title: "a", section: "Now" }))).toEqual({
      code: "invalid-file",
      sentence:
        "Cannot edit T-001: read back, BOARD.md would not hold it under Now, expected the task there and all others as they were. BOARD.md:3: the code fence that begins here never ends, expected its closing line. Close it: no task below it is read.",
    });
  });
});

describe("moveTask", () => {
  test("takes the notes with the task and leaves everything else where it was", () => {
    const moved = moveTask(BOARD, "T-001", "Next");
    const block = "- [ ] T-001 First · @cto\n  a note of the first\n\n  - [ ] and its step\n";
    expect(moved).toBe(
      BOARD.replace(block, "").replace("(was 2026-10-02)\n", `(was 2026-10-02)\n${block}`),
    );
  });

  test("changes nothing where the task is already", () => {
    expect(moveTask(BOARD, "T-001", "Now")).toBe(BOARD);
  });

  test("takes the reason off a task that leaves Blocked, and opens one that leaves Done", () => {
    const text =
      "## Blocked\n- [ ] T-001 a · blocked: bank · @cfo\n## Done\n- [x] T-002 b · done 2026-11-01\n";
    expect(taskIn(moveTask(text, "T-001", "Now"), "T-001")).toMatchObject({
      blocked: null,
      agent: "cfo",
    });
    expect(taskIn(moveTask(text, "T-002", "Now"), "T-002")).toMatchObject({
      done: false,
      doneOn: null,
    });
  });

  test("sends a move to Done to the command that knows the date", () => {
    expect(failure(() => moveTask(BOARD, "T-001", "Done"))).toEqual({
      code: "usage",
      sentence:
        'Cannot move T-001 to "Done": a done task has the day it was done, expected a date. Complete it with: hq board done T-001',
    });
  });

  test("gives the last line its ending when it is the last no more", () => {
    expect(moveTask("## Now\n- [ ] T-001 a\n## Next\n- [ ] T-002 b", "T-002", "Now")).toBe(
      "## Now\n- [ ] T-001 a\n- [ ] T-002 b\n## Next",
    );
  });
});

describe("completeTask", () => {
  test("ticks the task and puts it with its day at the top of Done", () => {
    const done = completeTask(BOARD, "T-002", TODAY);
    expect(done).toBe(
      BOARD.replace("- [ ] T-002 Second · due 2026-11-10\n", "").replace(
        "- [x] T-000",
        "- [x] T-002 Second · due 2026-11-10 · done 2026-11-20\n- [x] T-000",
      ),
    );
    expect(completeTask(done, "T-002", "2026-11-21")).toBe(done);
  });

  test("moves a task that was ticked in place, and takes a reason for waiting off", () => {
    const text = "## Blocked\n\n- [x] T-001 a · blocked: bank\n";
    expect(completeTask(text, "T-001", TODAY)).toBe(
      "## Blocked\n\n## Done\n\n- [x] T-001 a · done 2026-11-20\n",
    );
  });
});

describe("setDue", () => {
  test("keeps a date that passed undone as a miss, the newest first", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-11-10 · root cause: holidays · was 2026-10-10\n";
    const change = { id: "T-001", date: "2026-11-30", today: TODAY };
    expect(setDue(text, { ...change, isAnswered: true })).toBe(
      "## Now\n- [ ] T-001 a · due 2026-11-30 (was 2026-11-10, 2026-10-10) · root cause: holidays\n",
    );
  });

  test("forgets a date that had not passed", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-11-20 · @cto\n";
    expect(setDue(text, { id: "T-001", date: "2026-11-30", today: TODAY })).toBe(
      "## Now\n- [ ] T-001 a · due 2026-11-30 · @cto\n",
    );
  });

  test("takes the date off a task that is demoted, not its misses", () => {
    const text = moveTask(BOARD, "T-002", "Next");
    expect(taskIn(setDue(text, { id: "T-002", date: null, today: TODAY }), "T-002")).toMatchObject({
      due: null,
      was: ["2026-11-10"],
    });
  });

  test("refuses a softer date for a chronically missed task unless the call answers it", () => {
    const change = { id: "T-003", date: "2026-12-01", today: TODAY };
    expect(failure(() => setDue(BOARD, change))).toEqual({
      code: "wrong-state",
      sentence:
        "Cannot move T-003 to 2026-12-01: it was missed 2 times (BOARD.md:14), expected a decision and not a softer date. In the same call, give a new root cause, give a smaller task as its title, demote it to Next without a date, or drop it with a reason.",
    });
    const explained = setTaskFields(BOARD, "T-003", { rootCause: "nobody had the key" });
    expect(failure(() => setDue(explained, change)).code).toBe("wrong-state");
    expect(taskIn(setDue(explained, { ...change, isAnswered: true }), "T-003")).toMatchObject({
      due: "2026-12-01",
      was: ["2026-11-02", "2026-10-02"],
    });
    expect(taskIn(setDue(BOARD, { ...change, date: "2026-11-01" }), "T-003").due).toBe(
      "2026-11-01",
    );
  });

  test("takes no date off a chronic task while it stays in Now", () => {
    const board = BOARD.replace("due 2026-11-10", "due 2026-11-10 (was 2026-11-03)");
    const change = { id: "T-002", date: null, today: TODAY };
    expect(failure(() => setDue(board, change)).code).toBe("wrong-state");
    expect(taskIn(setDue(moveTask(board, "T-002", "Next"), change), "T-002").was).toEqual([
      "2026-11-10",
      "2026-11-03",
    ]);
  });

  test("does not redate a done task, so that its miss is not lost when it is opened again", () => {
    const done = completeTask(BOARD, "T-002", TODAY);
    const change = { id: "T-002", date: "2026-12-01", today: TODAY };
    expect(failure(() => setDue(done, change)).code).toBe("wrong-state");
    expect(taskIn(setDue(moveTask(done, "T-002", "Now"), change), "T-002").was).toEqual([
      "2026-11-10",
    ]);
  });

  test("refuses a line with two lists of misses, of which one would be lost", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-11-30 · was 2026-10-01 · was 2026-09-01\n";
    const change = { id: "T-001", date: "2026-11-25", today: TODAY };
    expect(failure(() => setDue(text, change)).sentence).toContain('has the field "was" twice');
  });

  test("refuses to lose a missed date that cannot be read", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-11-30 (was 2026-11-31)\n";
    expect(
      failure(() => setDue(text, { id: "T-001", date: "2026-12-01", today: TODAY })).code,
    ).toBe("invalid-file");
  });

  test("mends a due date that does not exist", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-02-30 · @cto <!-- c -->\n";
    expect(setDue(text, { id: "T-001", date: "2026-12-01", today: TODAY })).toBe(
      "## Now\n- [ ] T-001 a · due 2026-12-01 · @cto <!-- c -->\n",
    );
  });
});

describe("setTaskFields", () => {
  test("sets and takes off single fields", () => {
    const text = setTaskFields(BOARD, "T-002", {
      title: "New words",
      agent: "cfo",
      blocked: "bank",
      rootCause: "x",
    });
    expect(text).toBe(
      BOARD.replace(
        "T-002 Second · due 2026-11-10",
        "T-002 New words · due 2026-11-10 · @cfo · blocked: bank · root cause: x",
      ),
    );
    expect(
      setTaskFields(text, "T-002", {
        title: "Second",
        agent: null,
        blocked: null,
        rootCause: null,
      }),
    ).toBe(BOARD);
  });
});

describe("every edit", () => {
  test("refuses an id that is not on the board, is twice on it, or cannot be read", () => {
    const due = (text: string) =>
      failure(() => setDue(text, { id: "T-007", date: TODAY, today: TODAY }));
    expect(due(BOARD)).toEqual({
      code: "not-found",
      sentence:
        "Cannot edit T-007: BOARD.md has no task with this id, expected an id under Now, Next, Blocked or Done. See the ids with: hq board list --all",
    });
    expect(due("## Now\n- [ ] T-007 a\n- [ ] T-7 b\n")).toEqual({
      code: "invalid-file",
      sentence:
        "Cannot edit T-007: BOARD.md:3 has the same id as line 2, expected one task with it. Give one of the two another number: T-008 is free.",
    });
    expect(due("## Now\n- [] T-007 a\n").sentence).toContain("BOARD.md:2 mentions it");
  });

  test("leaves every line that is not the task's own byte for byte, and reads back as asked", () => {
    fc.assert(
      fc.property(boards, edits, (board, edit) => {
        const before = parseBoard(board, "BOARD.md").board.tasks;
        const task = before[edit.pick % Math.max(1, before.length)];
        if (task === undefined || (task.done && edit.kind === "due")) return;
        const after = apply(board, task.id, edit);
        const tasks = parseBoard(after, "BOARD.md").board.tasks;
        const now = tasks.find(({ id }) => id === task.id);
        if (edit.kind === "move") expect(now?.section).toBe(edit.section);
        if (edit.kind === "done") expect(now).toMatchObject({ section: "Done", done: true });
        if (edit.kind === "due") expect(now?.due).toBe(edit.date);
        const others = (list: Task[]) =>
          list
            .filter(({ id }) => id !== task.id)
            .map((one) => ({ ...one, line: 0 }))
            .sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(others(tasks)).toEqual(others(before));
        const [linesAfter, linesBefore] = [otherLines(after, task.id), otherLines(board, task.id)];
        if (/[\r\n]$/.test(board)) expect(linesAfter).toEqual(linesBefore);
        else expect(bare(linesAfter)).toEqual(bare(linesBefore));
        expect(after.startsWith("\uFEFF")).toBe(board.startsWith("\uFEFF"));
        if (board.endsWith("\n")) expect(after.endsWith("\n")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

type Edit =
  | { kind: "move"; pick: number; section: "Now" | "Next" | "Blocked" }
  | { kind: "done"; pick: number }
  | { kind: "due"; pick: number; date: string };

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("move" as const),
    pick: fc.nat(20),
    section: fc.constantFrom("Now" as const, "Next" as const, "Blocked" as const),
  }),
  fc.record({ kind: fc.constant("done" as const), pick: fc.nat(20) }),
  fc.record({
    kind: fc.constant("due" as const),
    pick: fc.nat(20),
    date: fc.constantFrom("2026-11-21", "2026-12-24"),
  }),
);

function apply(text: string, id: string, edit: Edit): string {
  if (edit.kind === "move") return moveTask(text, id, edit.section);
  if (edit.kind === "done") return completeTask(text, id, TODAY);
  return setDue(text, { id, date: edit.date, today: TODAY });
}

/** Words, notes, fences and sections in any order, with one kind of line ending. */
const boards: fc.Arbitrary<string> = fc
  .record({
    parts: fc.array(
      fc.oneof(
        fc.constantFrom(
          ...BOARD_SECTIONS.map((section) => `## ${section}`),
          "## Ideas",
          "# Title",
          "### Sub",
        ),
        fc.constantFrom(
          "",
          "  ",
          "prose",
          "<!-- c -->",
          "<!--\n- [ ] T-900 hidden\n-->",
          "```\n- [ ] T-901 hidden\n```",
          "- a bullet",
        ),
        fc
          .record({
            fields: fc.subarray(
              ["@cto", "due 2026-11-10", "due 2026-12-01", "blocked: bank", "<!-- c -->"],
              { maxLength: 3 },
            ),
            notes: fc.subarray([
              "  note",
              "",
              "    deep",
              "  ```\n  - [ ] T-902 hidden\n  ```",
              "\ttab",
            ]),
          })
          .map(({ fields, notes }) =>
            [
              `- [ ] T-ID task${fields.map((field) => (field.startsWith("<") ? ` ${field}` : ` · ${field}`)).join("")}`,
              ...notes,
            ].join("\n"),
          ),
      ),
      { maxLength: 25 },
    ),
    ends: fc.constantFrom(["\n"], ["\r\n"], ["\r\n", "\n"], ["\n", "\n", "\r\n"]),
    mark: fc.constantFrom("", "\uFEFF"),
    final: fc.boolean(),
  })
  .map(({ parts, ends, mark, final }) => {
    let number = 0;
    let count = 0;
    const body = parts.map((part) =>
      part.replace("T-ID", () => `T-${String(++number).padStart(3, "0")}`),
    );
    return (
      mark +
      (body.join("\n") + (final ? "\n" : "")).replaceAll(
        "\n",
        () => ends[count++ % ends.length] ?? "",
      )
    );
  });

/** All lines but the task's own, and blank ones or headings that an edit may add, in any order. */
function otherLines(text: string, id: string): string[] {
  return (text.replace("\uFEFF", "").match(/[^\r\n]*(?:\r\n|\n)|[^\r\n]+$/g) ?? [])
    .filter((line) => !line.includes(id) && !/^(?:## (?:Now|Next|Blocked|Done))?\s*$/.test(line))
    .sort();
}

/** Without line endings: in a file without a final newline the last line may have to get one. */
function bare(lines: string[]): string[] {
  return lines.map((line) => line.replace(/[\r\n]+$/, "")).sort();
}
