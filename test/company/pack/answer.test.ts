/** Answers as people type them. */
import { expect, test } from "vitest";
import { answerPair, checkedAnswer } from "../../../company/pack/answer.ts";
import { pack } from "./kit-packs.ts";

const said = (question: string, answer: string) => checkedAnswer(pack("pt"), { question, answer });

test.each([
  ["legal-form", "LDA", "lda"],
  ["Legal Form", "sole trader", "sole-trader"],
  ["vat", "not set", null],
  ["vat", "Not known yet", null],
  ["vat", "", null],
  ["activity-start", " 2026-03-01 ", "2026-03-01"],
  ["municipal-holiday", "02-29", "02-29"],
])("%s: %j is %j", (question, answer, value) => {
  expect(said(question, answer).answer).toBe(value);
});

test.each([
  ["activity-start", "2026-3-1", "2026-03-01"],
  ["activity-start", "1.3.2026", "2026-03-01"],
  ["activity-start", "31/12/2025", "2025-12-31"],
  ["activity-start", "12/31/2025", "2025-12-31"],
  ["municipal-holiday", "13-06", "06-13"],
  ["municipal-holiday", "6.13", "06-13"],
  ["vat", "exmept", "exempt"],
  ["invoice-program", "soft", "software"],
])("of %s: %j it is asked whether %s was meant", (question, answer, meant) => {
  expect(() => said(question, answer)).toThrow(`Did you mean "${meant}"?`);
});

test.each([
  ["activity-start", "2026-02-30"],
  ["activity-start", "spring"],
  ["municipal-holiday", "13-13"],
  ["vat", "yes"],
])("for %s: %j nothing is guessed", (question, answer) => {
  expect(() => said(question, answer)).toThrow(/^(?!.*Did you mean).*Cannot answer/);
});

test("a pair is cut at its first sign, and what is none is refused", () => {
  expect(answerPair("a = b=c")).toEqual({ question: "a", answer: "b=c" });
  expect(() => answerPair("=b")).toThrow('there is no "=" in it');
});
