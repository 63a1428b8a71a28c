import { describe, expect, test } from "vitest";
import {
  checkPrompts,
  PROMPT_CHECKS,
  type PromptCheck,
} from "../../../company/evals/check-prompts.ts";
import { edited, kitTexts } from "../proposals/kit.ts";

const texts = kitTexts();
const COO = ".github/agents/coo.agent.md";
const MARKETING = ".github/agents/marketing.agent.md";

/** An edit that takes away what the check is about. */
const BROKEN: Record<PromptCheck, { file: string; by(text: string): string | null }> = {
  readable: { file: COO, by: (text) => text.replace("name: coo", 'name: "coo') },
  length: { file: COO, by: (text) => `${text}\n${"One more line of advice. ".repeat(1_300)}\n` },
  "limits named": { file: COO, by: (text) => text.replace("What you must not do", "What you do") },
  "reviews named": { file: COO, by: (text) => text.replaceAll("request_review", "a word") },
  "reviewers exist": { file: MARKETING, by: (text) => text.replace("| coo |", "| press |") },
  "verdict asked for": {
    file: MARKETING,
    by: (text) => text.replace("`submit_verdict` with", "Answer with"),
  },
  "format shown": {
    file: MARKETING,
    by: (text) => text.replaceAll(/```markdown\n[\s\S]*?```\n/g, ""),
  },
  "tools had": { file: MARKETING, by: (text) => text.replace("'company/check_draft', ", "") },
  "own end": { file: MARKETING, by: (text) => text.replace("`End: marketing`", "`End: coo`") },
  "no overlap": {
    file: MARKETING,
    by: (text) => {
      const description = /^description: .*$/m.exec(texts.get(COO) ?? "")?.[0] ?? "";
      return text.replace(/^description: .*$/m, description);
    },
  },
  "figures sourced": {
    file: ".github/skills/seguranca-social/SKILL.md",
    by: (text) =>
      text
        .replace(/^(\|[^|\n]+\|[^|\n]+\|)[^|\n]+(\|[^|\n]*\| \d{4}-\d{2}-\d{2} \|)/m, "$1 $2")
        .replace(/^(## Facts[\s\S]*?\n\|[-|]+\|\n\|[^|\n]*\|[^|\n]*\|)[^|\n]*\|/m, "$1 |"),
  },
  "no contradiction": {
    file: MARKETING,
    by: (text) =>
      text.replace(
        "## Read first",
        "Audit trails are live: say so in the present tense.\n\n## Read first",
      ),
  },
  "asks others": { file: MARKETING, by: (text) => text.replace("| coo |", "| marketing |") },
  "stores its own": {
    file: MARKETING,
    by: (text) =>
      text.replace("- `metric:<slug>` for results", "- `trend-scan:<date>` for results"),
  },
  "duties named": {
    file: COO,
    by: (text) => text.replaceAll(/weekly[- ]review/gi, "report"),
  },
  "owned once": {
    file: MARKETING,
    by: (text) => text.replace("launches and campaigns", "work across departments"),
  },
  "no bare figure": {
    file: MARKETING,
    by: (text) => text.replace("## Read first", "The usual rate is 23%.\n\n## Read first"),
  },
  "limits agree": {
    file: COO,
    by: (text) => text.replace("with two or more misses", "with three or more misses"),
  },
  "sentences kept": { file: MARKETING, by: (text) => text.replace("No event, no post.", "") },
  "schedule met": { file: ".github/skills/trend-scan/SKILL.md", by: () => null },
};

describe("checks of the prompts", () => {
  test("pass on the kit as it is", () => {
    const { passed, failures } = checkPrompts(texts);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(150);
  });

  test.each(PROMPT_CHECKS)("fails when what it is about is taken out: %s", (check) => {
    const { file, by } = BROKEN[check];
    const after = edited(texts, [{ file, put: by(texts.get(file) ?? "") }]);
    expect(after.get(file)).not.toBe(texts.get(file));
    expect(checkPrompts(after).failures).toContainEqual(expect.objectContaining({ check }));
  });

  test.each([
    [
      "four agents are in the chain",
      "The reviewer answers alone when four agents are in the chain.",
    ],
    ["another freshness", "A metric is stale after 30 days."],
  ])("tell a limit that is worded otherwise: %s", (_, sentence) => {
    const text = texts.get(COO) ?? "";
    const put = text.replace("## Read first", `${sentence}\n\n## Read first`);
    const { failures } = checkPrompts(edited(texts, [{ file: COO, put }]));
    expect(failures).toContainEqual(expect.objectContaining({ check: "limits agree", file: COO }));
  });
});
