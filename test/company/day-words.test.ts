import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, daysBetween, weekdayOf } from "../../company/dates.ts";
import { dayFromWords } from "../../company/day-words.ts";

// A Friday.
const TODAY = "2026-11-20";

test.each([
  ["2026-12-01", "2026-12-01"],
  [" 2024-02-29 ", "2024-02-29"],
  ["today", "2026-11-20"],
  ["Tomorrow", "2026-11-21"],
  ["yesterday", "2026-11-19"],
  ["mon", "2026-11-23"],
  ["Thursday", "2026-11-26"],
  ["thurs", "2026-11-26"],
  ["tues", "2026-11-24"],
  ["fri", "2026-11-27"],
  ["+3d", "2026-11-23"],
  ["+3", "2026-11-23"],
  ["+2w", "2026-12-04"],
  ["+10 days", "2026-11-30"],
  ["27/11/2026", "2026-11-27"],
  ["11/27/2026", "2026-11-27"],
  ["27.11.2026", "2026-11-27"],
  ["2026-12-5", "2026-12-05"],
  ["20261205", "2026-12-05"],
  ["5 Dec", "2026-12-05"],
  ["dec 5th", "2026-12-05"],
  ["5 de dezembro", "2026-12-05"],
  ["20 nov", "2026-11-20"],
  ["19 nov", "2027-11-19"],
  ["29 feb", null],
  ["amanhã", "2026-11-21"],
  ["terça-feira", "2026-11-24"],
  ["miércoles", "2026-11-25"],
  ["Samstag", "2026-11-21"],
  ["in two weeks", "2026-12-04"],
  ["in a week", "2026-11-27"],
  ["em 3 dias", "2026-11-23"],
  ["end of the month", "2026-11-30"],
])("%s is %s", (words, day) => {
  expect(dayFromWords(words, TODAY)).toBe(day);
});

test.each([
  "",
  "soon",
  "2026-02-30",
  "05/06/2027",
  "31 nov",
  "next friday",
  "in three months",
  "3 days ago",
  "in 0 days",
  "3d",
  "-3d",
  "+3m",
  "+9999d",
  "friend",
  "sunset",
])("%s is no day", (words) => {
  expect(dayFromWords(words, TODAY)).toBeNull();
});

test.each([
  ["fri", "2026-11-13"],
  ["mon", "2026-11-16"],
  ["thu", "2026-11-19"],
  ["-3d", "2026-11-17"],
  ["-1w", "2026-11-13"],
  ["yesterday", "2026-11-19"],
  ["2026-11-30", "2026-11-30"],
  ["+3d", null],
  ["3 days ago", "2026-11-17"],
  ["há uma semana", "2026-11-13"],
  ["vor 2 Tagen", "2026-11-18"],
  ["ontem", "2026-11-19"],
  ["21 nov", "2025-11-21"],
  ["19 nov", "2026-11-19"],
  ["in 3 days", null],
  ["end of the month", null],
])("in the past %s is %s", (words, day) => {
  expect(dayFromWords(words, TODAY, "past")).toBe(day);
});

test("a weekday is one of the next seven days, on that weekday", () => {
  const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  fc.assert(
    fc.property(fc.nat({ max: 20_000 }), fc.nat({ max: 6 }), (days, at) => {
      const today = addDays("2000-01-01", days);
      const day = dayFromWords(names[at] ?? "", today) ?? "";
      expect(weekdayOf(day)).toBe(at + 1);
      expect(daysBetween(today, day)).toBeGreaterThan(0);
      expect(daysBetween(today, day)).toBeLessThan(8);
    }),
  );
});
