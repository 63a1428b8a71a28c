import { describe, expect, test } from "vitest";
import { labelledLines, newestDate, newestValue } from "../../company/labelled-lines.ts";

function entity(...lines: (string | [text: string, at: string])[]) {
  const observations = lines.map((line) =>
    typeof line === "string" ? { text: line, at: null } : { text: line[0], at: line[1] },
  );
  return { name: "metric:boats", entityType: "metric", at: null, observations };
}

const asOf = {
  today: "2026-11-29",
  dateOf: (at: string | null) => at?.slice(0, 10) ?? null,
};

describe("of several lines of one label", () => {
  test.each([
    ["the last, when nothing dates them", entity("Value: 4", "Value: 6"), "6"],
    [
      "the one written later",
      entity(["Value: 6", "2026-11-28T09:00:00Z"], ["Value: 4", "2026-11-04T09:00:00Z"]),
      "6",
    ],
    [
      "the one of the later day",
      entity("Value: 6 (2026-11-28)", "Value: 4 (2026-11-04)"),
      "6 (2026-11-28)",
    ],
    [
      "the one that an As of dates later",
      entity("Value: 6", "As of: 2026-11-28", "Value: 4", "As of: 2026-11-04"),
      "6",
    ],
    [
      "the later written of one day",
      entity(["Value: 4", "2026-11-28T09:00:00Z"], ["Value: 6", "2026-11-28T09:00:00Z"]),
      "6",
    ],
    ["one without a date after one with a date", entity("Value: 4 (2026-11-04)", "value: 6"), "6"],
    [
      "none that is of a day to come",
      entity("Value: 6 (2026-11-28)", "Value: 9 (2062-11-16)"),
      "6 (2026-11-28)",
    ],
    [
      "none that was written after today",
      entity(["Value: 6", "2026-11-28T09:00:00Z"], ["Value: 9", "2026-11-30T09:00:00Z"]),
      "6",
    ],
    ["none that is empty", entity("Value: 6", "Value:"), "6"],
  ])("the newest is %s", (_, of, expected) => {
    expect(newestValue(of, "Value", asOf)).toBe(expected);
  });

  test("the newest with a real date counts where a date is meant", () => {
    const of = entity("Due: 2026-12-01", "Due: 2026-12-15, they wrote", "Due: soon");
    expect(newestDate(of, "Due", asOf)).toBe("2026-12-15");
    expect(newestDate(of, "Completed", asOf)).toBeNull();
  });

  test("each has its day, or none when it lies ahead", () => {
    const of = entity("Value: 4 (2026-11-04)", "Value: 9 (2062-11-16)", [
      "Value: 6",
      "2026-11-28T09:00:00Z",
    ]);
    expect(labelledLines(of, "Value", asOf)).toEqual([
      { value: "6", date: "2026-11-28" },
      { value: "4 (2026-11-04)", date: "2026-11-04" },
      { value: "9 (2062-11-16)", date: null },
    ]);
  });
});
