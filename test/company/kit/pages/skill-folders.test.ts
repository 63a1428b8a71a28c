import { expect, test } from "vitest";
import { checkSkill, skillFolders } from "../../../../company/kit/pages/skills.ts";

test("a skill in a subfolder is one, and its folder is not empty", () => {
  const paths = [
    ".github/skills/standup/SKILL.md",
    ".github/skills/sales/offers/SKILL.md",
    ".github/skills/sales/README.md",
    ".github/skills/notes/README.md",
    ".github/skills/README.md",
  ];
  expect(skillFolders(paths)).toEqual({
    skills: new Set(["standup", "offers"]),
    empty: new Set(["notes"]),
  });
});

test("it is judged by the folder that it stands in", () => {
  const text = "---\nname: offers\ndescription: How we make offers.\n---\nDo it.\n";
  const path = ".github/skills/sales/offers/SKILL.md";
  expect(checkSkill({ path, text })).toEqual([]);
  const named = checkSkill({ path, text: text.replace("offers", "sales") });
  expect(named).toMatchObject([{ what: 'the name "sales"', severity: "error" }]);
});
