import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isChronic } from "../../../company/board/misses.ts";
import { parseBoard } from "../../../company/board/parse.ts";
import type { Task } from "../../../company/board/task.ts";
import { type BoardRequest, boardUpdate } from "../../../company/board/update.ts";
import { addDays } from "../../../company/dates.ts";
import { HqError } from "../../../company/error.ts";

const TODAY = "2026-11-20";
const CONTEXT = { today: TODAY, by: "coo", agents: ["coo", "cto", "founder"] };
const BOARD = `# Board

## Now

- [ ] T-001 Answer the auditor · @coo · due 2026-11-18 (was 2026-11-04)
  a note
- [ ] T-002 Write the post · @cto · due 2026-11-18

## Next

## Done
`;

function tasksOf(text: string): Task[] {
  return parseBoard(text, "BOARD.md").board.tasks;
}

function refusal(request: BoardRequest, text = BOARD): string {
  try {
    boardUpdate(text, request, CONTEXT);
  } catch (error) {
    if (error instanceof HqError) return `${error.code}: ${error.message} ${error.hint ?? ""}`;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("boardUpdate", () => {
  test("moves a date past its first miss without asking", () => {
    const update = boardUpdate(BOARD, { action: "due", id: "T-002", due: "2026-11-27" }, CONTEXT);
    expect(update.task).toMatchObject({ due: "2026-11-27", was: ["2026-11-18"] });
    expect(update.decision).toBeNull();
  });

  test.each([
    ["a bracket that does not close", "due 2026-11-18 (was 2026-11-04"],
    ["words behind the bracket", "due 2026-11-18 (was 2026-11-04) again"],
    ["another separator", "due 2026-11-18 • was 2026-11-04"],
  ])("does not lose missed dates to %s", (_, due) => {
    const board = BOARD.replace("due 2026-11-18 (was 2026-11-04)", due);
    expect(refusal({ action: "due", id: "T-001", due: "2026-11-27" }, board)).toMatch(
      /^invalid-file: Cannot change the due date of T-001: BOARD\.md has "due 2026-11-18/,
    );
  });

  test.each([{ rootCause: "-" }, { title: "***" }])("takes no sign for an answer: %o", (answer) => {
    expect(refusal({ action: "due", id: "T-001", due: "2026-11-27", ...answer })).toMatch(
      /^usage: .* it has no words/,
    );
  });

  test("refuses a date past the second miss and says the four answers", () => {
    expect(refusal({ action: "due", id: "T-001", due: "2026-11-27" })).toBe(
      "wrong-state: Cannot move T-001 to 2026-11-27: it was missed 2 times (BOARD.md:5), expected a decision and not a softer date. In the same call, give a new root cause, give a smaller task as its title, demote it to Next without a date, or drop it with a reason.",
    );
  });

  test("takes a root cause, writes it on the board and gives it to memory", () => {
    const rootCause = "the auditor answers on Fridays only";
    const request = { action: "due", id: "T-001", due: "2026-11-27", rootCause } as const;
    const update = boardUpdate(BOARD, request, CONTEXT);
    expect(update.text).toContain(
      "T-001 Answer the auditor · @coo · due 2026-11-27 (was 2026-11-18, 2026-11-04) · root cause: the auditor answers on Fridays only",
    );
    expect(update.decision).toEqual({
      name: "decision:2026-11-20:t-001-root-cause-due-2026-11-18-becomes-2026-11-27",
      entityType: "decision",
      observations: [
        "Decision: T-001 Answer the auditor: root cause, due 2026-11-18 becomes 2026-11-27",
        "Reason: the auditor answers on Fridays only",
        "Missed: 2026-11-18, 2026-11-04",
        "Decided by: coo",
      ],
    });
  });

  test("does not take the same root cause or title again", () => {
    const board = BOARD.replace("(was 2026-11-04)", "(was 2026-11-04) · root cause: Holidays");
    const due = { action: "due", id: "T-001", due: "2026-11-27" } as const;
    expect(refusal({ ...due, rootCause: "holidays!" }, board)).toContain(
      "the root cause is the one",
    );
    expect(refusal({ ...due, title: "answer the Auditor" })).toContain("the title is the one");
    expect(refusal(due, board)).toContain("expected a decision");
  });

  test("re-scopes with another title and keeps the misses", () => {
    const request = {
      action: "due",
      id: "T-001",
      due: "2026-11-21",
      title: "Mail the auditor",
    } as const;
    const { task, decision } = boardUpdate(BOARD, request, CONTEXT);
    expect(task).toMatchObject({ title: "Mail the auditor", was: ["2026-11-18", "2026-11-04"] });
    expect(decision?.observations[0]).toContain(
      're-scope, due 2026-11-18 becomes 2026-11-21, now "Mail',
    );
  });

  test("demotes to Next without a date, and refuses a demotion with one", () => {
    const { task, decision } = boardUpdate(
      BOARD,
      { action: "due", id: "T-001", due: null, demote: true, reason: "nobody asks for it" },
      CONTEXT,
    );
    expect(task).toMatchObject({ section: "Next", due: null, was: ["2026-11-18", "2026-11-04"] });
    expect(decision?.observations).toContain("Reason: nobody asks for it");
    expect(refusal({ action: "due", id: "T-001", due: "2026-12-01", demote: true })).toContain(
      "expected no date",
    );
  });

  test("drops a task: its id, misses and notes stay readable, and its number is not given again", () => {
    const update = boardUpdate(
      BOARD,
      { action: "drop", id: "T-001", reason: "the audit was cancelled" },
      CONTEXT,
    );
    expect(update.task).toBeNull();
    expect(update.text).toContain(
      "## Done\n\n- dropped 2026-11-20: T-001 Answer the auditor (was 2026-11-18, 2026-11-04): the audit was cancelled\n  a note\n",
    );
    expect(parseBoard(update.text, "BOARD.md").findings).toEqual([]);
    expect(update.decision?.name).toBe("decision:2026-11-20:t-001-kill-dropped-from-now");
    const only = "## Now\n\n- [ ] T-007 a\n";
    const dropped = boardUpdate(only, { action: "drop", id: "T-007", reason: "no" }, CONTEXT).text;
    expect(boardUpdate(dropped, { action: "add", title: "b" }, CONTEXT).task?.id).toBe("T-008");
  });

  test("adds, moves, edits and completes", () => {
    const added = boardUpdate(BOARD, { action: "add", title: "New", agent: "@cto" }, CONTEXT);
    expect(added.task).toMatchObject({ id: "T-003", section: "Next", agent: "cto" });
    const blocked = { action: "move", id: "T-002", section: "Blocked", blocked: "no key" } as const;
    expect(boardUpdate(BOARD, blocked, CONTEXT).task).toMatchObject({ blocked: "no key" });
    expect(refusal({ ...blocked, section: "Next" })).toContain("expected one only for Blocked");
    const edited = boardUpdate(BOARD, { action: "edit", id: "T-002", agent: "founder" }, CONTEXT);
    expect(edited.task?.agent).toBe("founder");
    expect(refusal({ action: "edit", id: "T-002", agent: "cfo" })).toContain("no such department");
    const done = boardUpdate(BOARD, { action: "done", id: "T-2" }, CONTEXT);
    expect(done.task).toMatchObject({ id: "T-002", section: "Done", doneOn: TODAY });
    expect(boardUpdate(done.text, { action: "done", id: "T-002" }, CONTEXT).changed).toBe(false);
    expect(refusal({ action: "done", id: "T-009" })).toContain("not-found");
  });
});

interface Step {
  request: BoardRequest;
  /** Days that pass before it. */
  days: number;
}

const ids = fc.constantFrom("T-001", "T-002", "T-003");
const days = fc.integer({ min: -10, max: 40 });
const words = fc.constantFrom(
  "Holidays",
  "holidays",
  "No key",
  "Nobody asked",
  "Smaller step",
  "A third",
);

/** Any request; a date is given in days from the day of the step. */
const steps: fc.Arbitrary<Step> = fc
  .record({
    days: fc.integer({ min: 0, max: 12 }),
    id: ids,
    due: fc.option(days, { nil: null }),
    action: fc.constantFrom("due", "due", "due", "due", "move", "done", "edit", "drop", "add"),
    section: fc.constantFrom("Now", "Next", "Blocked"),
    title: fc.option(words, { nil: undefined, freq: 4 }),
    rootCause: fc.option(words, { nil: undefined, freq: 4 }),
    demote: fc.boolean(),
  })
  .map(({ days: wait, due, ...rest }) => ({
    days: wait,
    request: { ...rest, due: due === null ? null : String(due), reason: "because" } as never,
  }));

test("no sequence of changes loses a missed date or redates a chronic task without its reason", () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 25 }), (sequence) => {
      let text = BOARD;
      let today = TODAY;
      const missed = new Map<string, Set<string>>();
      for (const { days: wait, request } of sequence) {
        today = addDays(today, wait);
        const before = new Map(tasksOf(text).map((task) => [task.id, task]));
        for (const task of before.values()) {
          const dates = missed.get(task.id) ?? new Set();
          for (const date of task.was) dates.add(date);
          missed.set(task.id, dates);
        }
        const result = attempt(text, request, today);
        if (result === null) continue;
        text = result.text;
        const after = new Map(tasksOf(text).map((task) => [task.id, task]));
        for (const [id, dates] of missed) {
          const now = after.get(id);
          for (const date of dates) {
            if (now === undefined) expect(text).toContain(date);
            else expect(now.was).toContain(date);
          }
        }
        for (const [id, { due }] of before) {
          const now = after.get(id);
          const isPast = due !== null && due < today;
          if (isPast && now !== undefined && now.due !== due) expect(now.was).toContain(due);
          if (isPast && now === undefined) expect(text).toContain(due);
        }
        for (const [id, task] of before) expectReason({ task, now: after.get(id), today, result });
      }
    }),
    { numRuns: 3_000 },
  );
});

