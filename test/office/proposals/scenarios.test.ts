/** A proposal may not lower what the scenarios say: compared before and after it, by whoever can play them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acceptProposal } from "../../../office/accept-proposal.ts";
import type { ScenarioPlayer } from "../../../office/evals/compare-scenarios.ts";
import { showProposal } from "../../../office/list-proposals.ts";
import { evaluateProposal } from "../../../office/run-evals.ts";
import type { ScenarioResult } from "../../../office/run-scenarios.ts";
import { type GitCompany, gitCompany, MORE, SKILL } from "./company.ts";

const STALE = "stale-figure-is-left-out";

let company: GitCompany;
beforeEach(async () => {
  company = await gitCompany();
});
afterEach(() => company.remove());

/** Says of each scenario what `isOk` says, by the text of the page; keeps what it was asked. */
function player(isOk: (page: string, id: string) => boolean, more: Partial<ScenarioResult> = {}) {
  const asked: string[][] = [];
  const play: ScenarioPlayer["play"] = async ({ scenarios }, kit) => {
    asked.push(scenarios.map(({ department, id }) => `${department}/${id}`));
    return scenarios.map(({ id, department, shows }) => {
      const ok = isOk(kit.get(SKILL) ?? "", id);
      const failures = ok ? [] : ["the old figure stands in the post"];
      return { id, department, shows, about: SKILL, ok, isPlayed: true, failures, ms: 1, ...more };
    });
  };
  return { player: { play }, asked };
}

const lowering = () => player((page) => !page.includes(MORE));

describe("scenarios before and after a proposal", () => {
  it("are those that it touches, and both figures go with the commit", async () => {
    const { player: own, asked } = player(() => true);
    const id = await company.propose();
    const sources = { ...company.sources, player: own };
    expect(await showProposal(sources, id)).toMatchObject({ refusals: [], staticOnly: null });
    const done = await acceptProposal(sources, id);
    expect(new Set(asked.flat())).toEqual(new Set([`marketing/${STALE}`]));
    expect(done).toMatchObject({ staticOnly: null });
    expect(company.git("log", "-1", "--format=%B")).toMatch(
      /^Eval-Before: \d+\/\d+, scenarios 1\/1\nEval-After: \d+\/\d+, scenarios 1\/1$/m,
    );
  });

  it("that fail with it stop it, with the words of the failure, and nothing was changed", async () => {
    const { player: own } = lowering();
    const id = await company.propose();
    const head = company.git("rev-parse", "HEAD");
    const sources = { ...company.sources, player: own };
    const words = `marketing/${STALE} fails: the old figure stands in the post.`;
    expect(await showProposal(sources, id)).toMatchObject({ refusals: [words] });
    expect(await evaluateProposal({ root: company.root, player: own }, id)).toMatchObject({
      lowered: [words],
    });
    await expect(acceptProposal(sources, id)).rejects.toThrow(words);
    expect(company.git("rev-parse", "HEAD")).toBe(head);
  });

  it("that failed before do not stop it", async () => {
    const { player: own } = player(() => false);
    const id = await company.propose();
    await acceptProposal({ ...company.sources, player: own }, id);
    expect(company.git("log", "-1", "--format=%B")).toMatch(/^Eval-After: .*scenarios 0\/1$/m);
  });

  it.each([
    ["without a player", undefined, "no scenario could be played here"],
    ["without a client", { play: () => Promise.resolve(null) }, "there is no Copilot CLI"],
    [
      "with a client that fails",
      player(() => false, { isPlayed: false }).player,
      "could not be played",
    ],
  ])("are not compared %s, and it says so", async (_, own, words) => {
    const id = await company.propose();
    const sources = { ...company.sources, ...(own === undefined ? {} : { player: own }) };
    const done = await acceptProposal(sources, id);
    expect(done.staticOnly).toContain(words);
    expect(company.git("log", "-1", "--format=%B")).toMatch(/^Eval-After: \d+\/\d+$/m);
  });

  it("are not played for a page that no scenario is about", async () => {
    const { player: own, asked } = lowering();
    const id = await company.propose({ file: ".github/skills/metrics/SKILL.md" });
    const done = await acceptProposal({ ...company.sources, player: own }, id);
    expect(asked).toEqual([]);
    expect(done.staticOnly).toBe("it touches what no scenario is about");
  });
});
