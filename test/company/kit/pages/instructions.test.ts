import { expect, test } from "vitest";
import { checkInstructions, splitGlobs } from "../../../../company/kit/pages/instructions.ts";

const CONTEXT = {
  toolsOf: new Map(),
  subagentsStartNone: true,
  agents: new Set<string>(),
  skills: new Set<string>(),
  servers: new Set<string>(),
  files: ["BOARD.md", "Marketing/drafts/week-2026-W47.md", ".github/agents/coo.agent.md"],
  exists: () => true,
};

test("a list of globs is split at commas outside braces", () => {
  expect(splitGlobs("Marketing/**, *.{md,txt} ,BOARD.md,")).toEqual([
    "Marketing/**",
    "*.{md,txt}",
    "BOARD.md",
  ]);
});

test.each(["**", "Marketing/**", "BOARD.md", "**/*.{md,txt}", "*.md", ".github/**", "./BOARD.md"])(
  "applyTo %j matches",
  (glob) => {
    expect(check(glob)).toEqual([]);
  },
);

test.each(["Sales/**", "board.md", "*.ts"])("applyTo %j matches nothing", (glob) => {
  expect(check(glob)).toMatchObject([{ line: 2, severity: "warning" }]);
});

function check(glob: string) {
  const text = `---\napplyTo: ${JSON.stringify(glob)}\n---\n\nRules.\n`;
  return checkInstructions({ path: ".github/instructions/a.instructions.md", text }, CONTEXT);
}
