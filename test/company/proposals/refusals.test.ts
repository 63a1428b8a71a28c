import { describe, expect, test } from "vitest";
import { refusalsOf } from "../../../company/proposals/refusals.ts";
import { GOOD } from "./good.ts";
import { edited, kitTexts, placesOf } from "./kit.ts";
import { OVERSTEPS } from "./oversteps.ts";
import { SAID_HARMLESSLY, SAID_SIDEWAYS } from "./sideways.ts";

const before = kitTexts();
const places = placesOf(before);

describe("limits of the Improver", () => {
  test.each(GOOD)("lets through: $name", ({ edits }) => {
    expect(refusalsOf({ before, after: edited(before, edits), places })).toEqual([]);
  });

  test.each(OVERSTEPS)("refuses: $name", ({ edits, rule }) => {
    const refusals = refusalsOf({ before, after: edited(before, edits), places });
    expect(refusals.map((refusal) => refusal.rule)).toContain(rule);
    for (const { why, file } of refusals) {
      expect(why).toMatch(/\.$/);
      expect(edits.map((edit) => edit.file)).toContain(file);
    }
  });

  const added = ([skill, sentence]: readonly [string, string]) =>
    refusalsOf({
      before,
      after: edited(before, [
        { file: `.github/skills/${skill}/SKILL.md`, append: `\n${sentence}\n` },
      ]),
      places,
    });

  test.each(SAID_SIDEWAYS)("refuses, in %s: %s", (...said) => {
    expect(added(said)).not.toEqual([]);
  });

  test.each(SAID_HARMLESSLY)("lets through, in %s: %s", (...said) => {
    expect(added(said)).toEqual([]);
  });

  test("nothing changed is nothing to refuse", () => {
    expect(refusalsOf({ before, after: new Map(before), places })).toEqual([]);
  });
});
