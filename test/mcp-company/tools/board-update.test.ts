import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boardUpdate } from "../../../company/board/update.ts";
import { boardRequest } from "../../../mcp-company/tools/board-update.ts";
import { type Counter, openCounter } from "../counter.ts";

let counter: Counter;

beforeEach(async () => {
  counter = await openCounter();
});

afterEach(() => counter.close());

const update = (args: object) => counter.call("board_update", { by: "coo", ...args });

describe("board_update", () => {
  it("keeps the second decision of a day about the same dates beside the first", async () => {
    const due = (date: string, rest: object = {}) =>
      update({ action: "due", id: "T-027", due: date, ...rest });
    const before = await counter.read("BOARD.md");
    const first = await due("2026-12-01", { rootCause: "The first cause" });
    // The founder puts the old line back by hand.
    await counter.write("BOARD.md", before);
    const second = await due("2026-12-01", { rootCause: "The second cause" });
    expect(second.value.decision).toBe(`${String(first.value.decision)}-2`);
    const causes = await Promise.all(
      [first, second].map(({ value }) => counter.remembered(String(value.decision))),
    );
    expect(causes.map((texts) => texts?.[1])).toEqual([
      "Reason: The first cause",
      "Reason: The second cause",
    ]);
  });

  it("takes no date that has passed, and says whose it is to write one", async () => {
    const before = await counter.read("BOARD.md");
    const { text } = await update({ action: "due", id: "T-027", due: "2026-11-12" });
    expect(text).toContain("it has passed (today is 2026-11-20)");
    expect(text).not.toContain("--missed");
    expect(await counter.read("BOARD.md")).toBe(before);
  });

  it("adds a task under the next number, and shows it as it stands", async () => {
    const { value } = await update({
      action: "add",
      title: "Answer the shop in Sines",
      agent: "@Marketing",
      due: "2026-11-24",
    });
    expect(value).toMatchObject({ changed: true, today: "2026-11-20", decision: null });
    expect(value.task).toMatchObject({ id: "T-040", section: "Next", misses: 0 });
    expect(await counter.read("BOARD.md")).toContain(
      "- [ ] T-040 Answer the shop in Sines · @marketing · due 2026-11-24",
    );
  });

  it("moves, completes and edits by the id in any case", async () => {
    await update({ action: "move", id: "t-036", section: "Now" });
    await update({ action: "move", id: "T-031", section: "Blocked", blocked: "the CTO's numbers" });
    await update({ action: "edit", id: "T-037", title: "Newsletter on exports" });
    await update({ action: "done", id: "T-035" });
    const board = await counter.read("BOARD.md");
    expect(board).toMatch(/## Now[^#]*T-036/);
    expect(board).toMatch(/## Blocked[^#]*T-031 .* blocked: the CTO's numbers/);
    expect(board).toContain("T-037 Newsletter on exports");
    expect(board).toMatch(/## Done[^#]*- \[x\] T-035 .* done 2026-11-20/);
  });

  it("keeps a date that passed as a miss", async () => {
    const { value } = await update({ action: "due", id: "T-031", due: "2026-11-25" });
    expect(value.task).toMatchObject({ due: "2026-11-25", was: ["2026-11-19"], misses: 1 });
  });

  it("refuses a second later date without a decision, and changes nothing", async () => {
    const before = await counter.read("BOARD.md");
    const { isError, text } = await update({ action: "due", id: "T-018", due: "2026-12-01" });
    expect(isError).toBe(true);
    expect(text).toMatch(/root cause|demote/);
    expect(await counter.read("BOARD.md")).toBe(before);
  });

  it("writes the root cause on the board and the decision into memory", async () => {
    const { value } = await update({
      action: "due",
      id: "T-018",
      due: "2026-12-01",
      rootCause: "nobody has said who is liable",
    });
    expect(await counter.read("BOARD.md")).toMatch(/T-018 .*root cause: nobody has said/);
    const decision = await counter.remembered(String(value.decision));
    expect(decision).toContain("Reason: nobody has said who is liable");
    expect(decision).toContain("Decided by: coo");
  });

  it("drops a task with its misses and its reason left behind", async () => {
    const { value } = await update({ action: "drop", id: "T-021", reason: "no shop in France" });
    expect(value.task).toBeNull();
    const board = await counter.read("BOARD.md");
    expect(board).not.toContain("- [ ] T-021");
    expect(board).toMatch(/T-021[^\n]*2026-10-23/);
    expect(await counter.remembered(String(value.decision))).toContain(
      "Missed: 2026-10-23, 2026-10-09",
    );
  });

  it.each([
    [{ action: "done" }, 'Cannot update the board (done): "id" is missing'],
    [{ action: "done", id: "T-031", due: "2026-11-25" }, '"due" does not belong there'],
    [{ action: "due", id: "T-031", due: "2026-02-30" }, "no day of the calendar"],
    [{ action: "done", id: "T-999" }, "no task with this id"],
    [{ action: "done", id: "T-998" }, "See the ids with: board_list"],
    [{ action: "add", title: "x", agent: "sales" }, "no such department"],
    [{ action: "explode", id: "T-031" }, "action"],
    [{ action: "move", id: "T-031", section: "Done" }, "section"],
    [{ action: "done", id: "T-031", force: true }, "force"],
    [{ action: "done", id: "T-031", by: "founder" }, 'as "founder": there is no such department'],
    [{ action: "done", id: "T-031", by: "c\u043eo" }, "no such department"],
  ])("refuses %j and changes nothing", async (args, said) => {
    const before = await counter.read("BOARD.md");
    const { isError, text } = await update(args);
    expect(isError).toBe(true);
    expect(text).toContain(said);
    expect(await counter.read("BOARD.md")).toBe(before);
  });

  it("leaves the board alone when the decision cannot be remembered", async () => {
    const before = await counter.read("BOARD.md");
    const { isError, text } = await update({
      action: "due",
      id: "T-018",
      due: "2026-12-01",
      // A shape that the rules of the memory know as a secret.
      rootCause: `the key is ghp_${"a1B2".repeat(9)}`,
    });
    expect(isError).toBe(true);
    expect(text).not.toContain("a1B2a1B2");
    expect(await counter.read("BOARD.md")).toBe(before);
  });

  it("loses none of twenty changes at once", async () => {
    const titles = Array.from({ length: 20 }, (_, at) => `At once ${at}`);
    const said = await Promise.all(titles.map((title) => update({ action: "add", title })));
    expect(said.filter(({ isError }) => isError)).toEqual([]);
    const board = await counter.read("BOARD.md");
    for (const title of titles) expect(board).toContain(` ${title}\n`);
    expect(new Set(said.map(({ value }) => (value.task as { id: string }).id)).size).toBe(20);
  });
});

describe("the arguments of board_update", () => {
  it("are a request that the board's rule understands, or an error, whatever they are", () => {
    const text = fc.option(fc.constantFrom("T-001", "2026-11-25", "none", "Buy a boat"), {
      nil: undefined,
    });
    fc.assert(
      fc.property(
        fc.record({
          action: fc.constantFrom("add", "move", "done", "due", "edit", "drop" as const),
          id: text,
          title: text,
          due: text,
          blocked: text,
          rootCause: text,
          reason: text,
          demote: fc.option(fc.boolean(), { nil: undefined }),
          section: fc.constantFrom("Now", "Next", "Blocked", undefined),
        }),
        (args) => {
          const request = boardRequest({ by: "coo", ...args });
          if ("error" in request) return;
          const board =
            "## Now\n\n- [ ] T-001 Buy a boat · due 2026-11-10 (was 2026-11-01)\n\n## Next\n\n## Blocked\n\n## Done\n";
          try {
            boardUpdate(board, request, { today: "2026-11-20", by: "coo" });
          } catch (error) {
            expect((error as Error).name).toBe("HqError");
          }
        },
      ),
    );
  });
});