function attempt(text: string, request: BoardRequest, today: string) {
  const dated =
    "due" in request && typeof request.due === "string"
      ? { ...request, due: addDays(today, Number(request.due)) }
      : request;
  const given =
    dated.action === "add"
      ? { action: "add" as const, title: "New" }
      : dated.action === "move"
        ? { action: "move" as const, id: dated.id, section: dated.section }
        : dated.action === "edit"
          ? {
              action: "edit" as const,
              id: dated.id,
              ...(dated.title ? { title: dated.title } : {}),
            }
          : dated;
  try {
    return boardUpdate(text, given, { today, by: "coo" });
  } catch (error) {
    if (error instanceof HqError) return null;
    throw error;
  }
}

/** A chronic task that got a later date, or lost its date outside Next, has a decision. */
function expectReason(change: {
  task: Task;
  now: Task | undefined;
  today: string;
  result: ReturnType<typeof boardUpdate>;
}): void {
  const { task, now, today, result } = change;
  // A done task is not overdue, but its date passed all the same.
  if (!isChronic({ ...task, done: false }, today)) return;
  const isGone = now === undefined;
  const isLater =
    now !== undefined && now.due !== task.due && now.due !== null && (task.due ?? "") < now.due;
  const isUndated =
    now !== undefined && task.due !== null && now.due === null && now.section !== "Next";
  if (isGone || isLater || isUndated) {
    expect(result.decision?.observations[0]).toContain(task.id);
    expect(result.decision?.observations[1]).toMatch(/^Reason: ./);
  }
}
