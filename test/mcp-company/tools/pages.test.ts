import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageOf } from "../../../mcp-company/tools/pages.ts";
import { ANSWER_BYTES, bytesOf } from "../../../mcp-memory/tools/answer-size.ts";
import { RECORD_BYTES } from "../../../mcp-memory/tools/pages.ts";
import { textPieces } from "../../../mcp-memory/tools/text-pieces.ts";

// Four of them fit into one record, whatever they are.
const text = fc.string({ unit: "binary", maxLength: 60, size: "max" });
const record = fc.record({ id: fc.uuid(), title: text, was: fc.array(text, { maxLength: 3 }) });
const listed = fc.record({
  count: fc.nat(),
  items: fc.array(record, { maxLength: 30, size: "max" }),
});
const answer = fc.record({
  date: text,
  notes: fc.array(text, { maxLength: 20 }),
  missing: fc.constantFrom(["board"], []),
  changed: fc.record({ since: text, commits: listed, facts: listed }),
  late: listed,
  dayPlan: listed,
});
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

const paging = (page?: number) => ({
  tool: "standup_brief",
  page,
  first: ["dayPlan", "notes"],
  last: ["changed"],
  everywhere: ["missing"],
});

/** All pages, by the page that each names as the next one. */
function walk(whole: Answer) {
  const pages = [];
  for (let page: number | null = 1; page !== null; ) {
    const found: ReturnType<typeof pageOf<Answer>> = pageOf(whole, paging(page));
    if ("error" in found) throw new Error(found.error);
    pages.push(found);
    page = found.nextPage;
  }
  return pages;
}

describe("the pages of an answer", () => {
  it("fit, and hold every record whole, exactly once and in its order", () => {
    let most = 0;
    fc.assert(
      fc.property(answer, (whole) => {
        const pages = walk(whole);
        most = Math.max(most, pages.length);
        for (const page of pages) expect(bytesOf(page)).toBeLessThanOrEqual(ANSWER_BYTES);
        expect(pages.flatMap(({ dayPlan }) => dayPlan.items)).toEqual(whole.dayPlan.items);
        expect(pages.flatMap(({ late }) => late.items)).toEqual(whole.late.items);
        expect(pages.flatMap(({ changed }) => changed.commits.items)).toEqual(
          whole.changed.commits.items,
        );
        expect(pages.flatMap(({ changed }) => changed.facts.items)).toEqual(
          whole.changed.facts.items,
        );
        expect(pages.flatMap(({ notes }) => notes)).toEqual(whole.notes);
        for (const page of pages) {
          expect(page).toMatchObject({ missing: whole.missing, late: { count: whole.late.count } });
        }
      }),
      { numRuns: 40 },
    );
    expect(most).toBeGreaterThan(3);
  });

  const records = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `${at}`, title: "t".repeat(400), was: [] }));
  const whole: Answer = {
    date: "2026-11-20",
    notes: ["a note"],
    missing: ["board"],
    changed: {
      since: "",
      commits: { count: 12, items: records(12) },
      facts: { count: 0, items: [] },
    },
    late: { count: 900, items: records(10) },
    dayPlan: { count: 12, items: records(12) },
  };

  it("say how many of each kind follow and how to get them, and nothing on the last", () => {
    expect(walk(whole).map(({ page, nextPage, more }) => [page, nextPage, more])).toEqual([
      [
        1,
        2,
        "Page 1 of 3; left out here: 7 late, 12 changed.commits. Call standup_brief again with page 2, other arguments as now.",
      ],
      [
        2,
        3,
        "Page 2 of 3; left out here: 4 changed.commits. Call standup_brief again with page 3, other arguments as now.",
      ],
      [3, null, null],
    ]);
  });

  it("begin with what comes first, and end with what comes last, whatever else there is", () => {
    const [first] = walk(whole);
    expect(first?.dayPlan.items).toHaveLength(12);
    expect(first?.notes).toEqual(["a note"]);
    const last = walk(whole).at(-1);
    expect(last).toMatchObject({ late: { items: [] }, dayPlan: { items: [] } });
  });

  it("are the first for no page and for 0, and refused past the end", () => {
    expect(pageOf(whole, paging(0))).toEqual(pageOf(whole, paging(1)));
    expect(pageOf(whole, paging())).toEqual(pageOf(whole, paging(1)));
    expect(pageOf(whole, paging(4))).toEqual({
      error:
        "Cannot show page 4 of standup_brief: there are 3, expected 1 to 3. Leave page out for the first one.",
    });
  });

  it("fit although a single record would not, and shorten nothing but that", () => {
    const [small, large] = [records(1)[0], { id: "x", title: "貸".repeat(90_000), was: ["a"] }];
    if (small === undefined) throw new Error("no record");
    const pages = walk({ ...whole, late: { count: 2, items: [small, large] } });
    for (const page of pages) expect(bytesOf(page)).toBeLessThanOrEqual(ANSWER_BYTES);
    const late = pages.flatMap((page) => page.late.items);
    expect(late[0]).toEqual(small);
    expect(late[1]?.title).toMatch(/^貸+…$/);
    expect(late[1]).toMatchObject({ id: "x", was: ["a"] });
  });
});

it("a long text comes in pieces that fit as records and are the text again", () => {
  const lines = fc.array(fc.oneof(text, fc.constant("\ud83d".repeat(900))), { maxLength: 5 });
  fc.assert(
    fc.property(lines, (some) => {
      const long = some.join("\n");
      const pieces = textPieces(long);
      expect(pieces.join("")).toBe(long);
      for (const piece of pieces) expect(bytesOf(piece)).toBeLessThanOrEqual(RECORD_BYTES);
    }),
    { numRuns: 60 },
  );
  expect(textPieces("")).toEqual([]);
});
