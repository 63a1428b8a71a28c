import { describe, expect, it } from "vitest";
import { checkSkillListing, listedAs } from "../../../../company/kit/pages/skill-listing.ts";

/** Without words the lines of a skill named `aaa` take this many characters. */
const FRAME = listedAs({ name: "aaa", description: "", location: "project" }).length;

const skill = (name: string, chars: number, more = "") => ({
  file: {
    path: `.github/skills/${name}/SKILL.md`,
    text: `---\nname: ${name}\ndescription: ${"x".repeat(chars)}\n${more}---\n\nDo it.\n`,
  },
  isUsers: false,
});

/** Four skills of the same size, which together come to `chars`. */
const skillsOf = (chars: number) =>
  ["aaa", "bbb", "ccc", "ddd"].map((name) => skill(name, chars / 4 - FRAME));

describe("the list of skills that goes out with every request", () => {
  it("is counted as Copilot CLI writes it", () => {
    const listed = listedAs({ name: "a-b", description: `"Mine" & <yours>`, location: "project" });
    expect(listed.split("\n")).toEqual([
      "<skill>",
      "  <name>a-b</name>",
      "  <description>&quot;Mine&quot; &amp; &lt;yours&gt;</description>",
      "  <location>project</location>",
      "</skill>",
      "",
    ]);
  });

  it.each([
    [11_996, []],
    [12_000, ["warning"]],
    [14_996, ["warning"]],
    [15_000, ["error"]],
    [40_000, ["error"]],
  ])("of %i characters: %j", (chars, expected) => {
    const found = checkSkillListing(skillsOf(chars));
    expect(found.map(({ severity }) => severity)).toEqual(expected);
  });

  it("holds each name once, and none that only a person may call", () => {
    const kept = skillsOf(12_100);
    const [warned] = checkSkillListing(kept);
    const more = [skill("aaa", 9_000), skill("fff", 9_000, "disable-model-invocation: true\n")];
    expect(checkSkillListing([...kept, ...more])).toEqual([warned]);
    expect(warned?.what).toContain("of 4 skills with 12,100 characters");
  });

  it("names the longest, all of them in the details", () => {
    const longer = ["eee", "fff"].map((name, at) => skill(name, 4_500 + at - FRAME));
    const [found] = checkSkillListing([...skillsOf(12_000), ...longer]);
    expect(found?.fix).toContain("The longest: fff 4,501, eee 4,500, aaa 3,000");
    expect(found?.details).toHaveLength(6);
  });
});
