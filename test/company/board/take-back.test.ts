/** A change of the board can be taken back, whatever was changed beside it, and only when it is still so. */
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBoard } from "../../../company/board/parse.ts";
import { boardHunks, takeBack } from "../../../company/board/take-back.ts";
import { type BoardRequest, boardUpdate } from "../../../company/board/update.ts";
import { HqError } from "../../../company/error.ts";
import { rounds } from "../../run/rounds.ts";

const SAMPLE = readFileSync(
  path.join(import.meta.dirname, "..", "..", "..", "examples", "mare", "BOARD.md"),
  "utf8",
);
const TODAY = "2026-11-20";
const IDS = parseBoard(SAMPLE, "BOARD.md").board.tasks.map(({ id }) => id);

const request: fc.Arbitrary<BoardRequest> = fc.oneof(
  fc.record({
    action: fc.constant("add" as const),
    title: fc.constantFrom("Call the bank", "Write to Rui", "Pay"),
    section: fc.constantFrom("Now" as const, "Next" as const, "Blocked" as const),
  }),
  fc.record({ action: fc.constant("done" as const), id: fc.constantFrom(...IDS) }),
  fc.record({
    action: fc.constant("edit" as const),
    id: fc.constantFrom(...IDS),
    title: fc.constantFrom("Another title", "A third one"),
  }),
  fc.record({
    action: fc.constant("move" as const),
    id: fc.constantFrom(...IDS),
    section: fc.constantFrom("Now" as const, "Next" as const, "Blocked" as const),
  }),
  fc.record({
    action: fc.constant("drop" as const),
    id: fc.constantFrom(...IDS),
    reason: fc.constant("no longer needed"),
  }),
);

const board = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).map(([crlf, mark, bare]) => {
  const text = bare ? SAMPLE.trimEnd() : SAMPLE;
  return `${mark ? "\uFEFF" : ""}${crlf ? text.replaceAll("\n", "\r\n") : text}`;
});

/** null when the board refuses it. */
function changed(text: string, wanted: BoardRequest): string | null {
  try {
    return boardUpdate(text, wanted, { today: TODAY, by: "founder" }).text;
  } catch (error) {
    if (error instanceof HqError) return null;
    throw error;
  }
}

function tasksOf(text: string): string[] {
  return parseBoard(text, "BOARD.md")
    .board.tasks.map(({ line, ...task }) => JSON.stringify(task))
    .sort();
}

describe("taking back a change of the board", () => {
  it("gives every byte that was there, and of that again what was changed", () => {
    fc.assert(
      fc.property(board, request, (text, wanted) => {
        const after = changed(text, wanted) ?? text;
        expect(takeBack(after, boardHunks(text, after))).toEqual({ kind: "text", text });
        expect(takeBack(text, boardHunks(after, text))).toEqual({ kind: "text", text: after });
      }),
      { numRuns: rounds({ few: 100, many: 4_000 }) },
    );
  });

  it("leaves what other changes did meanwhile, or says what is in the way", () => {
    fc.assert(
      fc.property(board, request, request, (text, first, second) => {
        const one = changed(text, first);
        const both = one === null ? null : changed(one, second);
        const alone = changed(text, second);
        fc.pre(one !== null && both !== null && alone !== null && one !== both);
        const back = takeBack(both ?? "", boardHunks(text, one ?? ""));
        const sameTask = "id" in first && "id" in second && first.id === second.id;
        if (back.kind !== "text") expect(sameTask).toBe(true);
        // A new task gets the number that is free, which differs by what was there.
        else if (first.action !== "add" && !sameTask) {
          expect(tasksOf(back.text)).toEqual(tasksOf(alone ?? ""));
        }
      }),
      { numRuns: rounds({ few: 120, many: 6_000 }) },
    );
  });

  it("finds its lines though others were written and taken out by hand around them", () => {
    const after = changed(SAMPLE, { action: "done", id: IDS[1] ?? "" }) ?? "";
    const byHand = after
      .replace("## Now\n", "## Now\n\nA note of mine.\n")
      .replace("## Done\n", "## Done\n\n- [x] something\n");
    const back = takeBack(byHand, boardHunks(SAMPLE, after));
    expect(back).toEqual({
      kind: "text",
      text: SAMPLE.replace("## Now\n", "## Now\n\nA note of mine.\n").replace(
        "## Done\n",
        "## Done\n\n- [x] something\n",
      ),
    });
  });

  it("takes nothing back of a line that was edited since, and names it", () => {
    const after = changed(SAMPLE, { action: "add", title: "Call the bank" }) ?? "";
    const edited = after.replace("Call the bank", "Call the bank on Monday");
    expect(takeBack(edited, boardHunks(SAMPLE, after))).toMatchObject({
      kind: "changed-since",
      line: expect.stringContaining("Call the bank"),
    });
  });

  it("gives no id to two tasks", () => {
    const added = changed(SAMPLE, { action: "add", title: "One" }) ?? "";
    const again = changed(SAMPLE, { action: "add", title: "Another" }) ?? "";
    const id = parseBoard(added, "BOARD.md").board.tasks.find(({ title }) => title === "One")?.id;
    expect(takeBack(again, boardHunks(added, SAMPLE))).toEqual({ kind: "id-taken", id });
  });
});
