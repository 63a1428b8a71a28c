/** Precision and recall on the labelled drafts, printed: a change of a rule shows here first. */
import { describe, expect, it } from "vitest";
import { checkDraft } from "../../../company/claims/check.ts";
import drafts from "./blind-drafts.json" with { type: "json" };
import { DRAFT_CONTEXT } from "./draft-company.ts";
import { HELD_OUT, LABELLED, type Labelled } from "./labelled-drafts.ts";

interface Score {
  right: number;
  missed: number;
  wrong: number;
  cleanPassed: number;
  clean: number;
  lines: string[];
}

function rulesOf({ text, channel = "x", product, level }: Labelled): string[] {
  const context = {
    ...DRAFT_CONTEXT,
    declared: { product: product ?? null, level: level ?? null },
  };
  const check = checkDraft(text, channel, context);
  if (check.kind === "refused") return ["refused"];
  return check.findings.map(({ rule }) => rule);
}

function score(set: readonly Labelled[]): Score {
  const total: Score = { right: 0, missed: 0, wrong: 0, cleanPassed: 0, clean: 0, lines: [] };
  for (const draft of set) {
    const found = rulesOf(draft);
    const open = [...found];
    const missed = draft.rules.filter((rule) => {
      const at = open.indexOf(rule);
      if (at !== -1) open.splice(at, 1);
      return at === -1;
    });
    total.right += draft.rules.length - missed.length;
    total.missed += missed.length;
    total.wrong += open.length;
    if (draft.rules.length === 0) {
      total.clean += 1;
      if (found.length === 0) total.cleanPassed += 1;
    }
    if (missed.length + open.length > 0) {
      total.lines.push(
        `${draft.text.slice(0, 90)} | missed: ${missed.join(",")} | wrong: ${open.join(",")}`,
      );
    }
  }
  return total;
}

function printed(
  name: string,
  { right, missed, wrong, clean, cleanPassed, lines }: Score,
): { precision: number; recall: number } {
  const precision = right / (right + wrong);
  const recall = right / (right + missed);
  console.log(
    `claims, ${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, clean drafts that pass ${cleanPassed} of ${clean}`,
  );
  for (const line of lines) console.log(`  ${line}`);
  return { precision, recall };
}

describe("the labelled drafts", () => {
  it("are found wrong where a reviewer would, and pass where they would", () => {
    expect(LABELLED.length).toBeGreaterThanOrEqual(80);
    const { precision, recall } = printed("labelled set", score(LABELLED));
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it("hold for sentences that the rules were not written for", () => {
    const { precision, recall } = printed("held-out set", score(HELD_OUT));
    expect(precision).toBeGreaterThanOrEqual(0.85);
    expect(recall).toBeGreaterThanOrEqual(0.8);
  });
});

/** Only whether a draft is stopped: its labels were written without sight of the rules. */
function stopping(round: number): { precision: number; recall: number } {
  const count = { stopped: 0, wrongly: 0, passed: 0 };
  const lines: string[] = [];
  for (const { text, channel, blocked, rule } of drafts.filter((draft) => draft.round === round)) {
    const check = checkDraft(text, channel, DRAFT_CONTEXT);
    const isStopped = check.kind === "refused" || !check.ok;
    if (isStopped && blocked) count.stopped += 1;
    else if (isStopped) count.wrongly += 1;
    else if (blocked) count.passed += 1;
    if (isStopped !== blocked) {
      lines.push(`  ${isStopped ? "stopped" : "passed"} (${rule}): ${text.slice(0, 90)}`);
    }
  }
  const precision = count.stopped / (count.stopped + count.wrongly);
  const recall = count.stopped / (count.stopped + count.passed);
  console.log(
    `claims, blind drafts ${round}: stopped with precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
  );
  for (const line of lines) console.log(line);
  return { precision, recall };
}

describe("the blind drafts", () => {
  // Read first with a precision of 0.83 and a recall of 0.73; then the rules learned from them.
  it("are stopped where their author says so", () => {
    const { precision, recall } = stopping(1);
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });

  // Written after that, and read first with a precision of 0.90 and a recall of 0.75: what a founder may
  // expect of words that the rules have not met. Then "não sei se", "unless approved" and "29 shops
  // have stayed" were learned from them.
  it("are stopped in most cases, where their author wrote after the rules", () => {
    const { precision, recall } = stopping(2);
    expect(precision).toBeGreaterThanOrEqual(0.85);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});
