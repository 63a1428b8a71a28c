import { describe, expect, test } from "vitest";
import { readingsOf } from "../../../company/proposals/readings.ts";
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

  test("one more who may do what is the founder's is named to be read", () => {
    const file = ".github/agents/accountant.agent.md";
    const find =
      "The founder, or a certified accountant where the law asks for one, files and signs.";
    const put = find.replace(", files", ", or the bookkeeper, files");
    expect(readingsOf({ before, after: edited(before, [{ file, find, put }]) })).toContainEqual({
      ...{ file, text: find },
      about: "a duty that would be said in other words",
    });
  });

  test.each([
    ["gone", ""],
    ["with less in it", "- [ ] retention: the notice says it\n"],
  ])("a box of a check list that is %s is named to be read", (_, put) => {
    const file = ".github/skills/gdpr-basics/SKILL.md";
    const box = "- [ ] retention: what is deleted when, and code that does it, backups included\n";
    const read = (text: string) =>
      readingsOf({ before, after: edited(before, [{ file, find: box, put: text }]) });
    const about = "a check that would not be made any more as it was";
    expect(read(put)).toContainEqual({ file, text: box.trim().slice(2), about });
    expect(read(`${box.trim()}, logs too\n`).map((each) => each.about)).not.toContain(about);
  });

  test("nothing changed is nothing to refuse", () => {
    expect(refusalsOf({ before, after: new Map(before), places })).toEqual([]);
  });
});
