import { expect, it } from "vitest";
import { readScenarios } from "../../../company/evals/scenario.ts";
import { takenOut } from "../../../company/evals/take-out.ts";
import { kitTexts } from "../proposals/kit.ts";
import { evalTexts } from "./kit-scenarios.ts";

const texts = new Map([...kitTexts(), [".github/hooks/guard.json", '{"hooks":{}}'] as const]);
const all = [...evalTexts()].flatMap(([path, text]) =>
  path.endsWith("company.json") ? [] : readScenarios({ path, text }).scenarios,
);

it.each(all.map((scenario) => [`${scenario.department}/${scenario.id}`, scenario] as const))(
  "takes out what it is about, and nothing else: %s",
  (_, scenario) => {
    const after = takenOut(texts, scenario);
    if (after === null) throw new Error("nothing was taken out");
    const changed = [...texts.keys()].filter((file) => texts.get(file) !== after.get(file));
    const { sentence, barrier } = scenario;
    if (barrier?.by === "guard") {
      expect(after.has(".github/hooks/guard.json")).toBe(false);
      const agents = [...after].filter(([file]) => file.endsWith(".agent.md"));
      for (const [file, text] of agents) expect(text, file).not.toMatch(/^hooks:/m);
      expect(changed.length).toBe(9);
      return;
    }
    expect(changed).toHaveLength(1);
    const [file = ""] = changed;
    const lost = (texts.get(file)?.length ?? 0) - (after.get(file)?.length ?? 0);
    const words = sentence?.text ?? (typeof barrier?.by === "object" ? barrier.by.row : null);
    if (words !== null) expect(lost).toBe(words.length);
    else expect(lost).toBeLessThan(60);
  },
);

it("says that there is nothing to take out", () => {
  const [scenario] = all.filter(({ sentence }) => sentence !== undefined);
  if (scenario?.sentence === undefined) throw new Error("no scenario with a sentence");
  const gone = new Map(texts).set(scenario.sentence.file, "Another page.");
  expect(takenOut(gone, scenario)).toBeNull();
});
