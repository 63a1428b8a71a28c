import { expect, it } from "vitest";
import { withoutStackedMarks } from "../../company/stacked-marks.ts";

it("leaves what people write as it is, and cuts a tower of marks at thirty", () => {
  const written = "Não é ç e\u0301\u0323 ชื่อ";
  expect(withoutStackedMarks(written)).toBe(written);
  const tower = `a${"\u0301\u0323".repeat(45_000)}b`;
  expect(withoutStackedMarks(tower)).toBe(`a${"\u0301\u0323".repeat(15)}b`);
});
