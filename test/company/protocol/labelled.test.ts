/** The triggers of the kit on texts that people labelled: what is found, what is missed. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { requiredReviews } from "../../../company/protocol/triggers.ts";
import texts from "./labelled-texts.json" with { type: "json" };

const root = path.join(import.meta.dirname, "..", "..", "..");
const KIT = ".github/copilot-instructions.md";
const pages = [KIT, "examples/mare/.github/copilot-instructions.md"];

interface Score {
  found: number;
  wrong: number;
  missed: number;
}

/** Every pair of a text and a reviewer is one decision. A post lies where posts lie. */
function score(page: string, wanted: (text: (typeof texts)[number]) => boolean) {
  const { constitution } = parseConstitution(readFileSync(path.join(root, page), "utf8"), page);
  const byReviewer = new Map<string, Score>();
  const mistakes: string[] = [];
  for (const labelled of texts.filter(wanted)) {
    const { text, kind, reviewers } = labelled;
    // Who wrote it is asked about nothing; the earlier rounds are written by somebody without a row.
    const author = labelled.author ?? "improver";
    const paths = kind === "post" ? ["Marketing/drafts/week-2026-W47.md"] : [];
    const found = requiredReviews({ author, text, paths }, constitution).filter(
      ({ reviewer }) => reviewer !== author,
    );
    const names = found.map(({ reviewer }) => reviewer);
    for (const reviewer of new Set([...reviewers, ...names])) {
      const total = byReviewer.get(reviewer) ?? { found: 0, wrong: 0, missed: 0 };
      byReviewer.set(reviewer, total);
      const isFound = names.includes(reviewer);
      const isWanted = reviewers.includes(reviewer);
      if (isFound && isWanted) total.found += 1;
      else if (isFound) total.wrong += 1;
      else total.missed += 1;
      if (isFound !== isWanted) {
        const because = found.find((review) => review.reviewer === reviewer)?.because ?? [];
        const words = because.map((hit) => `"${hit.found}" (${hit.signal})`).join(", ");
        mistakes.push(`${labelled.id} ${isFound ? "+" : "-"}${reviewer} ${words}: ${text}`);
      }
    }
  }
  return { byReviewer, mistakes };
}

const share = (part: number, rest: number) => (part + rest === 0 ? 1 : part / (part + rest));

function table(byReviewer: ReadonlyMap<string, Score>): string {
  const all = { found: 0, wrong: 0, missed: 0 };
  for (const each of byReviewer.values()) {
    all.found += each.found;
    all.wrong += each.wrong;
    all.missed += each.missed;
  }
  return [...[...byReviewer].sort(), ["all", all] as const]
    .map(
      ([name, { found, wrong, missed }]) =>
        `  ${name.padEnd(10)} precision ${share(found, wrong).toFixed(3)}  recall ${share(found, missed).toFixed(3)}  (${found} right, ${wrong} too many, ${missed} missed)`,
    )
    .join("\n");
}

/** The rounds in which people name the topic, and which the aims are set for. */
const PLAIN = new Set([1, 2, 3, 4, 7, 10]);

describe.each(pages)("the triggers of %s on the labelled texts", (page) => {
  it.each([
    { name: "plain wording", wanted: ({ round }: (typeof texts)[number]) => PLAIN.has(round) },
    // Rounds 2 to 4 were written after the table, and first read with a recall of 0.92, 0.80, 0.82
    // (lawyer) and 0.91, 0.86, 0.71 (accountant). What 2 and 3 showed went into the table; 4 did
    // not (but for "encryption", which the stemmer gets wrong), so that it goes on saying what the
    // table finds in texts that nobody tuned it to. The aims are asserted on all texts together.
    { name: "second round", wanted: (text: (typeof texts)[number]) => text.round === 2 },
    { name: "third round", wanted: (text: (typeof texts)[number]) => text.round === 3 },
    { name: "fourth round", wanted: (text: (typeof texts)[number]) => text.round === 4 },
    // Rounds 5 and 6 are people who talk around it ("can the dinner go on the company?"). They were
    // read first with a recall of 0.59 and 0.56 of all reviews, at a precision of 0.93 and 0.94; then
    // the families of the signals learned from them, by heart: of 1,231 phrases 32 stood in two texts.
    // Those left, and what remains are general words. Texts of that kind go on being missed.
    { name: "fifth round", wanted: (text: (typeof texts)[number]) => text.round === 5 },
    { name: "sixth round", wanted: (text: (typeof texts)[number]) => text.round === 6 },
    // Plain wording again, after all of that: read first with a recall and a precision of 0.94 (lawyer
    // 0.87, accountant 1.00).
    { name: "seventh round", wanted: (text: (typeof texts)[number]) => text.round === 7 },
    // Rounds 8 and 9 are notes of work whose authors had not read the signals and never name the
    // topic ("the printer needs ink, 38 euros"). 8 was read first with a recall of 0.33 and a
    // precision of 0.62; then the families learned from it. 9 was written after that and nothing
    // learned from it but one word too many: recall 0.26. It says what words alone do not find.
    { name: "eighth round", wanted: (text: (typeof texts)[number]) => text.round === 8 },
    { name: "ninth round, blind", wanted: (text: (typeof texts)[number]) => text.round === 9 },
    // Tasks in plain words, as a board has them: read first with a recall of 0.94 and a precision of 0.85.
    { name: "tenth round", wanted: (text: (typeof texts)[number]) => text.round === 10 },
    // Notes of work by an author who had not read the signals: read first with a recall of 0.64 and a
    // precision of 0.93. No rule may learn from this one or from the ninth.
    { name: "eleventh round, blind", wanted: (text: (typeof texts)[number]) => text.round === 11 },
  ])("finds the reviews and asks for few others: $name", ({ name, wanted }) => {
    const { byReviewer, mistakes } = score(page, wanted);
    if (page === KIT) {
      console.log(`${name}\n${table(byReviewer)}`);
      if (process.env.MISTAKES) console.log(mistakes.join("\n"));
    }
    if (name !== "plain wording") return;
    const totals = [...byReviewer.values()];
    const sum = (key: keyof Score) => totals.reduce((total, each) => total + each[key], 0);
    for (const reviewer of ["lawyer", "accountant"]) {
      const { found = 0, missed = 0 } = byReviewer.get(reviewer) ?? {};
      expect(share(found, missed), reviewer).toBeGreaterThanOrEqual(0.95);
    }
    expect(share(sum("found"), sum("wrong"))).toBeGreaterThanOrEqual(0.85);
  });
});

it("has enough labelled texts in both languages", () => {
  expect(texts.length).toBeGreaterThanOrEqual(150);
  for (const language of ["en", "pt"]) {
    expect(texts.filter((text) => text.language === language).length).toBeGreaterThan(50);
  }
});
