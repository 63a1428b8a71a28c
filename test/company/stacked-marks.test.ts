import { expect, it } from "vitest";
import { requiredReviews } from "../../company/protocol/triggers.ts";
import { withoutStackedMarks } from "../../company/stacked-marks.ts";
import { kitConstitution } from "../office/reviews/office.ts";

it("leaves what people write as it is, and cuts a tower of marks at thirty", () => {
  const written = "Não é ç e\u0301\u0323 ชื่อ";
  expect(withoutStackedMarks(written)).toBe(written);
  const tower = `a${"\u0301\u0323".repeat(45_000)}b`;
  expect(withoutStackedMarks(tower)).toBe(`a${"\u0301\u0323".repeat(15)}b`);
});

it("finds a signal beside a tower of marks within the time of a call", () => {
  const text = `a${"\u0301\u0323".repeat(45_000)} and a contract`;
  const found = requiredReviews({ author: "marketing", text }, kitConstitution());
  expect(found.map(({ reviewer }) => reviewer)).toContain("lawyer");
});
