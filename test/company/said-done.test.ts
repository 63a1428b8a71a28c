// What a person means who says that something is done. The sentences are of an author who had not seen the code;
// of 46 the words in a row or all apart alone had found 31, of 34 days 15.
import { describe, expect, test } from "vitest";
import { dayFromWords } from "../../company/day-words.ts";
import { meantBy } from "../../company/said-done.ts";
import others from "./words-of-others.json" with { type: "json" };

const TODAY = "2026-11-30";

function namesOf(open: string): string[] {
  if (open.startsWith("T-")) return [open.slice(0, 5), open.slice(6)];
  const [kind = "", name = ""] = open.split(": ");
  return [kind === "prompt" ? name.replaceAll(" ", "-") : name];
}

function said(words: string, open: readonly string[]): string {
  const { found, isSure } = meantBy(words, open.map(namesOf));
  if (found.length === 0) return "none";
  return found.length === 1 && isSure ? (open[found[0] ?? -1] ?? "") : "ask";
}

test("sentences of others close what they mean, or are asked about", () => {
  const sentences = others.filter(({ kind }) => kind === "done");
  const wrong = sentences.filter(({ words, open = [], expect: wanted }) => {
    const got = said(words, open);
    return got !== wanted && got !== "ask";
  });
  const right = sentences.filter(
    ({ words, open = [], expect: wanted }) => said(words, open) === wanted,
  );
  // "price", where a page is called pricing: what holds the word itself is taken.
  expect(wrong.map(({ words }) => words)).toEqual(["price"]);
  expect({ of: sentences.length, right: right.length }).toEqual({ of: 46, right: 41 });
});

test("days of others are those that they mean", () => {
  const days = others.filter(({ kind }) => kind === "date");
  const wrong = days.filter(({ words, flag, expect: wanted }) => {
    const towards = flag === "--due" ? "ahead" : "past";
    return (dayFromWords(words, TODAY, towards) ?? "refuse") !== wanted;
  });
  // Said on a Monday: the next one.
  expect(wrong.map(({ words }) => words)).toEqual(["monday"]);
  expect(days).toHaveLength(34);
});

describe("what is done", () => {
  const OPEN = [["T-004", "Write the launch post"], ["T-012", "Pay VAT 2026"], ["SAF-T invoices"]];
  test.each([
    ["4", [0], true],
    ["t-12", [1], true],
    ["T-040", [], true],
    ["12", [1], true],
    ["2026", [1], true],
    ["2025", [], true],
    ["saft", [2], true],
    ["the launch posts", [0], true],
    ["launch party", [0], false],
    ["lauch post", [0], false],
    ["done", [], true],
    ["the", [0], true],
    ["…", [], true],
    ["vat invoices", [1, 2], false],
  ])("%s", (words, found, isSure) => {
    expect(meantBy(words, OPEN)).toEqual({ found, isSure });
  });
});
