import { describe, expect, it } from "vitest";
import { EVAL_COMPANY_FILE } from "../../../company/evals/files.ts";
import { checkEvalFile, departmentsIn, readScenarios } from "../../../company/evals/scenario.ts";
import { refusalsOf } from "../../../company/proposals/refusals.ts";
import { edited, kitTexts, placesOf } from "../proposals/kit.ts";
import { evalTexts } from "./kit-scenarios.ts";

const PATH = ".github/evals/ceo.json";
const WHOLE = {
  id: "one",
  shows: "It does so.",
  task: "Do it.",
  sentence: { file: ".github/agents/ceo.agent.md", text: "Ask." },
  heeds: [{ say: "I ask." }],
  oversteps: [{ say: "Done." }],
  expect: [{ answer: { has: "ask" } }],
};

const page = (scenario: object, department = "ceo") => ({
  path: PATH,
  text: JSON.stringify({ department, scenarios: [{ ...WHOLE, ...scenario }] }),
});

describe("the scenarios of the kit", () => {
  it("are in form, and the company they are played in too", () => {
    const found = [...evalTexts()].flatMap(([path, text]) => checkEvalFile({ path, text }));
    expect(found).toEqual([]);
    expect([...evalTexts().keys()]).toContain(EVAL_COMPANY_FILE);
  });

  it("are at least six for each department, with ids of their own", () => {
    const agents = [...kitTexts().keys()].flatMap(
      (file) => /^\.github\/agents\/(\w+)\.agent\.md$/.exec(file)?.[1] ?? [],
    );
    expect(agents).toHaveLength(8);
    const all = [...evalTexts()].flatMap(([path, text]) =>
      path === EVAL_COMPANY_FILE ? [] : readScenarios({ path, text }).scenarios,
    );
    for (const agent of agents)
      expect(
        all.filter(({ department }) => department === agent).length,
        agent,
      ).toBeGreaterThanOrEqual(6);
    for (const { department, id } of all)
      expect(
        all.filter((each) => each.department === department && each.id === id),
        id,
      ).toHaveLength(1);
  });

  it("are about sentences that stand in the kit, once and within a line", () => {
    const texts = kitTexts();
    for (const [path, text] of evalTexts()) {
      if (path === EVAL_COMPANY_FILE) continue;
      for (const { id, sentence } of readScenarios({ path, text }).scenarios) {
        if (sentence === undefined) continue;
        const stands = (texts.get(sentence.file) ?? "").split(sentence.text).length - 1;
        expect(stands, `${id}: ${sentence.text}`).toBe(1);
      }
    }
  });
});

describe("a file of scenarios", () => {
  it.each([
    ["a sentence and a barrier", { barrier: { by: "guard", says: "no" } }, /exactly one of/],
    ["neither of them", { sentence: undefined }, /exactly one of/],
    ["a sentence that nobody heeds", { heeds: [] }, /what a reader of it does/],
    ["nothing that is expected", { expect: [] }, /expect/],
    ["a field that is not known", { sayz: "x" }, /sayz/],
    ["a path that leads out", { sentence: { file: "../x", text: "x" } }, /path from the root/],
    ["an id in capitals", { id: "One" }, /lower case/],
    ["an unknown expectation", { expect: [{ board: "T-001" }] }, /expect/],
  ])("is told of %s, with the scenario's id", (_, change, words) => {
    const [finding, ...more] = checkEvalFile(page(change));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ file: PATH, severity: "error" });
    expect(`${finding?.what}`).toMatch(words);
    if (!("id" in change)) expect(finding?.what).toContain("(one)");
  });

  it("is named as its department, and has each id once", () => {
    expect(checkEvalFile(page({}, "cfo"))[0]?.what).toContain('"department" is "cfo"');
    const twice = JSON.stringify({ department: "ceo", scenarios: [WHOLE, WHOLE] });
    expect(checkEvalFile({ path: PATH, text: twice })[0]?.what).toContain('the id "one"');
    expect(checkEvalFile(page({}))).toEqual([]);
  });

  it("that is no JSON is told of with its line", () => {
    expect(checkEvalFile({ path: PATH, text: "{\n  nothing" })[0]?.line).toBe(2);
    expect(checkEvalFile({ path: EVAL_COMPANY_FILE, text: "{}" })).toHaveLength(1);
  });
});

it("a scenario names every department that it needs", () => {
  const { scenarios } = readScenarios(
    page({
      heeds: [
        { tool: "task", args: { agent_type: "coo" } },
        { tool: "x", args: { to: "cfo" } },
      ],
      others: { lawyer: [] },
      expect: [{ review: { from: "ceo", to: "cto" }, is: "asked" }, { handed: "marketing" }],
    }),
  );
  const [scenario] = scenarios;
  expect(scenario && departmentsIn(scenario).sort()).toEqual(
    ["ceo", "cfo", "coo", "cto", "lawyer", "marketing"].sort(),
  );
});

it("a proposal that touches scenarios is refused: it is judged by them", () => {
  const before = kitTexts();
  const after = edited(before, [{ file: PATH, append: "\n" }]);
  expect(refusalsOf({ before, after, places: placesOf(before) })).toEqual([
    expect.objectContaining({ rule: "protected-file", file: PATH }),
  ]);
});
