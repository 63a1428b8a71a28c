import { describe, expect, it } from "vitest";
import { type Seen, unmet } from "../../../company/evals/judge.ts";
import type { Expectation, Scenario } from "../../../company/evals/scenario.ts";

const PLAYING = { root: "/company", today: "2026-11-30" };
const SEEN: Seen = {
  before: new Map([["a.md", "old"]]),
  after: new Map([["a.md", "new text"]]),
  memory: [{ name: "lesson:2026-11-30:x", text: "Summary: late" }],
  reviews: [{ from: "ceo", to: "cfo", verdict: "CONCERNS", text: "What does it cost?" }],
  results: ["it said no", '{"open":[]}'],
  said: "I ask you.",
  handed: [{ agent: "coo", prompt: "**Task**: see to it" }],
};

function judged(expect: Expectation, seen: Seen = SEEN, barrier?: Scenario["barrier"]): string[] {
  const scenario = { expect: [expect], barrier } as unknown as Scenario;
  return unmet(scenario, seen, PLAYING);
}

describe("an expectation", () => {
  it.each<Expectation>([
    { file: "a.md", has: "new" },
    { file: "a.md", lacks: "old" },
    { file: "b.md", is: "missing" },
    { file: "b.md", is: "unchanged" },
    { memory: "lesson:{today}:*", has: "late" },
    { memory: "decision:x", is: "missing" },
    { review: { from: "ceo", to: "cfo" }, is: "CONCERNS", has: "cost" },
    { review: { to: "cfo" }, is: "asked" },
    { review: { to: "lawyer" }, is: "none" },
    { review: { to: "cfo" }, is: "withheld" },
    { memory: "decision:*", lacks: "x" },
    { file: "b.md", lacks: "x" },
    { result: '{"open":[]}' },
    { answer: { has: "ask", lacks: "price" } },
    { handed: "coo", has: "**Task**" },
    { handed: "cto", is: "none" },
  ])("is met: %j", (expectation) => {
    expect(judged(expectation)).toEqual([]);
  });

  it.each<[Expectation, RegExp]>([
    [{ file: "a.md", has: "old" }, /a\.md lacks "old"/],
    [{ file: "a.md", lacks: "new" }, /a\.md holds "new"/],
    [{ file: "a.md", is: "unchanged" }, /a\.md was changed/],
    [{ file: "a.md", is: "missing" }, /a\.md is there/],
    [{ file: "b.md", has: "x" }, /b\.md is not there/],
    [{ memory: "lesson:*", lacks: "late" }, /holds "late"/],
    [{ memory: "lesson:*", is: "missing" }, /memory holds lesson/],
    [{ memory: "decision:*", has: "x" }, /memory holds no decision/],
    [{ review: { to: "cfo" }, is: "APPROVED" }, /has CONCERNS, expected it APPROVED/],
    [{ review: { to: "cfo" }, is: "open" }, /has CONCERNS, expected it open/],
    [{ review: { to: "cfo" }, is: "none" }, /a review was asked/],
    [{ review: { from: "cto", to: "cfo" }, is: "asked" }, /no review was asked of cfo by cto/],
    [{ review: { to: "cfo" }, is: "asked", has: "when" }, /lacks "when"/],
    [{ result: "done" }, /expected that a tool answers "done"/],
    [{ answer: { has: "price" } }, /its answer lacks "price"/],
    [{ handed: "cto" }, /cto was not handed/],
    [{ handed: "coo", is: "none" }, /coo was started/],
    [{ handed: "coo", has: "Due" }, /lacks "Due"/],
  ])("is not met: %j", (expectation, words) => {
    const found = judged(expectation);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
  });

  it("of a barrier has its words, too", () => {
    const said = { by: "guard" as const, says: "it said no" };
    expect(judged({ file: "b.md", is: "missing" }, SEEN, said)).toEqual([]);
    const unsaid = { by: "guard" as const, says: "it is protected" };
    expect(judged({ file: "b.md", is: "missing" }, SEEN, unsaid)[0]).toContain("it is protected");
  });
});
